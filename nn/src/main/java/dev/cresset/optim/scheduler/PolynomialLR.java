package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

/**
 * The first learning rate times {@code (1 - epoch / total)^power}, which ends at 0: PyTorch's
 * {@code PolynomialLR}.
 */
public final class PolynomialLR extends EpochScheduler {
    private long totalIters;
    private double power;

    /** In a line to 0 in five epochs. */
    public PolynomialLR(Optimizer optimizer) {
        this(optimizer, 5, 1);
    }

    /** With a number of epochs and a power. */
    public PolynomialLR(Optimizer optimizer, long totalIters, double power) {
        this(optimizer, totalIters, power, -1);
    }

    /** Goes on after an epoch. */
    public PolynomialLR(Optimizer optimizer, long totalIters, double power, long lastEpoch) {
        super(optimizer);
        this.totalIters = totalIters;
        this.power = power;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        if (initial() || lastEpoch() > totalIters) {
            return currentLr(group);
        }
        double total = totalIters;
        double left = 1 - lastEpoch() / total;
        return currentLr(group) * Math.pow(left / (1 - (lastEpoch() - 1) / total), power);
    }

    @Override
    protected double closedForm(int group) {
        double done = Math.min(totalIters, lastEpoch()) / (double) totalIters;
        return baseLr(group) * Math.pow(1 - done, power);
    }

    @Override
    void fields(StateFields fields) {
        fields.integer("total_iters", () -> totalIters, v -> totalIters = v)
                .number("power", () -> power, v -> power = v);
        super.fields(fields);
    }
}
