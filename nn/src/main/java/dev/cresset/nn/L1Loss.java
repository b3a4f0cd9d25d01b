package dev.cresset.nn;

import dev.cresset.Tensor;

/** Distance {@code |x - t|}: PyTorch's {@code nn.L1Loss}. */
public final class L1Loss extends WeightedLoss {
    /** Mean over all elements. */
    public L1Loss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public L1Loss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.l1Loss(input, target, options);
    }
}
