package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

/** Fills tensors with start values, without recording: PyTorch's {@code torch.nn.init}. */
public final class Init {
    private Init() {}

    /** Uniform in [a, b). */
    public static Tensor uniform_(Tensor tensor, double a, double b) {
        return quietly(tensor, () -> tensor.uniform_(a, b));
    }

    /** Normal. */
    public static Tensor normal_(Tensor tensor, double mean, double std) {
        return quietly(tensor, () -> tensor.normal_(mean, std));
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
        if (tensor.dim() != 2) {
            throw new OpException(
                    "eye_: Only tensors with 2 dimensions are supported, got " + tensor.shape());
        }
        return quietly(tensor, () -> tensor.copy_(Torch.eye(tensor.size(0), tensor.size(1))));
    }

    /**
     * Uniform in [-bound, bound) with {@code bound = gain * sqrt(6 / (fanIn + fanOut))} (Glorot and
     * Bengio, 2010).
     */
    public static Tensor xavierUniform_(Tensor tensor, double gain) {
        double std = gain * Math.sqrt(2.0 / (fanIn(tensor) + fanOut(tensor)));
        double bound = Math.sqrt(3) * std;
        return uniform_(tensor, -bound, bound);
    }

    /** Normal with {@code std = gain * sqrt(2 / (fanIn + fanOut))} (Glorot and Bengio, 2010). */
    public static Tensor xavierNormal_(Tensor tensor, double gain) {
        return normal_(tensor, 0, gain * Math.sqrt(2.0 / (fanIn(tensor) + fanOut(tensor))));
    }

    /**
     * Uniform in [-bound, bound) with {@code bound = sqrt(6 / ((1 + a^2) fanIn))} for leaky ReLU of
     * slope a (He et al., 2015).
     */
    public static Tensor kaimingUniform_(Tensor tensor, double a) {
        double gain = Math.sqrt(2.0 / (1 + a * a));
        double bound = Math.sqrt(3) * (gain / Math.sqrt(fanIn(tensor)));
        return uniform_(tensor, -bound, bound);
    }

    /** Normal with {@code std = sqrt(2 / ((1 + a^2) fanIn))} (He et al., 2015). */
    public static Tensor kaimingNormal_(Tensor tensor, double a) {
        double gain = Math.sqrt(2.0 / (1 + a * a));
        return normal_(tensor, 0, gain / Math.sqrt(fanIn(tensor)));
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
        return tensor.size(1) * receptiveField(tensor);
    }

    /** Outputs that one input reaches. */
    public static long fanOut(Tensor tensor) {
        return tensor.size(0) * receptiveField(tensor);
    }

    private static long receptiveField(Tensor tensor) {
        if (tensor.dim() < 2) {
            throw new OpException(
                    "init: Fan in and fan out can not be computed for tensor with fewer than 2"
                            + " dimensions, got "
                            + tensor.shape());
        }
        long field = 1;
        for (int d = 2; d < tensor.dim(); d++) {
            field *= tensor.size(d);
        }
        return field;
    }

    private static Tensor quietly(Tensor tensor, Runnable fill) {
        try (var off = Torch.noGrad()) {
            fill.run();
        }
        return tensor;
    }
}
