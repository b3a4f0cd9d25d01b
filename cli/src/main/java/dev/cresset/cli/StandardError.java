package dev.cresset.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Gives the program its standard error back.
 *
 * <p>The launcher starts the JVM with standard error discarded, because the JVM would print a
 * warning about the Vector API first, and keeps the real one on the descriptor that the property
 * {@code cresset.stderr} names.
 */
final class StandardError {
    private StandardError() {}

    /** Points descriptor 2 to the real standard error; does nothing without the property. */
    static void restore() {
        var kept = Integer.getInteger("cresset.stderr");
        if (kept == null) {
            return;
        }
        var linker = Linker.nativeLinker();
        var dup2 =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("dup2"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            int standardError = (int) dup2.invokeExact((int) kept, 2);
            if (standardError != 2) {
                throw new IllegalStateException("cannot restore standard error from " + kept);
            }
        } catch (Throwable problem) {
            throw new IllegalStateException("cannot restore standard error from " + kept, problem);
        }
    }
}
