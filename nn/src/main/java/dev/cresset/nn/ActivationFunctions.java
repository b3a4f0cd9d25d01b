package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.ActivationForms;
import dev.cresset.op.Activations;

/** The activations among the functions of {@link Functional}. */
abstract sealed class ActivationFunctions extends LossFunctions permits LinearFunctions {
    ActivationFunctions() {}

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor input) {
        return input.relu();
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor input) {
        return input.tanh();
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static Tensor sigmoid(Tensor input) {
        return input.sigmoid();
    }

    /** {@code x} above 0, {@code 0.01 x} below. */
    public static Tensor leakyRelu(Tensor input) {
        return leakyRelu(input, 0.01);
    }

    /** {@code x} above 0, {@code negativeSlope * x} below. */
    public static Tensor leakyRelu(Tensor input, double negativeSlope) {
        return call(ActivationForms.LEAKY_RELU, input, negativeSlope, false);
    }

    /** {@code x} above 0, {@code exp(x) - 1} below. */
    public static Tensor elu(Tensor input) {
        return elu(input, 1);
    }

    /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below. */
    public static Tensor elu(Tensor input, double alpha) {
        return call(ActivationForms.ELU, input, alpha, false);
    }

    /** {@code x Phi(x)} with the normal distribution function. */
    public static Tensor gelu(Tensor input) {
        return call(ActivationForms.GELU, input, "none");
    }

    /** {@code x sigmoid(x)}. */
    public static Tensor silu(Tensor input) {
        return call(ActivationForms.SILU, input, false);
    }

    /** {@code log(1 + exp(x))}. */
    public static Tensor softplus(Tensor input) {
        return call(Activations.SOFTPLUS, input, 1L, 20L);
    }

    /** {@code x} cut to [-1, 1]. */
    public static Tensor hardtanh(Tensor input) {
        return hardtanh(input, -1, 1);
    }

    /** {@code x} cut to [min, max]. */
    public static Tensor hardtanh(Tensor input, double min, double max) {
        return call(ActivationForms.HARDTANH, input, min, max, false);
    }

    /** {@code exp(x) / sum exp(x)} along a dimension. */
    public static Tensor softmax(Tensor input, long dim) {
        return input.softmax(dim);
    }

    /** Logarithm of {@link #softmax}. */
    public static Tensor logSoftmax(Tensor input, long dim) {
        return input.logSoftmax(dim);
    }
}
