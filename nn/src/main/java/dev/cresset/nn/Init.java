package dev.cresset.nn;

import dev.cresset.Index;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Functions;
import dev.cresset.op.OpException;
import dev.cresset.random.Generator;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Fills tensors with start values, without recording: PyTorch's {@code torch.nn.init}.
 *
 * <p>Every function changes its tensor and returns it. Those that draw random numbers take them
 * from the default generator, or from one that is given last.
 */
public final class Init {
    private static final double NO_SLOPE = 0;

    private Init() {}

    /** Which side of a weight the size of its numbers is chosen for. */
    public enum Fan {
        /** The variance of what goes forward stays. */
        FAN_IN,
        /** The variance of gradients stays. */
        FAN_OUT
    }

    /** What follows a layer, for the gain that keeps variances. */
    public enum Nonlinearity {
        /** Nothing. */
        LINEAR,
        /** A convolution of one dimension. */
        CONV1D,
        /** A convolution of two dimensions. */
        CONV2D,
        /** A convolution of three dimensions. */
        CONV3D,
        /** A transposed convolution of one dimension. */
        CONV_TRANSPOSE1D,
        /** A transposed convolution of two dimensions. */
        CONV_TRANSPOSE2D,
        /** A transposed convolution of three dimensions. */
        CONV_TRANSPOSE3D,
        /** {@code 1 / (1 + exp(-x))}. */
        SIGMOID,
        /** Hyperbolic tangent. */
        TANH,
        /** {@code max(x, 0)}. */
        RELU,
        /** {@code max(x, slope * x)}; its parameter is the slope. */
        LEAKY_RELU,
        /** Scaled exponential linear units. */
        SELU
    }

