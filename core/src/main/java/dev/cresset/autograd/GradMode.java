package dev.cresset.autograd;

/**
 * Whether this thread records operations for gradients.
 *
 * <p>A mode is entered with try-with-resources and left when the block ends:
 *
 * {@snippet :
 * try (var off = GradMode.set(false)) {
 *     evaluate();
 * }
 * }
 */
public final class GradMode implements AutoCloseable {
    private static final ThreadLocal<GradMode> CURRENT =
            ThreadLocal.withInitial(() -> new GradMode(true, false, null));

    private final boolean enabled;
    private final boolean inference;
    private final GradMode outer;

    private GradMode(boolean enabled, boolean inference, GradMode outer) {
        this.enabled = enabled;
        this.inference = inference;
        this.outer = outer;
    }

    /** True if operations are recorded. */
    public static boolean enabled() {
        return CURRENT.get().enabled;
    }

    /** True inside of inference mode. */
    public static boolean inference() {
        return CURRENT.get().inference;
    }

    /** Turns recording on or off until closed. */
    public static GradMode set(boolean enabled) {
        var outer = CURRENT.get();
        var mode = new GradMode(enabled, outer.inference, outer);
        CURRENT.set(mode);
        return mode;
    }

    /** Enters inference mode until closed: nothing is recorded, and results can never be. */
    public static GradMode enterInference() {
        var mode = new GradMode(false, true, CURRENT.get());
        CURRENT.set(mode);
        return mode;
    }

    /** Restores the mode that was in force before. */
    @Override
    public void close() {
        CURRENT.set(outer);
    }
}
