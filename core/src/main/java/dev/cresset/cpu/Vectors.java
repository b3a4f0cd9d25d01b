package dev.cresset.cpu;

/**
 * Whether the Vector API may be used.
 *
 * <p>Classes that mention {@code jdk.incubator.vector} are loaded only where this says so; every
 * computation has a plain Java form for the other case. {@code -Dcresset.vectors=off} forces it.
 */
public final class Vectors {
    private static final boolean AVAILABLE =
            !"off".equals(System.getProperty("cresset.vectors"))
                    && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private Vectors() {}

    /** True if the module {@code jdk.incubator.vector} is there and not switched off. */
    public static boolean available() {
        return AVAILABLE;
    }
}
