package dev.cresset.nn;

import java.util.Locale;

/** How a tensor is sampled at places between its elements. */
public enum Interpolation {
    /** The element whose cell contains the place, as PyTorch has always rounded. */
    NEAREST,
    /** The element whose cell contains the place, as image libraries round. */
    NEAREST_EXACT,
    /** Weighted mean of 2 elements; one spatial dimension. */
    LINEAR,
    /** Weighted mean of 4 elements; two spatial dimensions. */
    BILINEAR,
    /** Cubic through 16 elements; two spatial dimensions. */
    BICUBIC,
    /** Weighted mean of 8 elements; three spatial dimensions. */
    TRILINEAR,
    /** Mean over the covered area: adaptive average pooling. */
    AREA;

    /** PyTorch's word for it, e.g. {@code nearest-exact}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
