package dev.cresset.autograd;

import dev.cresset.spi.Layout;

/** Where a view lies inside of its base. */
final class Slices {
    private Slices() {}

    /** The layout of a view counted from the first element of its row-major base. */
    static Layout relative(Layout view, Layout base) {
        if (!base.isContiguous()) {
            throw new AutogradException(
                    "in-place operation on a view: its base has strides "
                            + java.util.Arrays.toString(base.strides())
                            + ", which are not row-major; call contiguous() on the base before"
                            + " taking views that are written to");
        }
        return view.withOffset(view.offset() - base.offset());
    }
}
