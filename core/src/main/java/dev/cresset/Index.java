package dev.cresset;

/**
 * One entry of an index expression such as {@code a[0, ::2, ..., None]}.
 *
 * <p>Entries are made by the functions {@link #at}, {@link #slice}, {@link #by} and the constants
 * {@link #ALL}, {@link #ELLIPSIS}, {@link #NEW_AXIS}; see {@link Tensor#get(Index...)}.
 */
public sealed interface Index {
    /** The whole dimension: {@code :}. */
    Index ALL = new Slice(null, null, 1);

    /** As many whole dimensions as are needed: {@code ...}. */
    Index ELLIPSIS = Mark.ELLIPSIS;

    /** A new dimension of size 1: {@code None}. */
    Index NEW_AXIS = Mark.NEW_AXIS;

    /**
     * One position, counted from the end if negative; the dimension disappears.
     *
     * @param position the position
     */
    record At(long position) implements Index {}

    /**
     * A range; null ends are open, negative ones count from the end.
     *
     * @param start first position
     * @param end position after the last
     * @param step distance, at least 1
     */
    record Slice(Long start, Long end, long step) implements Index {}

    /**
     * Positions given by an integer tensor, or chosen by a bool mask.
     *
     * @param tensor the positions or the mask
     */
    record By(Tensor tensor) implements Index {}

    /** Entries without content. */
    enum Mark implements Index {
        /** {@code ...}. */
        ELLIPSIS,
        /** {@code None}. */
        NEW_AXIS
    }

    /** One position. */
    static Index at(long position) {
        return new At(position);
    }

    /** {@code start:end}. */
    static Index slice(long start, long end) {
        return new Slice(start, end, 1);
    }

    /** {@code start:end:step}. */
    static Index slice(long start, long end, long step) {
        return new Slice(start, end, step);
    }

    /** {@code start:}. */
    static Index from(long start) {
        return new Slice(start, null, 1);
    }

    /** {@code :end}. */
    static Index to(long end) {
        return new Slice(null, end, 1);
    }

    /** {@code ::step}. */
    static Index step(long step) {
        return new Slice(null, null, step);
    }

    /** A list of positions: {@code [0, 2]}. */
    static Index by(long... positions) {
        return new By(Torch.tensor(positions));
    }

    /** Positions from an integer tensor, or a mask. */
    static Index by(Tensor tensor) {
        return new By(tensor);
    }
}
