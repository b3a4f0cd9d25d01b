package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

/**
 * The learning rate times a factor that goes from one value to another in the first epochs:
 * PyTorch's {@code LinearLR}.
 */
public final class LinearLR extends EpochScheduler {
    private double startFactor;
    private double endFactor;
    private long totalIters;

    /** From a third to the whole in five epochs. */
    public LinearLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 1, 5);
    }

    /** From one factor to another. */
    public LinearLR(Optimizer optimizer, double startFactor, double endFactor, long totalIters) {
        this(optimizer, startFactor, endFactor, totalIters, -1);
    }

    /** Goes on after an epoch. */
    public LinearLR(
            Optimizer optimizer,
            double startFactor,
            double endFactor,
            long totalIters,
            long lastEpoch) {
        super(optimizer);
        if (!(startFactor > 0 && startFactor <= 1)) {
            throw new OpException(
                    "LinearLR: Starting multiplicative factor expected to be greater than 0 and"
                            + " less or equal to 1., got "
                            + startFactor);
        }
        if (!(endFactor >= 0 && endFactor <= 1)) {
            throw new OpException(
                    "LinearLR: Ending multiplicative factor expected to be between 0 and 1., got "
                            + endFactor);
        }
        this.startFactor = startFactor;
        this.endFactor = endFactor;
        this.totalIters = totalIters;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        double lr = currentLr(group);
        if (lastEpoch() == 0) {
            return lr * startFactor;
        }
        if (initial() || lastEpoch() > totalIters) {
            return lr;
        }
        double change = endFactor - startFactor;
        return lr * (1 + change / (totalIters * startFactor + (lastEpoch() - 1) * change));
    }

    @Override
    protected double closedForm(int group) {
        double change = endFactor - startFactor;
        return baseLr(group)
                * (startFactor + change * Math.min(totalIters, lastEpoch()) / totalIters);
    }

    @Override
    void fields(StateFields fields) {
        fields.number("start_factor", () -> startFactor, v -> startFactor = v)
                .number("end_factor", () -> endFactor, v -> endFactor = v)
                .integer("total_iters", () -> totalIters, v -> totalIters = v);
        super.fields(fields);
    }
}
