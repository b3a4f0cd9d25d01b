package dev.cresset.testing;

/** A record asks for something that Cresset does not have: an op, a dtype, a kind of value. */
final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingException(String what) {
        super(what);
    }
}
