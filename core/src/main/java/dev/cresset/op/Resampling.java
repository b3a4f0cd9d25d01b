package dev.cresset.op;

import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/** Tensors of (batch, channels, spatial...) at another resolution. */
public final class Resampling {
    /** Sampling at another resolution, by size or by factor. */
    public static final Composite INTERPOLATE =
            new Composite(
                    "interpolate(Tensor input, Any? size=None, Any? scale_factor=None, str"
                            + " mode='nearest', bool? align_corners=None, bool?"
                            + " recompute_scale_factor=None, bool antialias=False) -> Tensor",
                    Resampling::interpolate);

    /** {@link #INTERPOLATE} under its older name. */
    public static final Composite UPSAMPLE =
            new Composite(
                    "upsample(Tensor input, Any? size=None, Any? scale_factor=None, str"
                            + " mode='nearest', bool? align_corners=None) -> Tensor",
                    a ->
                            INTERPOLATE.call(
                                    a.all()[0],
                                    a.all()[1],
                                    a.all()[2],
                                    a.all()[3],
                                    a.all()[4],
                                    null,
                                    false));

    /** Each element repeated or left out. */
    public static final Composite UPSAMPLE_NEAREST =
            new Composite(
                    "upsample_nearest(Tensor input, Any? size=None, Any? scale_factor=None) ->"
                            + " Tensor",
                    a ->
                            INTERPOLATE.call(
                                    a.all()[0],
                                    a.all()[1],
                                    a.all()[2],
                                    "nearest",
                                    null,
                                    null,
                                    false));

    /** Linear in two dimensions, with corners in place. */
    public static final Composite UPSAMPLE_BILINEAR =
            new Composite(
                    "upsample_bilinear(Tensor input, Any? size=None, Any? scale_factor=None) ->"
                            + " Tensor",
                    a ->
                            INTERPOLATE.call(
                                    a.all()[0],
                                    a.all()[1],
                                    a.all()[2],
                                    "bilinear",
                                    true,
                                    null,
                                    false));

    /** Means of areas of (batch, channels, length). */
    public static final Composite ADAPTIVE_AVG_POOL1D = adaptive("adaptive_avg_pool1d", 1);

    /** Means of areas of (batch, channels, height, width). */
    public static final Composite ADAPTIVE_AVG_POOL2D = adaptive("adaptive_avg_pool2d", 2);

    /** Means of areas of (batch, channels, depth, height, width). */
    public static final Composite ADAPTIVE_AVG_POOL3D = adaptive("adaptive_avg_pool3d", 3);

    private Resampling() {}

    private static Composite adaptive(String name, int dims) {
        return new Composite(
                name + "(Tensor input, Any output_size) -> Tensor",
                a -> {
                    var x = a.value(0);
                    Check.floating(name, x.dtype());
                    return areas(x, areaSizes(name, x, a.all()[1], dims));
                });
    }

    /** The spatial sizes that an adaptive pooling shall have; None keeps a size. */
    static long[] areaSizes(String name, Value x, Object wanted, int dims) {
        int rank = x.layout().dim();
        Check.that(
                rank == dims + 1 || rank == dims + 2,
                dims == 1
                        ? "Expected %2$s to %3$s dimensions, but got %5$s-dimensional tensor for"
                                + " argument #1 'self' (while checking arguments for %1$s)"
                        : "%1$s(): Expected %2$sD or %3$sD tensor, but got"
                                + (name.contains("max") ? ": " : " ")
                                + "%4$s",
                name,
                dims + 1,
                dims + 2,
                x,
                rank);
        var given = numbers(wanted, dims);
        var out = new long[dims];
        for (int d = 0; d < dims; d++) {
            long size = x.layout().size(rank - dims + d);
            out[d] = given[d] == null ? size : given[d].longValue();
            Check.that(
                    out[d] >= 0 && size > 0,
                    "%s: Expected input to have non-zero size for non-batch dimensions and elements"
                            + " of output_size to be greater than or equal to 0, got %s and %s",
                    name,
                    x,
                    out);
        }
        return out;
    }

    private static Value areas(Value x, long[] out) {
        int rank = x.layout().dim();
        boolean whole = true;
        for (long size : out) {
            whole &= size == 1;
        }
        if (whole) {
            var dims = new long[out.length];
            for (int d = 0; d < dims.length; d++) {
                dims[d] = rank - dims.length + d;
            }
            return Aggregates.MEAN.value(x, dims, true, null);
        }
        return resampled(x, out, d -> Taps.area(x.layout().size(rank - out.length + d), out[d]));
    }

