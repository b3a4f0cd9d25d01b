package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Sum of {@code max(0, 1 - x[j] + x[i])} over target classes j and others i, divided by the number
 * of classes: PyTorch's {@code nn.MultiLabelMarginLoss}.
 */
public final class MultiLabelMarginLoss extends WeightedLoss {
    /** Usual options, and the mean. */
    public MultiLabelMarginLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public MultiLabelMarginLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.multilabelMarginLoss(input, target, options);
    }
}
