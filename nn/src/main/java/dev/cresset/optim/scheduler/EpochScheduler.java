package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * A scheduler with a formula for the learning rate of a group in an epoch.
 *
 * <p>A class of your own says what {@link #lr} is, and starts when it is complete:
 *
 * {@snippet :
 * final class WarmUp extends EpochScheduler {
 *     WarmUp(Optimizer optimizer) {
 *         super(optimizer);
 *         start();
 *     }
 *
 *     protected double lr(int group) {
 *         return baseLr(group) * Math.min(1, (lastEpoch() + 1) / 10.0);
 *     }
 * }
 * }
 *
 * <p>The learning rates before the first epoch stay in the groups under {@code initial_lr}.
 */
public abstract non-sealed class EpochScheduler extends LRScheduler {
    private List<Double> baseLrs = List.of();
    private long lastEpoch;

    /** For an optimiser; a constructor ends with {@link #start}. */
    protected EpochScheduler(Optimizer optimizer) {
        super(optimizer);
    }

    /** Sets the learning rates of epoch 0. */
    protected final void start() {
        start(-1);
    }

    /**
     * Sets the learning rates of the epoch after the last one.
     *
     * @param lastEpoch number of the last finished epoch, -1 at the start; else the groups must
     *     have an option {@code initial_lr}
     */
    protected final void start(long lastEpoch) {
        for (int g = 0; g < groups().size(); g++) {
            var group = groups().get(g);
            if (lastEpoch == -1 && !group.has("initial_lr")) {
                group.add("initial_lr", group.lr());
            } else if (!group.has("initial_lr")) {
                throw error(
                        "param 'initial_lr' is not specified in param_groups["
                                + g
                                + "] when resuming scheduler with last_epoch >= 0; load the state"
                                + " of the optimizer first, or start with epoch -1");
            }
        }
        baseLrs = groups().stream().map(group -> group.number("initial_lr")).toList();
        this.lastEpoch = lastEpoch;
        initialStep();
    }

    /** The learning rate of a group in epoch {@link #lastEpoch}. */
    protected abstract double lr(int group);

    /**
     * The learning rate of a group in epoch {@link #lastEpoch} where that does not follow the epoch
     * before; the same as {@link #lr} unless stated.
     */
    protected double closedForm(int group) {
        return lr(group);
    }

    @Override
    public void step() {
        stepCount(stepCount() + 1);
        lastEpoch++;
        var lrs = new ArrayList<Double>();
        for (int g = 0; g < groups().size(); g++) {
            lrs.add(lr(g));
        }
        apply(lrs);
    }

    /** Goes to an epoch. */
    public void step(long epoch) {
        stepCount(stepCount() + 1);
        jump(epoch);
    }

    private void jump(long epoch) {
        lastEpoch = epoch;
        var lrs = new ArrayList<Double>();
        for (int g = 0; g < groups().size(); g++) {
            lrs.add(closedForm(g));
        }
        apply(lrs);
    }

    /** Sets the learning rates of all groups. */
    final void apply(List<Double> lrs) {
        for (int g = 0; g < lrs.size(); g++) {
            groups().get(g).lr(lrs.get(g));
        }
        noteLr();
    }

    @Override
    final void undo() {
        lastEpoch--;
    }

    @Override
    final void restart() {
        jump(0);
    }

    /** The epoch whose learning rates are in force. */
    public final long lastEpoch() {
        return lastEpoch;
    }

    final void lastEpoch(long value) {
        lastEpoch = value;
    }

    /** The learning rate of a group before the first epoch. */
    protected final double baseLr(int group) {
        if (baseLrs.isEmpty()) {
            throw error("is not started; call start() at the end of its constructor");
        }
        return baseLrs.get(group);
    }

    final void baseLrs(List<Double> values) {
        baseLrs = values;
    }

    /** The learning rate of a group that is in force. */
    protected final double currentLr(int group) {
        return groups().get(group).lr();
    }

    /** The fields that every scheduler of this kind has, after its own. */
    @Override
    void fields(StateFields fields) {
        fields.numbers("base_lrs", () -> baseLrs, v -> baseLrs = v)
                .integer("last_epoch", () -> lastEpoch, v -> lastEpoch = v)
                .integer("_step_count", this::stepCount, this::stepCount)
                .fixed("_is_initial", () -> false)
                .fixed("_get_lr_called_within_step", () -> false)
                .numbers("_last_lr", this::getLastLr, this::lastLr);
    }
}
