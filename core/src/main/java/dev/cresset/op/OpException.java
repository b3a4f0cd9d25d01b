package dev.cresset.op;

/**
 * A mistake in the use of an op.
 *
 * <p>The message names the op, says what is wrong, shows what came and what to do, and contains
 * PyTorch's text for the same mistake where that has a well-known one.
 */
public class OpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A mistake with its message. */
    public OpException(String message) {
        super(message);
    }

    /** A mistake that was found further down. */
    public OpException(String message, Throwable cause) {
        super(message, cause);
    }
}
