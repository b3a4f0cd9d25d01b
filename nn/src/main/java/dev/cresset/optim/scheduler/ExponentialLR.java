package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

/** The learning rate times gamma every epoch: PyTorch's {@code ExponentialLR}. */
public final class ExponentialLR extends EpochScheduler {
    private double gamma;

    /** With a factor. */
    public ExponentialLR(Optimizer optimizer, double gamma) {
        this(optimizer, gamma, -1);
    }

    /** Goes on after an epoch. */
    public ExponentialLR(Optimizer optimizer, double gamma, long lastEpoch) {
        super(optimizer);
        this.gamma = gamma;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        return initial() ? currentLr(group) : currentLr(group) * gamma;
    }

    @Override
    protected double closedForm(int group) {
        return baseLr(group) * Math.pow(gamma, lastEpoch());
    }

    @Override
    void fields(StateFields fields) {
        fields.number("gamma", () -> gamma, v -> gamma = v);
        super.fields(fields);
    }
}
