package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.ActivationForms;
import dev.cresset.op.Activations;
import dev.cresset.op.Softmaxes;
import dev.cresset.spi.DType;

/**
 * The activations among the functions of {@link Functional}. A trailing underscore changes the
 * input itself, as {@code inplace=True} in PyTorch.
 */
abstract sealed class ActivationFunctions extends LossFunctions permits LinearFunctions {
    ActivationFunctions() {}

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor input) {
        return input.relu();
    }

    /** {@link #relu(Tensor)} in place. */
    public static Tensor relu_(Tensor input) {
        return call(ActivationForms.RELU, input, true);
    }

    /** {@code x} cut to [0, 6]. */
    public static Tensor relu6(Tensor input) {
        return call(ActivationForms.RELU6, input, false);
    }

    /** {@link #relu6(Tensor)} in place. */
    public static Tensor relu6_(Tensor input) {
        return call(ActivationForms.RELU6, input, true);
    }

    /** {@code x} above 0, {@code 0.01 x} below. */
    public static Tensor leakyRelu(Tensor input) {
        return leakyRelu(input, 0.01);
    }

    /** {@code x} above 0, {@code negativeSlope * x} below. */
    public static Tensor leakyRelu(Tensor input, double negativeSlope) {
        return call(ActivationForms.LEAKY_RELU, input, negativeSlope, false);
    }

    /** {@link #leakyRelu(Tensor, double)} in place. */
    public static Tensor leakyRelu_(Tensor input, double negativeSlope) {
        return call(ActivationForms.LEAKY_RELU, input, negativeSlope, true);
    }

    /** {@code x} above 0, {@code exp(x) - 1} below. */
    public static Tensor elu(Tensor input) {
        return elu(input, 1);
    }

    /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below (Clevert et al., 2015). */
    public static Tensor elu(Tensor input, double alpha) {
        return call(ActivationForms.ELU, input, alpha, false);
    }

    /** {@link #elu(Tensor, double)} in place. */
    public static Tensor elu_(Tensor input, double alpha) {
        return call(ActivationForms.ELU, input, alpha, true);
    }

    /**
     * {@code scale * elu(x, alpha)} with the constants that keep mean 0 and variance 1 (Klambauer
     * et al., 2017).
     */
    public static Tensor selu(Tensor input) {
        return call(ActivationForms.SELU, input, false);
    }

    /** {@link #selu(Tensor)} in place. */
    public static Tensor selu_(Tensor input) {
        return call(ActivationForms.SELU, input, true);
    }

    /** {@code x} above 0, {@code exp(x) - 1} below. */
    public static Tensor celu(Tensor input) {
        return celu(input, 1);
    }

    /** {@code x} above 0, {@code alpha * (exp(x / alpha) - 1)} below (Barron, 2017). */
    public static Tensor celu(Tensor input, double alpha) {
        return call(ActivationForms.CELU, input, alpha, false);
    }

    /** {@link #celu(Tensor, double)} in place. */
    public static Tensor celu_(Tensor input, double alpha) {
        return call(ActivationForms.CELU, input, alpha, true);
    }

    /** {@code x sigmoid(x)}. */
    public static Tensor silu(Tensor input) {
        return call(ActivationForms.SILU, input, false);
    }

    /** {@link #silu(Tensor)} in place. */
    public static Tensor silu_(Tensor input) {
        return call(ActivationForms.SILU, input, true);
    }

    /** {@code x tanh(softplus(x))} (Misra, 2019). */
    public static Tensor mish(Tensor input) {
        return call(ActivationForms.MISH, input, false);
    }

    /** {@link #mish(Tensor)} in place. */
    public static Tensor mish_(Tensor input) {
        return call(ActivationForms.MISH, input, true);
    }

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    public static Tensor hardsigmoid(Tensor input) {
        return call(ActivationForms.HARDSIGMOID, input, false);
    }

    /** {@link #hardsigmoid(Tensor)} in place. */
    public static Tensor hardsigmoid_(Tensor input) {
        return call(ActivationForms.HARDSIGMOID, input, true);
    }

    /** {@code x hardsigmoid(x)} (Howard et al., 2019). */
    public static Tensor hardswish(Tensor input) {
        return call(ActivationForms.HARDSWISH, input, false);
    }

    /** {@link #hardswish(Tensor)} in place. */
    public static Tensor hardswish_(Tensor input) {
        return call(ActivationForms.HARDSWISH, input, true);
    }

    /** {@code x} cut to [-1, 1]. */
    public static Tensor hardtanh(Tensor input) {
        return hardtanh(input, -1, 1);
    }

    /** {@code x} cut to [minVal, maxVal]. */
    public static Tensor hardtanh(Tensor input, double minVal, double maxVal) {
        return call(ActivationForms.HARDTANH, input, minVal, maxVal, false);
    }

    /** {@link #hardtanh(Tensor, double, double)} in place. */
    public static Tensor hardtanh_(Tensor input, double minVal, double maxVal) {
        return call(ActivationForms.HARDTANH, input, minVal, maxVal, true);
    }

    /** {@code x} above the threshold, else the value. */
    public static Tensor threshold(Tensor input, double threshold, double value) {
        return call(ActivationForms.THRESHOLD, input, threshold, value, false);
    }

    /** {@link #threshold(Tensor, double, double)} in place. */
    public static Tensor threshold_(Tensor input, double threshold, double value) {
        return call(ActivationForms.THRESHOLD, input, threshold, value, true);
    }

    /** {@code x Phi(x)} with the normal distribution function Phi (Hendrycks and Gimpel, 2016). */
    public static Tensor gelu(Tensor input) {
        return gelu(input, GELU.Approximate.NONE);
    }

    /** {@link #gelu(Tensor)}, exactly or by a tanh. */
    public static Tensor gelu(Tensor input, GELU.Approximate approximate) {
        return call(ActivationForms.GELU, input, approximate.text());
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor input) {
        return input.tanh();
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static Tensor sigmoid(Tensor input) {
        return input.sigmoid();
    }

    /** {@code log(sigmoid(x))}. */
    public static Tensor logsigmoid(Tensor input) {
        return call(Activations.LOGSIGMOID, input);
    }

    /** {@code log(1 + exp(x))}. */
    public static Tensor softplus(Tensor input) {
        return softplus(input, 1, 20);
    }

    /**
     * {@code log(1 + exp(beta x)) / beta}, and {@code x} where {@code beta x} is above the
     * threshold.
     */
    public static Tensor softplus(Tensor input, double beta, double threshold) {
        return call(Activations.SOFTPLUS, input, beta, threshold);
    }

    /** {@code x / (1 + |x|)}. */
    public static Tensor softsign(Tensor input) {
        return call(ActivationForms.SOFTSIGN, input);
    }

    /** {@code x - tanh(x)}. */
    public static Tensor tanhshrink(Tensor input) {
        return call(ActivationForms.TANHSHRINK, input);
    }

    /** {@code x} moved towards 0 by 0.5, 0 in [-0.5, 0.5]. */
    public static Tensor softshrink(Tensor input) {
        return softshrink(input, 0.5);
    }

    /** {@code x} moved towards 0 by lambd, 0 in [-lambd, lambd]. */
    public static Tensor softshrink(Tensor input, double lambd) {
        return call(ActivationForms.SOFTSHRINK, input, lambd);
    }

    /** 0 in [-0.5, 0.5], else {@code x}. */
    public static Tensor hardshrink(Tensor input) {
        return hardshrink(input, 0.5);
    }

    /** 0 in [-lambd, lambd], else {@code x}. */
    public static Tensor hardshrink(Tensor input, double lambd) {
        return call(Activations.HARDSHRINK, input, lambd);
    }

    /**
     * {@code x} above 0, {@code weight * x} below; one weight, or one for each channel (He et al.,
     * 2015).
     */
    public static Tensor prelu(Tensor input, Tensor weight) {
        return call(ActivationForms.PRELU, input, weight);
    }

    /**
     * {@link #rrelu(Tensor, double, double, Mode)} of slopes in [1/8, 1/3), outside of training.
     */
    public static Tensor rrelu(Tensor input) {
        return rrelu(input, 1.0 / 8, 1.0 / 3, Mode.EVAL);
    }

    /**
     * {@code x} above 0, {@code r x} below, with r drawn from [lower, upper) in training and their
     * mean otherwise (Xu et al., 2015).
     */
    public static Tensor rrelu(Tensor input, double lower, double upper, Mode mode) {
        return call(ActivationForms.RRELU, input, lower, upper, mode == Mode.TRAIN, false);
    }

    /** {@link #rrelu(Tensor, double, double, Mode)} in place. */
    public static Tensor rrelu_(Tensor input, double lower, double upper, Mode mode) {
        return call(ActivationForms.RRELU, input, lower, upper, mode == Mode.TRAIN, true);
    }

    /** {@code a sigmoid(b)} for the halves a, b of the last dimension. */
    public static Tensor glu(Tensor input) {
        return glu(input, -1);
    }

    /** {@code a sigmoid(b)} for the halves a, b of a dimension (Dauphin et al., 2016). */
    public static Tensor glu(Tensor input, long dim) {
        return call(ActivationForms.GLU, input, dim);
    }

    /** {@code exp(x) / sum exp(x)} along a dimension. */
    public static Tensor softmax(Tensor input, long dim) {
        return input.softmax(dim);
    }

    /** {@link #softmax(Tensor, long)} of the input in another dtype. */
    public static Tensor softmax(Tensor input, long dim, DType dtype) {
        return call(Softmaxes.SOFTMAX, input, dim, dtype);
    }

    /** {@link #softmax(Tensor, long)} of {@code -x}. */
    public static Tensor softmin(Tensor input, long dim) {
        return call(ActivationForms.SOFTMIN, input, dim, 3L, null);
    }

    /** Logarithm of {@link #softmax(Tensor, long)}. */
    public static Tensor logSoftmax(Tensor input, long dim) {
        return input.logSoftmax(dim);
    }

    /** {@link #logSoftmax(Tensor, long)} of the input in another dtype. */
    public static Tensor logSoftmax(Tensor input, long dim, DType dtype) {
        return call(Softmaxes.LOG_SOFTMAX, input, dim, dtype);
    }

    /**
     * Softmax of {@code (x + noise) / tau} along the last dimension, with noise of the Gumbel
     * distribution (Jang et al., 2017).
     */
    public static Tensor gumbelSoftmax(Tensor logits, double tau) {
        return call(ActivationForms.GUMBEL_SOFTMAX, logits, tau, false, 1e-10, -1L);
    }

    /**
     * A 1 at the largest of {@link #gumbelSoftmax(Tensor, double)}, with the gradient of the
     * latter.
     */
    public static Tensor gumbelSoftmaxHard(Tensor logits, double tau) {
        return call(ActivationForms.GUMBEL_SOFTMAX, logits, tau, true, 1e-10, -1L);
    }
}
