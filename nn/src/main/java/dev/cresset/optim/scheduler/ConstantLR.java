package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

/** The learning rate times a factor for the first epochs: PyTorch's {@code ConstantLR}. */
public final class ConstantLR extends EpochScheduler {
    private double factor;
    private long totalIters;

    /** A third for five epochs. */
    public ConstantLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 5);
    }

    /** With a factor and a number of epochs. */
    public ConstantLR(Optimizer optimizer, double factor, long totalIters) {
        this(optimizer, factor, totalIters, -1);
    }

    /** Goes on after an epoch. */
    public ConstantLR(Optimizer optimizer, double factor, long totalIters, long lastEpoch) {
        super(optimizer);
        if (!(factor >= 0 && factor <= 1)) {
            throw new OpException(
                    "ConstantLR: Constant multiplicative factor expected to be between 0 and 1.,"
                            + " got "
                            + factor);
        }
        this.factor = factor;
        this.totalIters = totalIters;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        double lr = currentLr(group);
        if (lastEpoch() == 0) {
            return lr * factor;
        }
        return lastEpoch() == totalIters ? lr * (1 / factor) : lr;
    }

    @Override
    protected double closedForm(int group) {
        return baseLr(group) * (lastEpoch() >= totalIters ? factor + (1 - factor) : factor);
    }

    @Override
    void fields(StateFields fields) {
        fields.number("factor", () -> factor, v -> factor = v)
                .integer("total_iters", () -> totalIters, v -> totalIters = v);
        super.fields(fields);
    }
}
