package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;

/**
 * Softmax over the channels at each place of (batch, channels, height, width) or (channels, height,
 * width): PyTorch's {@code nn.Softmax2d}.
 */
public final class Softmax2d extends Activation {
    /** Without options. */
    public Softmax2d() {
        super("", Softmax2d::channels);
    }

    private static Tensor channels(Tensor x) {
        if (x.dim() != 3 && x.dim() != 4) {
            throw new OpException(
                    "Softmax2d: expected input to be 3D or 4D, got " + x.dim() + "D instead");
        }
        return x.softmax(-3);
    }
}
