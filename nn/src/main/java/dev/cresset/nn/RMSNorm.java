package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.text.Numbers;

/**
 * {@code x / sqrt(mean(x²) + eps) * weight} over the last dimensions: PyTorch's {@code nn.RMSNorm}
 * (Zhang and Sennrich, 2019).
 */
public final class RMSNorm extends Module implements UnaryModule {
    /** The normalised sizes, or null. */
    public final Parameter weight;

    private final Size normalizedShape;
    private final Norm.Options options;

    /** Over last dimensions of these sizes; eps is that of the dtype. */
    public RMSNorm(long... normalizedShape) {
        this(new Size(normalizedShape), Norm.DEFAULT);
    }

    /** Over a last dimension of this size, with options. */
    public RMSNorm(long normalizedShape, Norm.Options options) {
        this(new Size(normalizedShape), options);
    }

    /** Over last dimensions of these sizes, with options. */
    public RMSNorm(Size normalizedShape, Norm.Options options) {
        this.normalizedShape = normalizedShape;
        this.options = options;
        weight =
                options.givenAffine().orElse(true)
                        ? new Parameter(Torch.ones(normalizedShape.toArray()))
                        : null;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.rmsNorm(x, normalizedShape, weight, options);
    }

    @Override
    protected String extraRepr() {
        var eps = options.givenEps();
        return SizeText.tuple(normalizedShape)
                + ", eps="
                + (eps.isPresent() ? Numbers.python(eps.getAsDouble()) : "None")
                + ", elementwise_affine="
                + Numbers.value(weight != null);
    }
}
