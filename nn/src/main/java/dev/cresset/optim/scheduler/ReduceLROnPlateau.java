package dev.cresset.optim.scheduler;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A smaller learning rate whenever a measure has stopped getting better: PyTorch's {@code
 * ReduceLROnPlateau}.
 *
 * {@snippet :
 * var scheduler = new ReduceLROnPlateau(optimizer, ReduceLROnPlateau.min().factor(0.5));
 * for (int epoch = 0; epoch < 100; epoch++) {
 *     train();
 *     scheduler.step(validationLoss());
 * }
 * }
 */
public final class ReduceLROnPlateau extends Scheduler {
    /** What is better. */
    public enum Mode {
        /** A smaller measure. */
        MIN,
        /** A larger measure. */
        MAX
    }

    /** What a threshold is. */
    public enum ThresholdMode {
        /** A share of the best. */
        REL,
        /** An amount. */
        ABS
    }

    /**
     * How much better counts.
     *
     * @param mode what the value is
     * @param value the share or the amount
     */
    public record Threshold(ThresholdMode mode, double value) {}

    /**
     * Options of {@link ReduceLROnPlateau}.
     *
     * @param mode what is better
     * @param factor what the learning rates are multiplied with
     * @param patience how many epochs without a better measure are tolerated
     * @param threshold how much better counts
     * @param cooldown how many epochs to wait after a reduction
     * @param minLr the least learning rates: one, or one for each group
     * @param eps the least change of a learning rate
     */
    public record Options(
            Mode mode,
            double factor,
            long patience,
            Threshold threshold,
            long cooldown,
            List<Double> minLr,
            double eps) {
        /** With another factor. */
        public Options factor(double value) {
            return new Options(mode, value, patience, threshold, cooldown, minLr, eps);
        }

        /** With another patience. */
        public Options patience(long value) {
            return new Options(mode, factor, value, threshold, cooldown, minLr, eps);
        }

        /** With a threshold that is a share of the best. */
        public Options threshold(double value) {
            return threshold(ThresholdMode.REL, value);
        }

        /** With a threshold of a kind: PyTorch's {@code threshold_mode} and {@code threshold}. */
        public Options threshold(ThresholdMode kind, double value) {
            var other = new Threshold(kind, value);
            return new Options(mode, factor, patience, other, cooldown, minLr, eps);
        }

        /** With epochs to wait after a reduction. */
        public Options cooldown(long value) {
            return new Options(mode, factor, patience, threshold, value, minLr, eps);
        }

        /** With a least learning rate, or one for each group. */
        public Options minLr(double... values) {
            var list = Arrays.stream(values).boxed().toList();
            return new Options(mode, factor, patience, threshold, cooldown, list, eps);
        }

        /** With another least change. */
        public Options eps(double value) {
            return new Options(mode, factor, patience, threshold, cooldown, minLr, value);
        }
    }

    private double factor;
    private OptionalDouble defaultMinLr;
    private List<Double> minLrs;
    private long patience;
    private long cooldown;
    private double eps;
    private long lastEpoch;
    private Mode mode;
    private double threshold;
    private ThresholdMode thresholdMode;
    private double best;
    private long cooldownCounter;
    private long numBadEpochs;

    /** Options for a measure that should become small, with PyTorch's defaults. */
    public static Options min() {
        return options(Mode.MIN);
    }

    /** Options for a measure that should become large, with PyTorch's defaults. */
    public static Options max() {
        return options(Mode.MAX);
    }

    private static Options options(Mode mode) {
        var threshold = new Threshold(ThresholdMode.REL, 1e-4);
        return new Options(mode, 0.1, 10, threshold, 0, List.of(0.0), 1e-8);
    }

    /** A tenth after ten epochs without a smaller measure. */
    public ReduceLROnPlateau(Optimizer optimizer) {
        this(optimizer, min());
    }