    /** The taps of a spatial dimension. */
    private interface Places {
        Taps of(int dimension);
    }

    private static Value resampled(Value x, long[] out, Places places) {
        var dtype = x.dtype();
        boolean wide = dtype != DType.FLOAT32 && dtype != DType.FLOAT64;
        var y = wide ? ValueOps.to(x, DType.FLOAT32) : x;
        int first = x.layout().dim() - out.length;
        for (int d = out.length - 1; d >= 0; d--) {
            y = places.of(d).apply(y, first + d);
        }
        return ValueOps.to(y, dtype);
    }

    /** One number for each dimension, from one number or a list of numbers or None. */
    private static Number[] numbers(Object given, int dims) {
        var result = new Number[dims];
        switch (given) {
            case Number n -> java.util.Arrays.fill(result, n);
            case long[] all when all.length == 1 -> java.util.Arrays.fill(result, all[0]);
            case double[] all when all.length == 1 -> java.util.Arrays.fill(result, all[0]);
            case long[] all when all.length == dims -> {
                for (int d = 0; d < dims; d++) {
                    result[d] = all[d];
                }
            }
            case double[] all when all.length == dims -> {
                for (int d = 0; d < dims; d++) {
                    result[d] = all[d];
                }
            }
            case List<?> all when all.size() == dims -> {
                for (int d = 0; d < dims; d++) {
                    result[d] = (Number) all.get(d);
                }
            }
            case null -> {
                return result;
            }
            default ->
                    throw Check.error(
                            "resampling: Input and output must have the same number of spatial"
                                    + " dimensions; expects one number or %s, got %s",
                            dims, given);
        }
        return result;
    }

    private static Object interpolate(Args a) {
        var x = a.value(0);
        var mode = a.text(3);
        int dims = x.layout().dim() - 2;
        checkMode(a, mode, dims);
        boolean aligned = !a.none(4) && a.flag(4);
        checkCount(x, a.all()[1], dims, "output", "size of");
        checkCount(x, a.all()[2], dims, "scale_factor", "of shape");
        var sizes = numbers(a.all()[1], dims);
        var factors = numbers(a.all()[2], dims);
        boolean bySize = !a.none(1);
        boolean recompute = !bySize && (mode.equals("area") || (!a.none(5) && a.flag(5)));
        var out = new long[dims];
        var scale = new double[dims];
        for (int d = 0; d < dims; d++) {
            long in = x.layout().size(d + 2);
            out[d] = bySize ? sizes[d].longValue() : (long) (in * Scalars.toDouble(factors[d]));
            scale[d] = bySize || recompute ? 0 : Scalars.toDouble(factors[d]);
        }
        if (mode.equals("area")) {
            Check.floating("interpolate", x.dtype());
            return areas(x, out);
        }
        checkSizes(x, out);
        boolean nearest = mode.startsWith("nearest");
        var dtype = x.dtype();
        if (nearest) {
            var y = x;
            for (int d = dims - 1; d >= 0; d--) {
                var taps =
                        Taps.nearest(
                                x.layout().size(d + 2),
                                out[d],
                                scale[d],
                                mode.equals("nearest-exact"),
                                dtype);
                y = taps.apply(y, d + 2);
            }
            return y;
        }
        Check.that(
                dtype.isFloatingPoint() || dtype == DType.UINT8,
                "interpolate: \"compute_indices_weights_%s\" not implemented for '%s'",
                mode.equals("bicubic") ? "cubic" : "linear",
                dtype.scalarName());
        var places = dtype == DType.UINT8 ? DType.FLOAT64 : dtype;
        Places taps =
                d -> {
                    long in = x.layout().size(d + 2);
                    if (a.flag(6)) {
                        boolean cubic = mode.equals("bicubic");
                        return Taps.smooth(in, out[d], scale[d], aligned, cubic, places);
                    }
                    return mode.equals("bicubic")
                            ? Taps.cubic(in, out[d], scale[d], aligned, places)
                            : Taps.linear(in, out[d], scale[d], aligned, places);
                };
        return dtype == DType.UINT8 ? bytes(x, out, taps) : resampled(x, out, taps);
    }

