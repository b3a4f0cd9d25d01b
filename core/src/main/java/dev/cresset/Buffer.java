package dev.cresset;

/**
 * A tensor that belongs to the state of a module but is not learned, e.g. a running mean.
 *
 * <p>A field of this type in a {@code Module} is found by itself.
 */
public final class Buffer extends Tensor {
    /** A buffer over the memory of a tensor. */
    public Buffer(Tensor data) {
        super(data.array());
    }
}
