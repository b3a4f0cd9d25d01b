package dev.cresset.testing;

/** What came of one record. */
public sealed interface Verdict {
    /** Cresset gave what PyTorch gives. */
    record Passed() implements Verdict {}

    /**
     * Cresset gave something else.
     *
     * @param call the call as text
     * @param expected what PyTorch gives, or the property that must hold
     * @param actual what Cresset gave
     */
    record Failed(String call, String expected, String actual) implements Verdict {}

    /**
     * Cresset has not got what the record needs.
     *
     * @param what the thing that is missing
     */
    record Missing(String what) implements Verdict {}
}
