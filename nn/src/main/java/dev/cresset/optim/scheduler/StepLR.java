package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

/** The learning rate times gamma every so many epochs: PyTorch's {@code StepLR}. */
public final class StepLR extends EpochScheduler {
    private long stepSize;
    private double gamma;

    /** A tenth every so many epochs. */
    public StepLR(Optimizer optimizer, long stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /** With a factor. */
    public StepLR(Optimizer optimizer, long stepSize, double gamma) {
        this(optimizer, stepSize, gamma, -1);
    }

    /** Goes on after an epoch. */
    public StepLR(Optimizer optimizer, long stepSize, double gamma, long lastEpoch) {
        super(optimizer);
        if (stepSize < 1) {
            throw new OpException("StepLR: step_size must be at least 1, got " + stepSize);
        }
        this.stepSize = stepSize;
        this.gamma = gamma;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        return lastEpoch() == 0 || lastEpoch() % stepSize != 0
                ? currentLr(group)
                : currentLr(group) * gamma;
    }

    @Override
    protected double closedForm(int group) {
        return baseLr(group) * Math.pow(gamma, Math.floorDiv(lastEpoch(), stepSize));
    }

    @Override
    void fields(StateFields fields) {
        fields.integer("step_size", () -> stepSize, v -> stepSize = v)
                .number("gamma", () -> gamma, v -> gamma = v);
        super.fields(fields);
    }
}
