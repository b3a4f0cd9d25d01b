package dev.cresset.testing;

/** The functions of the random-number bundle, some of which are no operators. */
final class SeededCalls {
    private SeededCalls() {}

    static Callee of(String name) {
        return Callee.of(name);
    }
}
