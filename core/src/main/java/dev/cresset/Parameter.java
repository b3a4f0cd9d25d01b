package dev.cresset;

/**
 * A tensor that a module learns: a leaf that requires gradients.
 *
 * <p>A field of this type in a {@code Module} is found by itself.
 */
public final class Parameter extends Tensor {
    /** A parameter over the memory of a tensor. */
    public Parameter(Tensor data) {
        this(data, true);
    }

    private Parameter(Tensor data, boolean requiresGrad) {
        super(data.array());
        if (requiresGrad) {
            requiresGrad_();
        }
    }

    /** A parameter that is not learned. */
    public static Parameter frozen(Tensor data) {
        return new Parameter(data, false);
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        return "Parameter containing:\n" + super.toString();
    }
}
