package dev.cresset.op;

import dev.cresset.spi.Array;

/** Makes values out of arrays and remembers how they came about. Implemented by autograd. */
public interface Tape {
    /** A value without history. */
    Value wrap(Array array);

    /** A value without history whose memory order is hidden from the user. */
    Value wrapHidden(Array array);

    /**
     * A sparse gradient.
     *
     * @param indices coordinates that lie inside of the sizes, a column for each value
     * @param values the values, or slices of values, in memory of their own: that of the incoming
     *     gradient may be given back when the rule has run
     * @param sizes the sizes of the whole
     */
    SparseValue sparse(Value indices, Value values, long[] sizes);

    /**
     * The results of an op, linked to its arguments where gradients are on and wanted.
     *
     * @param op what was computed
     * @param args its arguments in schema order; lists may contain values
     * @param outputs its results
     */
    Value[] record(Op op, Object[] args, Value[] outputs);

    /** True if operations are recorded at the moment, where their arguments want gradients. */
    boolean recording();

    /** Stores the results of an op in place of {@code self} and relinks its history. */
    Value recordInPlace(Op op, Value self, Object[] args, InPlace computation);

    /** Gives {@code self} itself the layout that a view op computes for it. */
    Value relayoutInPlace(View op, Value self, Object[] args);

    /** Gives {@code self}, which has no history, other memory and sizes. */
    Value replace(Value self, Array array);

    /** How an in-place result is written. */
    interface InPlace {
        /** Computes and writes into {@code target}. */
        void into(Array target, Object[] args);
    }
}
