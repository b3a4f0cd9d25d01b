package dev.cresset.nn;

import java.util.Locale;

/** What stands in the border around a tensor. */
public enum PaddingMode {
    /** Zeros, or the constant given. */
    ZEROS,
    /** The inside mirrored, without the edge itself. */
    REFLECT,
    /** The edge repeated. */
    REPLICATE,
    /** The opposite side. */
    CIRCULAR;

    /** PyTorch's word for it, e.g. {@code zeros}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
