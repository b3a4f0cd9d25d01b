package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Tensor;

/**
 * Mean over the other classes i of {@code max(0, margin - x[target] + x[i])^p}: PyTorch's {@code
 * nn.MultiMarginLoss}.
 */
public final class MultiMarginLoss extends LossModule {
    private final Buffer weight;
    private final Margin.Options options;

    /** Margin 1, power 1, and the mean. */
    public MultiMarginLoss() {
        this(Margin.DEFAULT);
    }

    /** With options. */
    public MultiMarginLoss(Margin.Options options) {
        weight = options.weight().map(Buffer::new).orElse(null);
        this.options = weight == null ? options : options.weight(weight);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.multiMarginLoss(input, target, options);
    }
}