    private static void checkCount(Value x, Object given, int dims, String what, String property) {
        int count =
                switch (given) {
                    case long[] all -> all.length;
                    case double[] all -> all.length;
                    case List<?> all -> all.size();
                    case null, default -> 1;
                };
        boolean size = what.equals("output");
        Check.that(
                count == 1 || count == dims,
                "interpolate: Input and %s must have the same number of spatial dimensions, but got"
                        + " input with spatial dimensions of %s and %s %s %s. Please provide input"
                        + " tensor in (N, C, d1, d2, ...,dK) format and %s in %s format.",
                what,
                Arrays.copyOfRange(x.layout().sizes(), 2, dims + 2),
                size ? "output" : what,
                property,
                given instanceof long[] all ? Check.tuple(all) : text(given),
                size ? "output size" : what,
                size ? "(o1, o2, ...,oK)" : "(s1, s2, ...,sK)");
    }

    private static String text(Object given) {
        var joiner = new StringJoiner(", ", "(", ")");
        switch (given) {
            case double[] all -> Arrays.stream(all).forEach(n -> joiner.add(Double.toString(n)));
            case List<?> all -> all.forEach(n -> joiner.add(String.valueOf(n)));
            case null, default -> joiner.add(String.valueOf(given));
        }
        return joiner.toString();
    }

    private static void checkSizes(Value x, long[] out) {
        var names = "DHW".substring(3 - out.length);
        var from = new StringJoiner(", ", "(", ")");
        var to = new StringJoiner(", ", "(", ")");
        boolean positive = true;
        for (int d = 0; d < out.length; d++) {
            long in = x.layout().size(d + 2);
            from.add(names.charAt(d) + ": " + in);
            to.add(names.charAt(d) + ": " + out[d]);
            positive &= in > 0 && out[d] > 0;
        }
        Check.that(
                positive,
                "interpolate: Input and output sizes should be greater than 0, but got input %s%s"
                        + " output %s",
                from,
                out.length == 1 ? " and" : "",
                to);
    }

    /** Images of bytes: fixed point, rounded after each dimension. */
    private static Value bytes(Value x, long[] out, Places places) {
        var y = ValueOps.to(x, DType.FLOAT64);
        for (int d = out.length - 1; d >= 0; d--) {
            if (x.layout().size(d + 2) != out[d]) {
                y = places.of(d).fixedPoint().applyFixedPoint(y, d + 2);
            }
        }
        return ValueOps.to(y, DType.UINT8);
    }

    private static void checkMode(Args a, String mode, int dims) {
        boolean plain =
                mode.equals("nearest") || mode.equals("nearest-exact") || mode.equals("area");
        int wanted =
                switch (mode) {
                    case "linear" -> 1;
                    case "bilinear", "bicubic" -> 2;
                    case "trilinear" -> 3;
                    default -> dims;
                };
        Check.that(
                !plain || a.none(4),
                "interpolate: align_corners option can only be set with the interpolating modes:"
                        + " linear | bilinear | bicubic | trilinear");
        Check.that(
                a.none(1) || a.none(2),
                "interpolate: only one of size or scale_factor should be defined");
        Check.that(
                !a.none(1) || !a.none(2),
                "interpolate: either size or scale_factor should be defined");
        Check.that(
                a.none(1) || a.none(5) || !a.flag(5),
                "interpolate: recompute_scale_factor is not meaningful with an explicit size.");
        boolean known = plain || mode.endsWith("linear") || mode.equals("bicubic");
        boolean hasForm = !mode.equals("bicubic") || dims == 2;
        Check.that(
                dims >= 1 && dims <= 3 && known && hasForm,
                "interpolate: Input Error: Only 3D, 4D and 5D input Tensors supported (got %sD) for"
                        + " the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos |"
                        + " area | nearest-exact (got %s)",
                dims + 2,
                mode);
        Check.that(
                wanted == dims,
                "interpolate: Got %sD input, but %s mode needs %sD input",
                dims + 2,
                mode,
                wanted + 2);
        Check.that(
                !a.flag(6) || mode.equals("bilinear") || mode.equals("bicubic"),
                "interpolate: Anti-alias option is restricted to bilinear, bicubic, and lanczos"
                        + " modes and requires a 4-D tensor as input, got mode %s",
                mode);
    }
}
