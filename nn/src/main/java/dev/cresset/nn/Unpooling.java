package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** What layers share that put maxima back to where they stood. */
abstract class Unpooling extends WindowPooling {
    private final int dims;

    Unpooling(int dims, Size kernel, Pool.Options options) {
        super(kernel, options);
        this.dims = dims;
    }

    /**
     * Puts values back to their places.
     *
     * @param x the values of a pooling
     * @param indices where they stood
     */
    public abstract Tensor forward(Tensor x, Tensor indices);

    /** To given spatial sizes, where stride makes several possible. */
    public abstract Tensor forward(Tensor x, Tensor indices, Size outputSize);

    @Override
    protected final String extraRepr() {
        return tuples(dims);
    }
}
