package dev.cresset.cpu;

import java.util.Locale;

/**
 * Whether the Vector API may be used.
 *
 * <p>Classes that mention {@code jdk.incubator.vector} are loaded only where this says so; every
 * computation has a plain Java form for the other case. {@code -Dcresset.vectors=off} forces the
 * plain forms, {@code on} the vector forms from the first call; by default a vector form is used
 * once it is compiled (see {@link VectorTier}).
 */
public final class Vectors {
    private static final String MODE =
            System.getProperty("cresset.vectors", "auto").toLowerCase(Locale.ROOT);
    private static final boolean AVAILABLE =
            !MODE.equals("off")
                    && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private Vectors() {}

    /** True if the module {@code jdk.incubator.vector} is there and not switched off. */
    public static boolean available() {
        return AVAILABLE;
    }

    /**
     * Loads what vector code needs, which takes some tens of milliseconds the first time. To be
     * called before such code is warmed up, see Note [All vector classes at first] in {@link
     * VectorClasses}.
     */
    public static void load() {
        if (AVAILABLE) {
            VectorClasses.load();
        }
    }

    /** True if vector forms are to be used from the first call. */
    static boolean atOnce() {
        return AVAILABLE && MODE.equals("on");
    }
}
