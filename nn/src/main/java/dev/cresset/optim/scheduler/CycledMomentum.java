package dev.cresset.optim.scheduler;

import java.util.Arrays;
import java.util.List;

/**
 * Between which values the momentum of an optimiser moves while its learning rate cycles.
 *
 * @param cycles whether it moves at all
 * @param base least momentum: one, or one for each group
 * @param max largest momentum: one, or one for each group
 */
public record CycledMomentum(boolean cycles, List<Double> base, List<Double> max) {
    /** With another least momentum. */
    CycledMomentum withBase(double... values) {
        return new CycledMomentum(cycles, list(values), max);
    }

    /** With another largest momentum. */
    CycledMomentum withMax(double... values) {
        return new CycledMomentum(cycles, base, list(values));
    }

    /** Not moving. */
    CycledMomentum off() {
        return new CycledMomentum(false, base, max);
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