    /** The gain that PyTorch recommends: 1, 5/3 for tanh, sqrt(2) for relu, 3/4 for selu. */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return gain(nonlinearity, OptionalDouble.empty());
    }

    /** {@link #calculateGain(Nonlinearity)}; for leaky relu of a slope {@code sqrt(2/(1+p^2))}. */
    public static double calculateGain(Nonlinearity nonlinearity, double parameter) {
        return gain(nonlinearity, OptionalDouble.of(parameter));
    }

    private static double gain(Nonlinearity nonlinearity, OptionalDouble slope) {
        return switch (nonlinearity) {
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + Math.pow(slope.orElse(0.01), 2)));
            case SELU -> 3.0 / 4;
            default -> 1;
        };
    }

    /** Uniform in [0, 1). */
    public static Tensor uniform_(Tensor tensor) {
        return uniform_(tensor, 0, 1);
    }

    /** Uniform in [a, b). */
    public static Tensor uniform_(Tensor tensor, double a, double b) {
        return uniform_(tensor, a, b, Generator.defaultGenerator());
    }

    /** Uniform in [a, b). */
    public static Tensor uniform_(Tensor tensor, double a, double b, Generator generator) {
        return quietly(tensor, () -> tensor.uniform_(a, b, generator));
    }

    /** Standard normal. */
    public static Tensor normal_(Tensor tensor) {
        return normal_(tensor, 0, 1);
    }

    /** Normal. */
    public static Tensor normal_(Tensor tensor, double mean, double std) {
        return normal_(tensor, mean, std, Generator.defaultGenerator());
    }

    /** Normal. */
    public static Tensor normal_(Tensor tensor, double mean, double std, Generator generator) {
        return quietly(tensor, () -> tensor.normal_(mean, std, generator));
    }

    /** Standard normal without what lies outside of [-2, 2]. */
    public static Tensor truncNormal_(Tensor tensor) {
        return truncNormal_(tensor, 0, 1, -2, 2);
    }

    /** Normal without what lies outside of [a, b]. */
    public static Tensor truncNormal_(Tensor tensor, double mean, double std, double a, double b) {
        return truncNormal_(tensor, mean, std, a, b, Generator.defaultGenerator());
    }

    /**
     * Normal without what lies outside of [a, b]: drawn again, or where that would take long, drawn
     * uniformly and accepted with the probability of the normal distribution.
     */
    public static Tensor truncNormal_(
            Tensor tensor, double mean, double std, double a, double b, Generator generator) {
        double inside = below((b - mean) / std) - below((a - mean) / std);
        return quietly(
                tensor,
                () -> {
                    if (inside > 0.3) {
                        redraw(tensor, mean, std, a, b, generator);
                    } else {
                        accept(tensor, mean, std, a, b, generator);
                    }
                });
    }

    /** The normal distribution function. */
    private static double below(double x) {
        return (1 + Functions.erf(x / Math.sqrt(2))) / 2;
    }

    private static void redraw(
            Tensor tensor, double mean, double std, double a, double b, Generator generator) {
        double low = Torch.tensor(a, tensor.dtype()).item();
        double high = Torch.tensor(b, tensor.dtype()).item();
        var result = tensor.normal_(mean, std, generator);
        while (true) {
            var outside = result.lt(low).logicalOr(result.gt(high));
            if (!any(outside)) {
                break;
            }
            var again = Torch.emptyLike(result).normal_(mean, std, generator);
            result = Torch.where(outside, again, result);
        }
        if (result != tensor) {
            tensor.copy_(result);
        }
    }

    private static void accept(
            Tensor tensor, double mean, double std, double a, double b, Generator generator) {
        double mode = Math.max(a, Math.min(mean, b));
        double peak = -0.5 * Math.pow((mode - mean) / std, 2);
        Tensor result = tensor.uniform_(a, b, generator);
        var chances = Torch.emptyLike(tensor);
        var pending = log(chances.uniform_(0, 1, generator)).gt(height(result, mean, std, peak));
        while (any(pending)) {
            var candidates = Torch.emptyLike(tensor).uniform_(a, b, generator);
            result = Torch.where(pending, candidates, result);
            var refused =
                    log(chances.uniform_(0, 1, generator)).gt(height(candidates, mean, std, peak));
            pending = Torch.where(pending, refused, pending);
        }
        if (result != tensor) {
            tensor.copy_(result);
        }
    }

    private static Tensor log(Tensor chances) {
        return chances.log();
    }

    /** Log of the density relative to its largest value in the interval. */
    private static Tensor height(Tensor x, double mean, double std, double peak) {
        return x.sub(mean).div(std).pow(2).mul(-0.5).sub(peak);
    }

    private static boolean any(Tensor mask) {
        return mask.any().itemLong() != 0;
    }

    /** One number everywhere. */
    public static Tensor constant_(Tensor tensor, double value) {
        return quietly(tensor, () -> tensor.fill_(value));
    }

    /** Ones. */
    public static Tensor ones_(Tensor tensor) {
        return constant_(tensor, 1);
    }

    /** Zeros. */
    public static Tensor zeros_(Tensor tensor) {
        return constant_(tensor, 0);
    }

    /** The identity matrix. */
    public static Tensor eye_(Tensor tensor) {
        matrix("eye_", tensor);
        return quietly(tensor, () -> tensor.copy_(Torch.eye(tensor.size(0), tensor.size(1))));
    }

    /** Weights of a convolution that passes its inputs on; see {@link #dirac_(Tensor, long)}. */
    public static Tensor dirac_(Tensor tensor) {
        return dirac_(tensor, 1);
    }

    /** A 1 in the middle of the kernel from each channel to the same one of each group. */
    public static Tensor dirac_(Tensor tensor, long groups) {
        int dims = tensor.dim();
        check(
                dims >= 3 && dims <= 5,
                "dirac_: Only tensors with 3, 4, or 5 dimensions are supported",
                tensor);
        check(
                groups > 0 && tensor.size(0) % groups == 0,
                "dirac_: dim 0 must be divisible by groups",
                tensor);
        long each = tensor.size(0) / groups;
        var at = new long[dims];
        for (int d = 2; d < dims; d++) {
            at[d] = tensor.size(d) / 2;
        }
        return quietly(
                tensor,
                () -> {
                    tensor.zero_();
                    for (long g = 0; g < groups; g++) {
                        for (long c = 0; c < Math.min(each, tensor.size(1)); c++) {
                            at[0] = g * each + c;
                            at[1] = c;
                            tensor.get(at).fill_(1);
                        }
                    }
                });
    }

    /** {@link #xavierUniform_(Tensor, double)} with gain 1. */
    public static Tensor xavierUniform_(Tensor tensor) {
        return xavierUniform_(tensor, 1);
    }

    /**
     * Uniform in [-bound, bound) with {@code bound = gain * sqrt(6 / (fanIn + fanOut))} (Glorot and
     * Bengio, 2010).
     */
    public static Tensor xavierUniform_(Tensor tensor, double gain) {
        return xavierUniform_(tensor, gain, Generator.defaultGenerator());
    }

    /** {@link #xavierUniform_(Tensor, double)} from a generator. */
    public static Tensor xavierUniform_(Tensor tensor, double gain, Generator generator) {
        double bound = Math.sqrt(3) * xavier(tensor, gain);
        return uniform_(tensor, -bound, bound, generator);
    }

    /** {@link #xavierNormal_(Tensor, double)} with gain 1. */
    public static Tensor xavierNormal_(Tensor tensor) {
        return xavierNormal_(tensor, 1);
    }

    /** Normal with {@code std = gain * sqrt(2 / (fanIn + fanOut))} (Glorot and Bengio, 2010). */
    public static Tensor xavierNormal_(Tensor tensor, double gain) {
        return xavierNormal_(tensor, gain, Generator.defaultGenerator());
    }

    /** {@link #xavierNormal_(Tensor, double)} from a generator. */
    public static Tensor xavierNormal_(Tensor tensor, double gain, Generator generator) {
        return normal_(tensor, 0, xavier(tensor, gain), generator);
    }

    private static double xavier(Tensor tensor, double gain) {
        return gain * Math.sqrt(2.0 / (fanIn(tensor) + fanOut(tensor)));
    }

    /** For ReLU, by the number of inputs: {@code bound = sqrt(6 / fanIn)}. */
    public static Tensor kaimingUniform_(Tensor tensor) {
        return kaimingUniform_(tensor, NO_SLOPE);
    }

    /**
     * Uniform in [-bound, bound) with {@code bound = sqrt(6 / ((1 + a^2) fanIn))} for leaky ReLU of
     * slope a (He et al., 2015).
     */
    public static Tensor kaimingUniform_(Tensor tensor, double a) {
        return kaimingUniform_(tensor, a, Fan.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /** Uniform in [-bound, bound) with {@code bound = gain * sqrt(3 / fan)}. */
    public static Tensor kaimingUniform_(
            Tensor tensor, double a, Fan mode, Nonlinearity nonlinearity) {
        return kaimingUniform_(tensor, a, mode, nonlinearity, Generator.defaultGenerator());
    }

    /** {@link #kaimingUniform_(Tensor, double, Fan, Nonlinearity)} from a generator. */
    public static Tensor kaimingUniform_(
            Tensor tensor, double a, Fan mode, Nonlinearity nonlinearity, Generator generator) {
        if (tensor.numel() == 0) {
            return tensor;
        }
        double bound = Math.sqrt(3) * kaiming(tensor, a, mode, nonlinearity);
        return uniform_(tensor, -bound, bound, generator);
    }

    /** For ReLU, by the number of inputs: {@code std = sqrt(2 / fanIn)}. */
    public static Tensor kaimingNormal_(Tensor tensor) {
        return kaimingNormal_(tensor, NO_SLOPE);
    }

    /** Normal with {@code std = sqrt(2 / ((1 + a^2) fanIn))} (He et al., 2015). */
    public static Tensor kaimingNormal_(Tensor tensor, double a) {
        return kaimingNormal_(tensor, a, Fan.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /** Normal with {@code std = gain / sqrt(fan)}. */
    public static Tensor kaimingNormal_(
            Tensor tensor, double a, Fan mode, Nonlinearity nonlinearity) {
        return kaimingNormal_(tensor, a, mode, nonlinearity, Generator.defaultGenerator());
    }

    /** {@link #kaimingNormal_(Tensor, double, Fan, Nonlinearity)} from a generator. */
    public static Tensor kaimingNormal_(
            Tensor tensor, double a, Fan mode, Nonlinearity nonlinearity, Generator generator) {
        if (tensor.numel() == 0) {
            return tensor;
        }
        return normal_(tensor, 0, kaiming(tensor, a, mode, nonlinearity), generator);
    }

    private static double kaiming(Tensor tensor, double a, Fan mode, Nonlinearity nonlinearity) {
        long fan = mode == Fan.FAN_IN ? fanIn(tensor) : fanOut(tensor);
        return calculateGain(nonlinearity, a) / Math.sqrt(fan);
    }

    /** {@link #orthogonal_(Tensor, double)} with gain 1. */
    public static Tensor orthogonal_(Tensor tensor) {
        return orthogonal_(tensor, 1);
    }

    /**
     * gain times a matrix with orthonormal rows or columns, whichever are fewer; dimensions from
     * the second on count as columns (Saxe et al., 2013).
     */
    public static Tensor orthogonal_(Tensor tensor, double gain) {
        return orthogonal_(tensor, gain, Generator.defaultGenerator());
    }

    /** {@link #orthogonal_(Tensor, double)} from a generator. */
    public static Tensor orthogonal_(Tensor tensor, double gain, Generator generator) {
        check(
                tensor.dim() >= 2,
                "orthogonal_: Only tensors with 2 or more dimensions are supported",
                tensor);
        if (tensor.numel() == 0) {
            return tensor;
        }
        long rows = tensor.size(0);
        long columns = tensor.numel() / rows;
        return quietly(
                tensor,
                () -> {
                    var drawn = Torch.empty(tensor.dtype(), rows, columns).normal_(0, 1, generator);
                    boolean wide = rows < columns;
                    var vectors = wide ? drawn : drawn.t();
                    var numbers = vectors.toDouble().contiguous().toDoubleArray();
                    Orthonormal.basis(numbers, (int) vectors.size(0), (int) vectors.size(1));
                    var basis =
                            Torch.tensor(numbers, tensor.dtype()).view(vectors.shape().toArray());
                    var matrix = wide ? basis : basis.t();
                    tensor.copy_(matrix.reshape(tensor.shape().toArray()));
                    tensor.mul_(gain);
                });
    }

    /** {@link #sparse_(Tensor, double, double)} with standard deviation 0.01. */
    public static Tensor sparse_(Tensor tensor, double sparsity) {
        return sparse_(tensor, sparsity, 0.01);
    }

    /** Normal, with a share of zeros in each column (Martens, 2010). */
    public static Tensor sparse_(Tensor tensor, double sparsity, double std) {
        return sparse_(tensor, sparsity, std, Generator.defaultGenerator());
    }

    /**
     * {@link #sparse_(Tensor, double, double)} with numbers from a generator; where the zeros go
     * comes from the default one, as in PyTorch.
     */
    public static Tensor sparse_(Tensor tensor, double sparsity, double std, Generator generator) {
        matrix("sparse_", tensor);
        long zeros = (long) Math.ceil(sparsity * tensor.size(0));
        return quietly(
                tensor,
                () -> {
                    tensor.normal_(0, std, generator);
                    for (long column = 0; column < tensor.size(1); column++) {
                        var rows = Torch.randperm(tensor.size(0)).narrow(0, 0, zeros);
                        tensor.set(0, Index.by(rows), Index.at(column));
                    }
                });
    }

    /** What linear layers and convolutions start with: Kaiming with a = sqrt(5), bias by fan-in. */
    static void linear(Tensor weight, Tensor bias) {
        kaimingUniform_(weight, Math.sqrt(5));
        if (bias != null) {
            double fanIn = fanIn(weight);
            double bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
            uniform_(bias, -bound, bound);
        }
    }

    /** Inputs that reach one output. */
    public static long fanIn(Tensor tensor) {
        return receptiveField(tensor) * tensor.size(1);
    }

    /** Outputs that one input reaches. */
    public static long fanOut(Tensor tensor) {
        return receptiveField(tensor) * tensor.size(0);
    }

    private static long receptiveField(Tensor tensor) {
        check(
                tensor.dim() >= 2,
                "init: Fan in and fan out can not be computed for tensor with fewer than 2"
                        + " dimensions",
                tensor);
        return Arrays.stream(tensor.shape().toArray()).skip(2).reduce(1, (a, b) -> a * b);
    }

    private static void matrix(String name, Tensor tensor) {
        check(tensor.dim() == 2, name + ": Only tensors with 2 dimensions are supported", tensor);
    }

    private static void check(boolean condition, String message, Tensor tensor) {
        if (!condition) {
            throw new OpException(message + ", got " + tensor.shape());
        }
    }

    private static Tensor quietly(Tensor tensor, Runnable fill) {
        try (var off = Torch.noGrad()) {
            fill.run();
        }
        return tensor;
    }
}
