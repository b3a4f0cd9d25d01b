package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

/**
 * From the first learning rate to the least along half a cosine, and back: PyTorch's {@code
 * CosineAnnealingLR} (Loshchilov and Hutter, 2016).
 *
 * <p>{@code eta_min + (lr - eta_min)(1 + cos(pi * epoch / tMax)) / 2}, computed from the epoch
 * before, so that changes from elsewhere stay.
 */
public final class CosineAnnealingLR extends EpochScheduler {
    private long tMax;
    private double etaMin;

    /** To 0 in so many epochs. */
    public CosineAnnealingLR(Optimizer optimizer, long tMax) {
        this(optimizer, tMax, 0);
    }

    /** With a least learning rate. */
    public CosineAnnealingLR(Optimizer optimizer, long tMax, double etaMin) {
        this(optimizer, tMax, etaMin, -1);
    }

    /** Goes on after an epoch. */
    public CosineAnnealingLR(Optimizer optimizer, long tMax, double etaMin, long lastEpoch) {
        super(optimizer);
        this.tMax = tMax;
        this.etaMin = etaMin;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        double lr = currentLr(group);
        long epoch = lastEpoch();
        if (initial()) {
            return lr;
        }
        if (stepCount() == 1 && epoch > 0) {
            return closedForm(group);
        }
        if (Math.floorMod(epoch - 1 - tMax, 2 * tMax) == 0) {
            return lr + (baseLr(group) - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2;
        }
        return (1 + Math.cos(Math.PI * epoch / tMax))
                        / (1 + Math.cos(Math.PI * (epoch - 1) / tMax))
                        * (lr - etaMin)
                + etaMin;
    }

    @Override
    protected double closedForm(int group) {
        double wave = 1 + Math.cos(Math.PI * lastEpoch() / tMax);
        return etaMin + (baseLr(group) - etaMin) * wave / 2;
    }

    @Override
    void fields(StateFields fields) {
        fields.integer("T_max", () -> tMax, v -> tMax = v)
                .number("eta_min", () -> etaMin, v -> etaMin = v);
        super.fields(fields);
    }
}
