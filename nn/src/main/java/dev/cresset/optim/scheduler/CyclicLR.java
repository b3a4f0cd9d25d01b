package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;

/**
 * Up and down between two learning rates: PyTorch's {@code CyclicLR} (Smith, 2015). Step it after
 * each batch.
 *
 * {@snippet :
 * var scheduler = new CyclicLR(optimizer, 0.001, 0.1, CyclicLR.stepSizeUp(500).triangular2());
 * }
 */
public final class CyclicLR extends EpochScheduler {
    /** How the height of the cycles changes: PyTorch's {@code mode}. */
    public enum Policy {
        /** Not at all. */
        TRIANGULAR,
        /** Half as high in each cycle. */
        TRIANGULAR2,
        /** By a factor {@code gamma} in each step. */
        EXP_RANGE
    }

    /** What a function for the height of the cycles is given. */
    public enum ScaleMode {
        /** The number of the cycle, from 1. */
        CYCLE,
        /** The number of the step. */
        ITERATIONS
    }

    /**
     * How high the cycles are.
     *
     * @param policy how the height changes
     * @param gamma factor of {@link Policy#EXP_RANGE}
     * @param function what takes the place of the policy
     * @param given what the function is given
     */
    public record Height(
            Policy policy, double gamma, Optional<DoubleUnaryOperator> function, ScaleMode given) {
        private ScaleMode scaleMode() {
            if (function.isPresent()) {
                return given;
            }
            return policy == Policy.EXP_RANGE ? ScaleMode.ITERATIONS : ScaleMode.CYCLE;
        }

        private double at(double x) {
            if (function.isPresent()) {
                return function.get().applyAsDouble(x);
            }
            return switch (policy) {
                case TRIANGULAR -> 1;
                case TRIANGULAR2 -> 1 / Math.pow(2, x - 1);
                case EXP_RANGE -> Math.pow(gamma, x);
            };
        }

        private Height withPolicy(Policy value) {
            return new Height(value, gamma, function, given);
        }

        private Height withGamma(double value) {
            return new Height(policy, value, function, given);
        }

        private Height withGiven(ScaleMode value) {
            return new Height(policy, gamma, function, value);
        }
    }

    /**
     * Options of {@link CyclicLR}.
     *
     * @param stepSizeUp steps on the way up
     * @param stepSizeDown steps on the way down, empty for as many
     * @param height how high the cycles are
     * @param momentum how momentum moves the other way
     * @param lastEpoch number of the last step, -1 at the start
     */
    public record Options(
            long stepSizeUp,
            OptionalLong stepSizeDown,
            Height height,
            CycledMomentum momentum,
            long lastEpoch) {
        /** With another number of steps on the way down. */
        public Options stepSizeDown(long value) {
            var down = OptionalLong.of(value);
            return new Options(stepSizeUp, down, height, momentum, lastEpoch);
        }

        private Options with(Height other) {
            return new Options(stepSizeUp, stepSizeDown, other, momentum, lastEpoch);
        }

        private Options with(CycledMomentum other) {
            return new Options(stepSizeUp, stepSizeDown, height, other, lastEpoch);
        }

        /** With half the height in each cycle. */
        public Options triangular2() {
            return with(height.withPolicy(Policy.TRIANGULAR2));
        }

        /** With a factor for the height in each step. */
        public Options expRange(double gamma) {
            return with(height.withPolicy(Policy.EXP_RANGE).withGamma(gamma));
        }

        /** With a function for the height. */
        public Options scaleFn(DoubleUnaryOperator function, ScaleMode given) {
            return with(new Height(height.policy, height.gamma, Optional.of(function), given));
        }

        /** Leaving momentum alone: {@code cycle_momentum=False}. */
        public Options noMomentum() {
            return with(momentum.off());
        }

        /** With a least momentum, or one for each group. */
        public Options baseMomentum(double... values) {
            return with(momentum.withBase(values));
        }

        /** With a largest momentum, or one for each group. */
        public Options maxMomentum(double... values) {
            return with(momentum.withMax(values));
        }

        /** Going on after a step. */
        public Options lastEpoch(long value) {
            return new Options(stepSizeUp, stepSizeDown, height, momentum, value);
        }
    }

