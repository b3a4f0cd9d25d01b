package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Mean over classes of the binary cross entropy of {@code sigmoid(x)}: PyTorch's {@code
 * nn.MultiLabelSoftMarginLoss}.
 */
public final class MultiLabelSoftMarginLoss extends WeightedLoss {
    /** Usual options, and the mean. */
    public MultiLabelSoftMarginLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public MultiLabelSoftMarginLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.multilabelSoftMarginLoss(input, target, options);
    }
}
