package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.text.Numbers;

/**
 * {@code (x - mean) / sqrt(var + eps) * weight + bias} over the last dimensions: PyTorch's {@code
 * nn.LayerNorm} (Ba et al., 2016).
 */
public final class LayerNorm extends Module implements UnaryModule {
    /** The normalised sizes, or null. */
    public final Parameter weight;

    /** The normalised sizes, or null. */
    public final Parameter bias;

    private final Size normalizedShape;
    private final Norm.Options options;

    /** Over last dimensions of these sizes. */
    public LayerNorm(long... normalizedShape) {
        this(new Size(normalizedShape), Norm.DEFAULT);
    }

    /** Over a last dimension of this size, with options. */
    public LayerNorm(long normalizedShape, Norm.Options options) {
        this(new Size(normalizedShape), options);
    }

    /** Over last dimensions of these sizes, with options. */
    public LayerNorm(Size normalizedShape, Norm.Options options) {
        this.normalizedShape = normalizedShape;
        this.options = options;
        var sizes = normalizedShape.toArray();
        boolean affine = options.givenAffine().orElse(true);
        weight = affine ? new Parameter(Torch.ones(sizes)) : null;
        bias = affine && options.hasBias() ? new Parameter(Torch.zeros(sizes)) : null;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.layerNorm(x, normalizedShape, weight, bias, options);
    }

    @Override
    protected String extraRepr() {
        return SizeText.tuple(normalizedShape)
                + ", eps="
                + Numbers.python(options.eps())
                + ", elementwise_affine="
                + Numbers.value(weight != null)
                + ", bias="
                + Numbers.value(bias != null);
    }
}
