package dev.cresset.cpu.natives;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes method handles for C functions. Pointers are passed as {@code long}: on every 64-bit
 * calling convention a pointer and a 64-bit integer travel alike, and addresses are longs here.
 */
record Symbols(SymbolLookup lookup) {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout.OfLong POINTER = ValueLayout.JAVA_LONG;
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

    private static final Linker LINKER = Linker.nativeLinker();

    /** The C library of the process. */
    static Symbols ofC() {
        return new Symbols(LINKER.defaultLookup());
    }

    /** True where the library has the function. */
    boolean has(String name) {
        return lookup.find(name).isPresent();
    }

    /** A function with a result. */
    MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                lookup.findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /** A function without a result. */
    MethodHandle procedure(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                lookup.findOrThrow(name), FunctionDescriptor.ofVoid(arguments));
    }

    /** What to throw when a downcall handle throws, which it only does on our own mistakes. */
    static AssertionError broken(Throwable e) {
        return new AssertionError("a native call failed in Java", e);
    }
}
