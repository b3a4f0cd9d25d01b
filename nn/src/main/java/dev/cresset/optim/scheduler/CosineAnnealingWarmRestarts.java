package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.ArrayList;

/**
 * From the first learning rate to the least along half a cosine, again and again: PyTorch's {@code
 * CosineAnnealingWarmRestarts} (Loshchilov and Hutter, 2016).
 */
public final class CosineAnnealingWarmRestarts extends EpochScheduler {
    private long t0;
    private long tMult;
    private double etaMin;
    private double tI;
    private double tCur;

    /** To 0 in so many epochs, over and over. */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, long t0) {
        this(optimizer, t0, 1, 0);
    }

    /** Every time {@code tMult} times as long, to a least learning rate. */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, long t0, long tMult, double etaMin) {
        this(optimizer, t0, tMult, etaMin, -1);
    }

    /** Goes on after an epoch. */
    public CosineAnnealingWarmRestarts(
            Optimizer optimizer, long t0, long tMult, double etaMin, long lastEpoch) {
        super(optimizer);
        if (t0 <= 0) {
            throw new OpException(
                    "CosineAnnealingWarmRestarts: Expected positive integer T_0, but got " + t0);
        }
        if (tMult < 1) {
            throw new OpException(
                    "CosineAnnealingWarmRestarts: Expected integer T_mult >= 1, but got " + tMult);
        }
        this.t0 = t0;
        this.tI = t0;
        this.tMult = tMult;
        this.etaMin = etaMin;
        this.tCur = lastEpoch;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        return etaMin + (baseLr(group) - etaMin) * (1 + Math.cos(Math.PI * tCur / tI)) / 2;
    }

    @Override
    public void step() {
        if (lastEpoch() < 0) {
            step(0.0);
            return;
        }
        tCur++;
        if (tCur >= tI) {
            tCur %= tI;
            tI *= tMult;
        }
        lastEpoch(lastEpoch() + 1);
        apply();
    }

    @Override
    public void step(long epoch) {
        step((double) epoch);
    }

    /** Goes to a point between epochs, e.g. after each batch. */
    public void step(double epoch) {
        if (!(epoch >= 0)) {
            throw error("Expected non-negative epoch, but got " + epoch);
        }
        if (epoch < t0) {
            tI = t0;
            tCur = epoch;
        } else if (tMult == 1) {
            tCur = epoch % t0;
        } else {
            double ratio = epoch / t0 * (tMult - 1) + 1;
            double power = Math.pow(tMult, (long) (Math.log(ratio) / Math.log(tMult)));
            tCur = epoch - t0 * (power - 1) / (tMult - 1);
            tI = t0 * power;
        }
        lastEpoch((long) Math.floor(epoch));
        apply();
    }

    private void apply() {
        var lrs = new ArrayList<Double>();
        for (int g = 0; g < groups().size(); g++) {
            lrs.add(lr(g));
        }
        apply(lrs);
    }

    /** Whole numbers are integers in PyTorch. */
    private static Number whole(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }

    @Override
    void fields(StateFields fields) {
        fields.integer("T_0", () -> t0, v -> t0 = v)
                .field("T_i", () -> whole(tI), v -> number(v, n -> tI = n))
                .integer("T_mult", () -> tMult, v -> tMult = v)
                .number("eta_min", () -> etaMin, v -> etaMin = v)
                .field("T_cur", () -> whole(tCur), v -> number(v, n -> tCur = n));
        super.fields(fields);
    }

    private static Runnable number(Object value, java.util.function.DoubleConsumer set) {
        double number = ((Number) value).doubleValue();
        return () -> set.accept(number);
    }
}
