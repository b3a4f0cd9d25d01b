package dev.cresset;

import java.util.Locale;
import java.util.Optional;

/**
 * Options of {@code quantile} and {@code nanquantile}.
 *
 * @param reduced the dimension that is reduced, none meaning all
 * @param keepsDim whether reduced dimensions stay with size 1
 * @param between what lies between two elements
 */
public record Quantile(Optional<Long> reduced, boolean keepsDim, Between between) {
    /** What {@code interpolation} says: the value between the elements a and b around a rank. */
    public enum Between {
        /** In proportion to the distances. */
        LINEAR,
        /** The lower element. */
        LOWER,
        /** The higher element. */
        HIGHER,
        /** {@code (a + b) / 2}. */
        MIDPOINT,
        /** The nearer element. */
        NEAREST
    }

    /** Along a dimension. */
    public static Quantile dim(long dim) {
        return new Quantile(Optional.of(dim), false, Between.LINEAR);
    }

    /** Over all elements. */
    public static Quantile ofAll() {
        return new Quantile(Optional.empty(), false, Between.LINEAR);
    }

    /** Reduced dimensions stay with size 1. */
    public Quantile keepdim() {
        return new Quantile(reduced, true, between);
    }

    /** Another way to find the value between two elements. */
    public Quantile interpolation(Between way) {
        return new Quantile(reduced, keepsDim, way);
    }

    Long dimOrNull() {
        return reduced.orElse(null);
    }

    String text() {
        return between.name().toLowerCase(Locale.ROOT);
    }
}
