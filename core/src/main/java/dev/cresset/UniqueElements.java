package dev.cresset;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The different elements, and what was asked for beside them.
 *
 * @param output the different elements, or slices
 * @param inverseIndices where each element of the input went in the output
 * @param counts how often each element of the output is in the input
 */
public record UniqueElements(
        Tensor output, Optional<Tensor> inverseIndices, Optional<Tensor> counts) {
    /** The options as flags. */
    record Flags(boolean inverse, boolean counts) {}

    static Flags options(UniqueOption... options) {
        var set = EnumSet.noneOf(UniqueOption.class);
        set.addAll(List.of(options));
        return new Flags(
                set.contains(UniqueOption.RETURN_INVERSE),
                set.contains(UniqueOption.RETURN_COUNTS));
    }

    static UniqueElements of(Flags flags, Object results) {
        if (results instanceof Tensor only) {
            return new UniqueElements(only, Optional.empty(), Optional.empty());
        }
        var list = (List<?>) results;
        return new UniqueElements(
                (Tensor) list.getFirst(),
                flags.inverse ? Optional.of((Tensor) list.get(1)) : Optional.empty(),
                flags.counts ? Optional.of((Tensor) list.getLast()) : Optional.empty());
    }
}
