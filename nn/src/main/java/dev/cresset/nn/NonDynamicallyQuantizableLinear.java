package dev.cresset.nn;

/** The output projection of attention, which PyTorch prints under this name. */
final class NonDynamicallyQuantizableLinear extends Linear {
    NonDynamicallyQuantizableLinear(long inFeatures, long outFeatures, Bias withBias) {
        super(inFeatures, outFeatures, withBias);
    }
}
