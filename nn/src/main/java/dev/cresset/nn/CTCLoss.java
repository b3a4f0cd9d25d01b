package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Minus the log probability of target sequences under all alignments, which is known as
 * connectionist temporal classification (Graves et al., 2006): PyTorch's {@code nn.CTCLoss}.
 */
public final class CTCLoss extends Module {
    private final Ctc.Options options;

    /** Usual options, and the mean. */
    public CTCLoss() {
        this(Ctc.DEFAULT);
    }

    /** With options. */
    public CTCLoss(Ctc.Options options) {
        this.options = options;
    }

    /** The loss. */
    public Tensor forward(
            Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return Functional.ctcLoss(logProbs, targets, inputLengths, targetLengths, options);
    }
}
