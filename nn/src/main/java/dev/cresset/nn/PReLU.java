package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;

/**
 * {@code x} above 0, {@code weight * x} below with a learned weight (He et al., 2015): PyTorch's
 * {@code nn.PReLU}.
 */
public final class PReLU extends Module implements UnaryModule {
    /** (numParameters). */
    public final Parameter weight;

    /** One weight, which starts with 0.25. */
    public PReLU() {
        this(1);
    }

    /** One weight, or one for each channel, which start with 0.25. */
    public PReLU(long numParameters) {
        this(numParameters, 0.25);
    }

    /** One weight, or one for each channel, and what they start with. */
    public PReLU(long numParameters, double init) {
        weight =
                new Parameter(
                        Torch.full(Torch.getDefaultDtype(), new long[] {numParameters}, init));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.prelu(x, weight);
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + weight.size(0);
    }
}
