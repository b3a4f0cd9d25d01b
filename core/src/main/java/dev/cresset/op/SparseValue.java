package dev.cresset.op;

/**
 * A sparse tensor as gradients see it: what a rule gives, by {@link Tape#sparse}, where most of a
 * gradient is zero. The engine leaves it in a leaf as it is, and makes it dense everywhere else.
 */
public interface SparseValue {
    /** All elements, zeros included. */
    Value dense();

    /** The sum with another one of the same sizes. */
    SparseValue plus(SparseValue other);

    /** Adds this to a dense value of the same sizes, in place. */
    void addTo(Value dense);
}
