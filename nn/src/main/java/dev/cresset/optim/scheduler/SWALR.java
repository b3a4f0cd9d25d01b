package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.Arrays;

/**
 * Towards a fixed learning rate in some epochs: PyTorch's {@code swa_utils.SWALR} (Izmailov and
 * others, 2018).
 */
public final class SWALR extends EpochScheduler {
    private long annealEpochs;
    private AnnealStrategy strategy;

    /** In ten epochs along half a cosine. */
    public SWALR(Optimizer optimizer, double swaLr) {
        this(optimizer, swaLr, 10, AnnealStrategy.COS);
    }

    /** In so many epochs. */
    public SWALR(Optimizer optimizer, double swaLr, long annealEpochs, AnnealStrategy strategy) {
        this(optimizer, new double[] {swaLr}, annealEpochs, strategy, -1);
    }

    /** Goes on after an epoch, with one learning rate for all groups or one for each. */
    public SWALR(
            Optimizer optimizer,
            double[] swaLrs,
            long annealEpochs,
            AnnealStrategy strategy,
            long lastEpoch) {
        super(optimizer);
        if (annealEpochs < 0) {
            throw new OpException(
                    "SWALR: anneal_epochs must be equal or greater than 0, got " + annealEpochs);
        }
        this.annealEpochs = annealEpochs;
        this.strategy = strategy;
        var targets = perGroup(optimizer, "swa_lr", Arrays.stream(swaLrs).boxed().toList());
        for (int g = 0; g < targets.size(); g++) {
            optimizer.paramGroups().get(g).add("swa_lr", targets.get(g));
        }
        start(lastEpoch);
    }

    private double share(double t) {
        double clamped = Math.clamp(t, 0, 1);
        return strategy == AnnealStrategy.LINEAR ? clamped : (1 - Math.cos(Math.PI * clamped)) / 2;
    }

    @Override
    protected double lr(int group) {
        double step = stepCount() - 1;
        double epochs = Math.max(1, annealEpochs);
        if (annealEpochs == 0) {
            step = Math.max(1, step);
        }
        double target = groups().get(group).number("swa_lr");
        double before = share((step - 1) / epochs);
        double start = before == 1 ? target : (currentLr(group) - before * target) / (1 - before);
        double now = share(step / epochs);
        return target * now + start * (1 - now);
    }

    @Override
    void fields(StateFields fields) {
        fields.constant("_anneal_strategy", AnnealStrategy.class, () -> strategy, v -> strategy = v)
                .integer("anneal_epochs", () -> annealEpochs, v -> annealEpochs = v);
        super.fields(fields);
    }
}