    /** With options. */
    public ReduceLROnPlateau(Optimizer optimizer, Options options) {
        super(optimizer);
        if (!(options.factor < 1)) {
            throw new OpException(
                    "ReduceLROnPlateau: Factor should be < 1.0., got " + options.factor);
        }
        int groups = groups().size();
        if (options.minLr.size() != 1 && options.minLr.size() != groups) {
            throw error("expected " + groups + " min_lrs, got " + options.minLr.size());
        }
        factor = options.factor;
        boolean one = options.minLr.size() == 1;
        defaultMinLr = one ? OptionalDouble.of(options.minLr.getFirst()) : OptionalDouble.empty();
        minLrs = one ? Collections.nCopies(groups, options.minLr.getFirst()) : options.minLr;
        patience = options.patience;
        cooldown = options.cooldown;
        eps = options.eps;
        mode = options.mode;
        threshold = options.threshold.value;
        thresholdMode = options.threshold.mode;
        best = worst();
        noteLr();
    }

    private double worst() {
        return mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** Looks at the measure of the next epoch. */
    public void step(double metrics) {
        lastEpoch++;
        if (better(metrics)) {
            best = metrics;
            numBadEpochs = 0;
        } else {
            numBadEpochs++;
        }
        if (cooldownCounter > 0) {
            cooldownCounter--;
            numBadEpochs = 0;
        }
        if (numBadEpochs > patience) {
            reduce();
            cooldownCounter = cooldown;
            numBadEpochs = 0;
        }
        noteLr();
    }

    /** Looks at the measure of the next epoch, e.g. a loss. */
    public void step(Tensor metrics) {
        step(metrics.item());
    }

    private boolean better(double value) {
        boolean relative = thresholdMode == ThresholdMode.REL;
        return switch (mode) {
            case MIN -> value < (relative ? best * (1 - threshold) : best - threshold);
            case MAX -> value > (relative ? best * (threshold + 1) : best + threshold);
        };
    }

    private void reduce() {
        int groups = groups().size();
        if (groups != minLrs.size()) {
            minLrs =
                    Collections.nCopies(
                            groups,
                            defaultMinLr.orElseThrow(
                                    () ->
                                            error(
                                                    "The number of param groups in the `optimizer`"
                                                            + " ("
                                                            + groups
                                                            + ") differs from when"
                                                            + " `ReduceLROnPlateau` was"
                                                            + " initialized ("
                                                            + minLrs.size()
                                                            + "); give one min_lr for all")));
        }
        for (int g = 0; g < groups; g++) {
            double old = groups().get(g).lr();
            double reduced = Math.max(old * factor, minLrs.get(g));
            if (old - reduced > eps) {
                groups().get(g).lr(reduced);
            }
        }
    }

    @Override
    void fields(StateFields fields) {
        fields.number("factor", () -> factor, v -> factor = v)
                .field(
                        "default_min_lr",
                        () -> defaultMinLr.isPresent() ? defaultMinLr.getAsDouble() : null,
                        this::defaultMinLr)
                .numbers("min_lrs", () -> minLrs, v -> minLrs = v)
                .integer("patience", () -> patience, v -> patience = v)
                .integer("cooldown", () -> cooldown, v -> cooldown = v)
                .number("eps", () -> eps, v -> eps = v)
                .integer("last_epoch", () -> lastEpoch, v -> lastEpoch = v)
                .numbers("_last_lr", this::getLastLr, this::lastLr)
                .fixed("mode_worse", this::worst)
                .constant("mode", Mode.class, () -> mode, v -> mode = v)
                .number("threshold", () -> threshold, v -> threshold = v)
                .constant(
                        "threshold_mode",
                        ThresholdMode.class,
                        () -> thresholdMode,
                        v -> thresholdMode = v)
                .number("best", () -> best, v -> best = v)
                .integer("cooldown_counter", () -> cooldownCounter, v -> cooldownCounter = v)
                .integer("num_bad_epochs", () -> numBadEpochs, v -> numBadEpochs = v);
    }

    private Runnable defaultMinLr(Object value) {
        var loaded =
                value == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(((Number) value).doubleValue());
        return () -> defaultMinLr = loaded;
    }
}
