package dev.cresset.autograd;

import dev.cresset.op.OpException;

/** A mistake in the use of gradients. */
public final class AutogradException extends OpException {
    private static final long serialVersionUID = 1L;

    /** A mistake with its message. */
    public AutogradException(String message) {
        super(message);
    }
}
