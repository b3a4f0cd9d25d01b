package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Cross entropy of logits with classes or probabilities, softmax included: PyTorch's {@code
 * nn.CrossEntropyLoss}.
 */
public final class CrossEntropyLoss extends WeightedLoss {
    /** Mean over all elements. */
    public CrossEntropyLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public CrossEntropyLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.crossEntropy(input, target, options);
    }
}
