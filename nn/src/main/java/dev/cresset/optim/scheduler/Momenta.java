package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;

import java.util.List;
import java.util.Optional;

/**
 * The momentum of an optimiser that moves against the learning rate: {@code momentum}, or the first
 * of its {@code betas}.
 *
 * @param beta1 whether it is the first of the betas
 * @param base least momentum of each group
 * @param max largest momentum of each group
 */
record Momenta(boolean beta1, List<Double> base, List<Double> max) {
    /** The momenta of an optimiser, if they are to move. */
    static Optional<Momenta> of(String scheduler, Optimizer optimizer, CycledMomentum range) {
        if (!range.cycles()) {
            return Optional.empty();
        }
        boolean beta1 = optimizer.defaults().containsKey("betas");
        if (!beta1 && !optimizer.defaults().containsKey("momentum")) {
            throw new OpException(
                    scheduler
                            + ": optimizer must support momentum or beta1 with `cycle_momentum`"
                            + " option enabled; leave momentum alone with noMomentum()");
        }
        return Optional.of(
                new Momenta(
                        beta1,
                        Scheduler.perGroup(optimizer, "base_momentum", range.base()),
                        Scheduler.perGroup(optimizer, "max_momentum", range.max())));
    }

    /** Sets the largest momentum and keeps both bounds in the groups. */
    void start(Optimizer optimizer) {
        for (int g = 0; g < max.size(); g++) {
            var group = optimizer.paramGroups().get(g);
            set(group, max.get(g));
            group.add("max_momentum", max.get(g));
            group.add("base_momentum", base.get(g));
        }
    }

    void set(ParamGroup group, double momentum) {
        if (beta1) {
            group.set("betas", 0, momentum);
        } else {
            group.set("momentum", momentum);
        }
    }
}
