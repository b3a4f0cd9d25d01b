package dev.cresset.op;

/** An index outside of a dimension. */
public final class OpIndexException extends OpException {
    private static final long serialVersionUID = 1L;

    /** A mistake with its message. */
    public OpIndexException(String message) {
        super(message);
    }
}
