package dev.cresset.nn;

import java.util.Locale;

/**
 * {@code x Phi(x)} with the normal distribution function Phi (Hendrycks and Gimpel, 2016):
 * PyTorch's {@code nn.GELU}.
 */
public final class GELU extends Activation {
    /** Exact. */
    public GELU() {
        this(Approximate.NONE);
    }

    /** Exact, or by a tanh. */
    public GELU(Approximate approximate) {
        super("approximate='" + approximate.text() + "'", x -> Functional.gelu(x, approximate));
    }

    /** How the normal distribution function is computed. */
    public enum Approximate {
        /** Exactly, by the error function. */
        NONE,
        /** By {@code 0.5 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}. */
        TANH;

        /** PyTorch's word for it, e.g. {@code tanh}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
