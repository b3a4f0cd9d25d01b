package dev.cresset.autograd;

import dev.cresset.spi.Layout;

/** Where a view lies inside of its base. */
final class Slices {
    private Slices() {}

    /**
     * The layout of a view counted from the first element of its row-major base, in elements of the
     * view: a view of complex numbers as their parts counts in parts, and the other way round.
     */
    static Layout relative(Variable viewed, Variable whole) {
        var view = viewed.layout();
        var base = whole.array().layout();
        if (!base.isContiguous()) {
            throw new AutogradException(
                    "in-place operation on a view: its base has strides "
                            + java.util.Arrays.toString(base.strides())
                            + ", which are not row-major; call contiguous() on the base before"
                            + " taking views that are written to");
        }
        long start = base.offset() * whole.dtype().size() / viewed.dtype().size();
        return view.withOffset(view.offset() - start);
    }
}
