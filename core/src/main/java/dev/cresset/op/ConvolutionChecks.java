package dev.cresset.op;

import java.util.Arrays;
import java.util.StringJoiner;

/** What can be wrong with the arguments of a convolution. */
final class ConvolutionChecks {
    private ConvolutionChecks() {}

    /** One number for each spatial dimension, from one for all or one for each. */
    static long[] spread(String what, long[] given, int dims) {
        if (given.length == 1 && dims > 1) {
            var all = new long[dims];
            Arrays.fill(all, given[0]);
            return all;
        }
        Check.that(
                given.length == dims,
                "convolution: expected %s to be a single integer value or a list of %s values to"
                        + " match the convolution dimensions, but got %s=%s",
                what,
                dims,
                what,
                given);
        return given;
    }

    /** The number of dimensions of input and weight. */
    static void rank(String name, Value x, Value weight, int dims) {
        Check.that(
                weight.layout().dim() > 2,
                "%s: weight should have at least three dimensions, got %s",
                name,
                weight);
        int rank = x.layout().dim();
        Check.that(
                rank == dims + 1 || rank == dims + 2,
                "Expected %sD (unbatched) or %sD (batched) input to %s, but got input of size: %s",
                dims + 1,
                dims + 2,
                name,
                x);
        Check.that(
                weight.layout().dim() == dims + 2,
                "Expected %s-dimensional weight for %s-dimensional input, but got weight of size"
                        + " %s",
                dims + 2,
                dims + 2,
                weight);
    }

    /** The arguments of padding 'same'. */
    static void same(Value x, Value weight, long[] stride, long[] dilation, long groups) {
        groups(weight, groups, false);
        for (int d = 0; d < stride.length; d++) {
            Check.that(
                    stride[d] == 1,
                    "convolution: padding='same' is not supported for strided convolutions, got"
                            + " stride %s",
                    stride);
            Check.that(dilation[d] > 0, "convolution: dilation should be greater than zero");
        }
    }

    private static void groups(Value weight, long groups, boolean transposed) {
        Check.that(
                groups > 0,
                "convolution: non-positive groups is not supported, got groups=%s",
                groups);
        long first = weight.layout().size(0);
        Check.that(
                first >= groups,
                "Given groups=%s, expected weight to be at least %s at dimension 0, but got weight"
                        + " of size %s instead",
                groups,
                groups,
                weight);
        Check.that(
                first % groups == 0,
                "Given groups=%s, expected weight to be divisible by %s at dimension 0, but got"
                        + " weight of size %s instead",
                groups,
                groups,
                weight);
    }

    /** Everything about the arguments of {@link Convolutions#CONVOLUTION}. */
    static void all(Args a) {
        var x = a.value(0);
        var weight = a.value(1);
        boolean transposed = a.flag(6);
        long groups = a.integer(8);
        int dims = x.layout().dim() - 2;
        Check.that(
                dims >= 1 && dims <= 3 && weight.layout().dim() == dims + 2,
                "convolution: expected an input of 3 to 5 dimensions and a weight of as many, got"
                        + " %s and %s",
                x,
                weight);
        types(x, weight, a.none(2) ? null : a.value(2));
        for (int k = 0; k < dims; k++) {
            Check.that(
                    a.longs(3)[k] > 0,
                    "convolution: non-positive stride is not supported, got %s",
                    a.longs(3));
            Check.that(
                    a.longs(4)[k] >= 0,
                    "convolution: negative padding is not supported, got %s",
                    a.longs(4));
            Check.that(
                    a.longs(5)[k] > 0,
                    "convolution: dilation should be greater than zero, got %s",
                    a.longs(5));
        }
        groups(weight, groups, transposed);
        channels(x, weight, transposed, groups);
        if (!a.none(2)) {
            long wanted = transposed ? weight.layout().size(1) * groups : weight.layout().size(0);
            Check.that(
                    a.layout(2).dim() == 1 && a.layout(2).size(0) == wanted,
                    "Given weight of size %s, expected bias to be 1-dimensional with %s elements,"
                            + " but got bias of size %s instead",
                    weight,
                    wanted,
                    a.value(2));
        }
        if (!transposed) {
            kernel(a, dims);
        }
    }

    private static void types(Value x, Value weight, Value bias) {
        Check.that(
                bias == null || bias.dtype() == x.dtype(),
                "Input type (%s) and bias type (%s) should be the same; convert one of them",
                Convolutions.typeName(x.dtype()),
                bias == null ? null : Convolutions.typeName(bias.dtype()));
        Check.that(
                weight.dtype() == x.dtype(),
                "convolution: expected scalar type %s but found %s for the weight; convert one of"
                        + " them",
                x.dtype().scalarName(),
                weight.dtype().scalarName());
    }

    private static void channels(Value x, Value weight, boolean transposed, long groups) {
        long channels = x.layout().size(1);
        long wanted = transposed ? weight.layout().size(0) : weight.layout().size(1) * groups;
        Check.that(
                channels == wanted,
                "Given %s=%s, weight of size %s, expected input%s to have %s channels, but got %s"
                        + " channels instead",
                transposed ? "transposed" : "groups",
                transposed ? 1 : groups,
                weight,
                x,
                wanted,
                channels);
    }

    private static void kernel(Args a, int dims) {
        boolean fits = true;
        var padded = new StringJoiner(" x ", "(", ")");
        var kernel = new StringJoiner(" x ", "(", ")");
        for (int d = 0; d < dims; d++) {
            long size = a.layout(0).size(d + 2) + 2 * a.longs(4)[d];
            long span = a.longs(5)[d] * (a.layout(1).size(d + 2) - 1) + 1;
            padded.add(Long.toString(size));
            kernel.add(Long.toString(span));
            fits &= size >= span;
        }
        Check.that(
                fits,
                "Calculated padded input size per channel: %s. Kernel size: %s. Kernel size can't"
                        + " be greater than actual input size",
                padded,
                kernel);
    }

    /** The sizes of the result of a convolution. */
    static void result(Args a, long[] y) {
        for (int d = 2; d < y.length; d++) {
            Check.that(
                    y[d] >= (a.flag(6) ? 1 : 0) || y[0] == 0,
                    "convolution: Given input size per channel: %s. Calculated output size per"
                            + " channel: %s. Output size is too small",
                    a.value(0),
                    y);
        }
    }
}
