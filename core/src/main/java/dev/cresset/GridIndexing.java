package dev.cresset;

import java.util.Locale;

/** The order of the dimensions of {@code meshgrid}. */
public enum GridIndexing {
    /** The order of the vectors: matrix indices. */
    IJ,
    /** The first two exchanged: coordinates of a plane. */
    XY;

    /** PyTorch's name. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
