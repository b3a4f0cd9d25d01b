package dev.cresset.op;

import dev.cresset.spi.Backend;

import java.util.ServiceLoader;

/** The backends that are present. */
public final class Backends {
    private static final Backend CPU =
            ServiceLoader.load(Backend.class, Backend.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no backend found: cresset-core is incomplete"));

    private Backends() {}

    /** The processor's backend. */
    public static Backend cpu() {
        return CPU;
    }
}
