package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.COPY;

import dev.cresset.spi.Layout;

/** Borders around tensors. */
public final class Paddings {
    /** A number around the last dimensions; negative counts cut. */
    public static final Primitive CONSTANT =
            Primitive.of(
                            COPY,
                            "constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor",
                            Paddings::constant)
                    .byParts(2)
                    .anywhere()
                    .gradient(
                            b -> {
                                var pad = b.args().longs(1).clone();
                                for (int k = 0; k < pad.length; k++) {
                                    pad[k] = -pad[k];
                                }
                                return grads(Paddings.CONSTANT.value(b.grad(), pad, 0L));
                            });

    /** A border around the last dimensions. */
    public static final Composite PAD =
            new Composite(
                    "pad(Tensor input, int[] pad, str mode='constant', float? value=None) ->"
                            + " Tensor",
                    a -> {
                        var x = a.value(0);
                        var pad = a.longs(1);
                        var mode = a.text(2);
                        if (mode.equals("constant")) {
                            Object value = a.none(3) ? (Object) 0L : a.all()[3];
                            return CONSTANT.value(x, pad, value);
                        }
                        Check.that(
                                mode.equals("reflect")
                                        || mode.equals("replicate")
                                        || mode.equals("circular"),
                                "pad: Unrecognised padding mode %s; expects 'constant', 'reflect',"
                                        + " 'replicate' or 'circular'",
                                mode);
                        Check.that(
                                a.none(3) || a.number(3) == 0,
                                "pad: Padding mode \"%s\" doesn't take in value argument",
                                mode);
                        checkRank(x, pad);
                        var result = x;
                        for (int k = 0; k < pad.length / 2; k++) {
                            result = border(result, k, pad, mode);
                        }
                        return result == x ? ValueOps.clone(x) : result;
                    });

    private Paddings() {}

    private static void checkRank(Value x, long[] pad) {
        int rank = x.layout().dim();
        int dims = pad.length / 2;
        Check.that(
                pad.length % 2 == 0
                        && dims >= 1
                        && dims <= 3
                        && (rank == dims + 1 || rank == dims + 2),
                "pad: Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now;"
                        + " got pad %s for an input of %s",
                pad,
                x);
    }

    private static Object constant(Args a) {
        var x = a.array(0);
        var pad = a.longs(1);
        int rank = x.layout().dim();
        Check.that(
                pad.length % 2 == 0,
                "pad: Padding length must be divisible by 2, got %s numbers",
                pad.length);
        Check.that(
                pad.length <= 2 * rank,
                "pad: Padding length should be less than or equal to two times the input dimension"
                        + " but got padding length %s and input of dimension %s",
                pad.length,
                rank);
        var sizes = x.layout().sizes();
        var inner = x.layout();
        var into = new long[rank];
        boolean cut = false;
        boolean grown = false;
        for (int k = 0; k < pad.length / 2; k++) {
            int d = rank - 1 - k;
            long before = pad[2 * k];
            long after = pad[2 * k + 1];
            sizes[d] += before + after;
            Check.that(
                    sizes[d] >= 0,
                    "pad: The input size %s, plus negative padding %s and %s resulted in a negative"
                            + " output size, which is invalid. Check dimension %s of your input.",
                    x.layout().size(d),
                    before,
                    after,
                    d);
            long start = Math.max(0, -before);
            long end = x.layout().size(d) - Math.max(0, -after);
            start = Math.min(start, x.layout().size(d));
            inner = inner.slice(d, start, Math.max(0, end - start), 1);
            into[d] = Math.max(0, before);
            grown |= before > 0 || after > 0;
        }
        var result = NewArray.beside(x, x.dtype(), sizes);
        if (grown) {
            Creations.fill("pad", result, Scalars.toDouble(a.all()[2]));
        }
        Layout place = result.layout();
        for (int d = 0; d < rank; d++) {
            long length = Math.min(inner.size(d), sizes[d] - into[d]);
            cut |= length <= 0;
            place = place.slice(d, into[d], Math.max(0, length), 1);
            inner = inner.slice(d, 0, Math.max(0, length), 1);
        }
        if (!cut) {
            Copies.copy(x.with(inner), result.with(place));
        }
        return result;
    }

    /** Pads the k-th dimension from the end. */
    private static Value border(Value x, int k, long[] pad, String mode) {
        long before = pad[2 * k];
        long after = pad[2 * k + 1];
        if (before == 0 && after == 0) {
            return x;
        }
        int d = x.layout().dim() - 1 - k;
        long n = x.layout().size(d);
        long count = n + before + after;
        Check.that(
                count >= 1,
                "pad: input size %s with padding %s and %s gives the output size %s, which is too"
                        + " small",
                x,
                before,
                after,
                count);
        switch (mode) {
            case "reflect" ->
                    Check.that(
                            before < n && after < n,
                            "Argument #4: Padding size should be less than the corresponding input"
                                    + " dimension, but got: padding (%s, %s) at dimension %s of"
                                    + " input %s",
                            before,
                            after,
                            d,
                            x);
            case "circular" ->
                    Check.that(
                            before <= n && after <= n,
                            "Padding value causes wrapping around more than once: padding (%s, %s)"
                                    + " at dimension %s of input %s",
                            before,
                            after,
                            d,
                            x);
            default ->
                    Check.that(n > 0, "pad: cannot repeat the edge of an empty dimension of %s", x);
        }
        var index = new long[Math.toIntExact(count)];
        long first = mode.equals("circular") ? Math.max(0, -before) : 0;
        long last = n - 1 - (mode.equals("circular") ? Math.max(0, -after) : 0);
        for (int j = 0; j < index.length; j++) {
            index[j] = source(j - before, first, last, mode);
        }
        return ValueOps.indexSelect(x, d, x.tape().wrap(NewArray.of(index)));
    }

    /** Which element of first .. last stands at a position that may lie outside. */
    private static long source(long at, long first, long last, String mode) {
        return switch (mode) {
            case "reflect" -> at < first ? 2 * first - at : at > last ? 2 * last - at : at;
            case "circular" -> {
                long length = last - first + 1;
                yield at < first ? at + length : at > last ? at - length : at;
            }
            default -> Math.clamp(at, first, last);
        };
    }
}
