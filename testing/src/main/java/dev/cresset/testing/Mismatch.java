package dev.cresset.testing;

/** An expectation that did not hold; ends the run of a record. */
final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    Mismatch(String expected, String actual) {
        super("expected " + expected + ", got " + actual);
        this.expected = expected;
        this.actual = actual;
    }

    String expected() {
        return expected;
    }

    String actual() {
        return actual;
    }

    /** The same mismatch, with a word on where it was found. */
    Mismatch in(String place) {
        return new Mismatch(place + ": " + expected, actual);
    }
}
