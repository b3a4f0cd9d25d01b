package dev.cresset.op;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Maxima put back to where they stood before pooling, with zeros elsewhere. */
public final class Unpoolings {
    /** The inverse of max_pool1d, as far as there is one. */
    public static final Composite MAX_UNPOOL1D = unpooling(1);

    /** The inverse of max_pool2d, as far as there is one. */
    public static final Composite MAX_UNPOOL2D = unpooling(2);

    /** The inverse of max_pool3d, as far as there is one. */
    public static final Composite MAX_UNPOOL3D = unpooling(3);

    private Unpoolings() {}

    private static Composite unpooling(int dims) {
        var name = "max_unpool" + dims + "d";
        return new Composite(
                name
                        + "(Tensor input, Tensor indices, int[] kernel_size, int[]? stride=None,"
                        + " int[] padding=0, int[]? output_size=None) -> Tensor",
                a -> {
                    var x = a.value(0);
                    var indices = a.value(1);
                    int rank = x.layout().dim();
                    Check.that(
                            rank == dims + 1 || rank == dims + 2,
                            "Input to max_unpooling%sd should be a %sd or %sd Tensor, but got %s",
                            dims,
                            dims + 1,
                            dims + 2,
                            x);
                    Check.that(
                            indices.layout().sameSizes(x.layout()),
                            "%s: Expected shape of indices to be same as that of the input tensor"
                                    + " (%s) but got indices tensor with shape: %s",
                            name,
                            planes(x, dims),
                            planes(indices, dims));
                    var out = sizes(name, x, a, dims);
                    long volume = Arrays.stream(out).reduce(1, (m, n) -> m * n);
                    int kept = rank - dims;
                    var flat = Arrays.copyOf(x.layout().sizes(), kept + 1);
                    flat[kept] = volume;
                    checkIndices(indices, volume, out);
                    var inner = flat.clone();
                    inner[kept] = 1;
                    for (int d = kept; d < rank; d++) {
                        inner[kept] *= x.layout().size(d);
                    }
                    var spread =
                            Moves.SCATTER.value(
                                    ValueOps.zeros(x, flat),
                                    (long) kept,
                                    ValueOps.reshape(indices, inner),
                                    ValueOps.reshape(x, inner));
                    var result = Arrays.copyOf(flat, rank);
                    System.arraycopy(out, 0, result, kept, dims);
                    return ValueOps.reshape(spread, result);
                });
    }

    private static void checkIndices(Value indices, long volume, long[] out) {
        long wrong = 0;
        boolean valid = true;
        for (long index : NewArray.longs(indices.array())) {
            if (index < 0 || index >= volume) {
                wrong = index;
                valid = false;
            }
        }
        Check.that(
                valid,
                "Found an invalid max index: %s (output volumes are of size %s)",
                wrong,
                Arrays.stream(out).mapToObj(Long::toString).collect(Collectors.joining("x"))
                        + (out.length == 1 ? "x1" : ""));
    }

    /** The sizes as PyTorch names them, which takes lines for planes of width 1. */
    private static long[] planes(Value x, int dims) {
        var sizes = x.layout().sizes();
        var all = Arrays.copyOf(sizes, sizes.length + (dims == 1 ? 1 : 0));
        if (dims == 1) {
            all[sizes.length] = 1;
        }
        return all;
    }

    /** The spatial sizes before pooling: those wanted, if pooling could have come from them. */
    private static long[] sizes(String name, Value x, Args a, int dims) {
        var kernel = ConvolutionChecks.spread("kernel_size", a.longs(2), dims);
        var stride =
                a.none(3) || a.longs(3).length == 0
                        ? kernel
                        : ConvolutionChecks.spread("stride", a.longs(3), dims);
        var padding = ConvolutionChecks.spread("padding", a.longs(4), dims);
        var out = new long[dims];
        for (int d = 0; d < dims; d++) {
            long size = x.layout().size(x.layout().dim() - dims + d);
            out[d] = (size - 1) * stride[d] + kernel[d] - 2 * padding[d];
        }
        if (a.none(5)) {
            for (int d = 0; d < dims; d++) {
                Check.that(
                        out[d] >= 0,
                        "%s: max_unpooling: output_size must contain non-negative spatial"
                                + " dimensions, but got output_size[%s]=%s",
                        name,
                        d,
                        out[d]);
            }
            return out;
        }
        var given = a.longs(5);
        Check.that(
                given.length == dims || given.length == dims + 2,
                "%s: output_size should be a sequence containing %s or %s elements, but it has a"
                        + " length of '%s'",
                name,
                dims,
                dims + 2,
                given.length);
        var wanted = Arrays.copyOfRange(given, given.length - dims, given.length);
        for (int d = 0; d < dims; d++) {
            long least = out[d] - stride[d];
            long most = out[d] + stride[d];
            Check.that(
                    least < wanted[d] && wanted[d] < most,
                    "%s: invalid output_size \"%s\" (dim %s must be between %s and %s)",
                    name,
                    wanted,
                    d,
                    least,
                    most);
        }
        return wanted;
    }
}
