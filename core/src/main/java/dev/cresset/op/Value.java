package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/**
 * A tensor as ops see it: an array that may have a history.
 *
 * <p>Gradient rules are written in ops on values, so that they are recorded like any other
 * computation and can be differentiated again. What recording means is decided above this layer,
 * behind {@link #tape()}.
 */
public interface Value {
    /** The numbers, in the layout the user sees. */
    Array array();

    /**
     * The numbers as they lie in memory at the moment, which may be channels-last where {@link
     * #array} would have to reorder them first. See Note [Hidden formats].
     */
    Array physical();

    /** True if {@link #physical} lies in another memory order than the user is told. */
    boolean hidden();

    /** Element type. */
    DType dtype();

    /** Sizes, strides, offset as the user sees them; the strides of a hidden format are not. */
    Layout layout();

    /** True if gradients flow to this value. */
    boolean requiresGrad();

    /** Where results computed from this value are recorded. */
    Tape tape();
}