    private List<Double> maxLrs;
    private double totalSize;
    private double stepRatio;
    private Height height;
    private Optional<Momenta> momenta;

    /** Options with a number of steps on the way up and PyTorch's other defaults. */
    public static Options stepSizeUp(long steps) {
        return new Options(
                steps,
                OptionalLong.empty(),
                new Height(Policy.TRIANGULAR, 1, Optional.empty(), ScaleMode.CYCLE),
                new CycledMomentum(true, List.of(0.8), List.of(0.9)),
                -1);
    }

    /** 2000 steps up, 2000 down. */
    public CyclicLR(Optimizer optimizer, double baseLr, double maxLr) {
        this(optimizer, baseLr, maxLr, stepSizeUp(2000));
    }

    /** With options. */
    public CyclicLR(Optimizer optimizer, double baseLr, double maxLr, Options options) {
        this(optimizer, new double[] {baseLr}, new double[] {maxLr}, options);
    }

    /** With learning rates for each group. */
    public CyclicLR(Optimizer optimizer, double[] baseLrs, double[] maxLrs, Options options) {
        super(optimizer);
        var least = perGroup(optimizer, "base_lr", boxed(baseLrs));
        this.maxLrs = perGroup(optimizer, "max_lr", boxed(maxLrs));
        double up = options.stepSizeUp;
        double both = up + options.stepSizeDown.orElse(options.stepSizeUp);
        totalSize = both;
        stepRatio = up / both;
        height = options.height;
        var moving = Momenta.of("CyclicLR", optimizer, options.momentum);
        momenta = moving;
        if (options.lastEpoch == -1) {
            for (int g = 0; g < least.size(); g++) {
                optimizer.paramGroups().get(g).lr(least.get(g));
            }
            moving.ifPresent(m -> m.start(optimizer));
        }
        start(options.lastEpoch);
        baseLrs(least);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private double cycle() {
        return Math.floor(1 + lastEpoch() / totalSize);
    }

    /** How far up, between 0 and 1. */
    private double position() {
        double x = 1 + lastEpoch() / totalSize - cycle();
        return x <= stepRatio ? x / stepRatio : (x - 1) / (stepRatio - 1);
    }

    private double scale() {
        return height.at(height.scaleMode() == ScaleMode.CYCLE ? cycle() : lastEpoch());
    }

    @Override
    protected double lr(int group) {
        double position = position();
        double scale = scale();
        momenta.ifPresent(
                m -> {
                    double reach = (m.max().get(group) - m.base().get(group)) * position;
                    m.set(groups().get(group), m.max().get(group) - reach * scale);
                });
        return baseLr(group) + (maxLrs.get(group) - baseLr(group)) * position * scale;
    }

    @Override
    void fields(StateFields fields) {
        fields.numbers("max_lrs", () -> maxLrs, v -> maxLrs = v)
                .number("total_size", () -> totalSize, v -> totalSize = v)
                .number("step_ratio", () -> stepRatio, v -> stepRatio = v)
                .constant("mode", Policy.class, height::policy, v -> height = height.withPolicy(v))
                .number("gamma", height::gamma, v -> height = height.withGamma(v))
                .constant(
                        "scale_mode",
                        ScaleMode.class,
                        height::scaleMode,
                        v -> height = height.withGiven(v))
                .fixed("cycle_momentum", momenta::isPresent);
        momenta.ifPresent(
                m ->
                        fields.fixed("use_beta1", m::beta1)
                                .numbers("base_momentums", m::base, this::baseMomenta)
                                .numbers("max_momentums", m::max, this::maxMomenta));
        super.fields(fields);
        fields.fixed("_scale_fn_custom", () -> null);
    }

    private void baseMomenta(List<Double> base) {
        momenta = momenta.map(m -> new Momenta(m.beta1(), base, m.max()));
    }

    private void maxMomenta(List<Double> max) {
        momenta = momenta.map(m -> new Momenta(m.beta1(), m.base(), max));
    }
}
