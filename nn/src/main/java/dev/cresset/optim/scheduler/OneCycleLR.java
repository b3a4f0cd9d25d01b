package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Up to a large learning rate and down to a very small one, once: PyTorch's {@code OneCycleLR}
 * (Smith and Topin, 2017). Step it after each batch.
 *
 * {@snippet :
 * var scheduler = new OneCycleLR(optimizer, 0.1, OneCycleLR.epochs(10, loader.size()));
 * }
 */
public final class OneCycleLR extends EpochScheduler {
    /**
     * Parts of the cycle.
     *
     * @param pctStart share of the steps on the way up
     * @param annealStrategy the way from one learning rate to another
     * @param threePhase whether the way down ends at the first learning rate and a third phase
     *     leads to the last
     */
    public record Course(double pctStart, AnnealStrategy annealStrategy, boolean threePhase) {}

    /**
     * Options of {@link OneCycleLR}.
     *
     * @param totalSteps steps of the whole cycle
     * @param course parts of the cycle
     * @param momentum how momentum moves the other way
     * @param divFactor how many times smaller the first learning rate is than the largest
     * @param finalDivFactor how many times smaller the last one is than the first
     * @param lastEpoch number of the last step, -1 at the start
     */
    public record Options(
            long totalSteps,
            Course course,
            CycledMomentum momentum,
            double divFactor,
            double finalDivFactor,
            long lastEpoch) {
        private Options with(Course other) {
            return new Options(totalSteps, other, momentum, divFactor, finalDivFactor, lastEpoch);
        }

        private Options with(CycledMomentum other) {
            return new Options(totalSteps, course, other, divFactor, finalDivFactor, lastEpoch);
        }

        /** With another share of steps on the way up. */
        public Options pctStart(double value) {
            return with(new Course(value, course.annealStrategy, course.threePhase));
        }

        /** In lines: {@code anneal_strategy="linear"}. */
        public Options linear() {
            return with(new Course(course.pctStart, AnnealStrategy.LINEAR, course.threePhase));
        }

        /** Down to the first learning rate, then on to the last: {@code three_phase=True}. */
        public Options threePhases() {
            return with(new Course(course.pctStart, course.annealStrategy, true));
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

        /** With another first learning rate. */
        public Options divFactor(double value) {
            return new Options(totalSteps, course, momentum, value, finalDivFactor, lastEpoch);
        }

        /** With another last learning rate. */
        public Options finalDivFactor(double value) {
            return new Options(totalSteps, course, momentum, divFactor, value, lastEpoch);
        }

        /** Going on after a step. */
        public Options lastEpoch(long value) {
            return new Options(totalSteps, course, momentum, divFactor, finalDivFactor, value);
        }

        private List<Phase> phases() {
            double up = course.pctStart * totalSteps - 1;
            double down = 2 * course.pctStart * totalSteps - 2;
            long end = totalSteps - 1;
            var rise = new Phase(up, "initial_lr", "max_lr", "max_momentum", "base_momentum");
            if (!course.threePhase) {
                var fall = new Phase(end, "max_lr", "min_lr", "base_momentum", "max_momentum");
                return List.of(rise, fall);
            }
            var fall = new Phase(down, "max_lr", "initial_lr", "base_momentum", "max_momentum");
            var rest = new Phase(end, "initial_lr", "min_lr", "max_momentum", "max_momentum");
            return List.of(rise, fall, rest);
        }
    }

    /** The way from one option of a group to another until a step. */
    private record Phase(
            Number endStep,
            String startLr,
            String endLr,
            String startMomentum,
            String endMomentum) {
        double end() {
            return endStep.doubleValue();
        }

        Map<String, Object> save() {
            var dict = new LinkedHashMap<String, Object>();
            dict.put("end_step", endStep);
            dict.put("start_lr", startLr);
            dict.put("end_lr", endLr);
            dict.put("start_momentum", startMomentum);
            dict.put("end_momentum", endMomentum);
            return dict;
        }

        static Phase load(Map<?, ?> dict) {
            return new Phase(
                    (Number) dict.get("end_step"),
                    (String) dict.get("start_lr"),
                    (String) dict.get("end_lr"),
                    (String) dict.get("start_momentum"),
                    (String) dict.get("end_momentum"));
        }
    }

    private long totalSteps;
    private List<Phase> phases;
    private AnnealStrategy strategy;
    private final Optional<Momenta> momenta;

    /** Options with a number of steps and PyTorch's other defaults. */
    public static Options totalSteps(long steps) {
        return new Options(
                steps,
                new Course(0.3, AnnealStrategy.COS, false),
                new CycledMomentum(true, List.of(0.85), List.of(0.95)),
                25,
                1e4,
                -1);
    }

    /** Options with epochs of so many steps and PyTorch's other defaults. */
    public static Options epochs(long epochs, long stepsPerEpoch) {
        checkPositive("epochs", epochs);
        checkPositive("steps_per_epoch", stepsPerEpoch);
        return totalSteps(epochs * stepsPerEpoch);
    }

    /** With a largest learning rate. */
    public OneCycleLR(Optimizer optimizer, double maxLr, Options options) {
        this(optimizer, new double[] {maxLr}, options);
    }

    /** With a largest learning rate for each group. */
    public OneCycleLR(Optimizer optimizer, double[] maxLrs, Options options) {
        super(optimizer);
        checkPositive("total_steps", options.totalSteps);
        double share = options.course.pctStart;
        if (!(share >= 0 && share <= 1)) {
            throw new OpException(
                    "OneCycleLR: Expected float between 0 and 1 pct_start, but got " + share);
        }
        totalSteps = options.totalSteps;
        phases = options.phases();
        strategy = options.course.annealStrategy;
        var largest = perGroup(optimizer, "max_lr", Arrays.stream(maxLrs).boxed().toList());
        var moving = Momenta.of("OneCycleLR", optimizer, options.momentum);
        momenta = moving;
        if (options.lastEpoch == -1) {
            for (int g = 0; g < largest.size(); g++) {
                var group = optimizer.paramGroups().get(g);
                double first = largest.get(g) / options.divFactor;
                group.add("initial_lr", first);
                group.add("max_lr", largest.get(g));
                group.add("min_lr", first / options.finalDivFactor);
            }
            moving.ifPresent(m -> m.start(optimizer));
        }
        start(options.lastEpoch);
    }

    private static void checkPositive(String option, long value) {
        if (value <= 0) {
            throw new OpException(
                    "OneCycleLR: Expected positive integer " + option + ", but got " + value);
        }
    }

    private double between(double start, double end, double share) {
        return switch (strategy) {
            case COS -> end + (start - end) / 2 * (Math.cos(Math.PI * share) + 1);
            case LINEAR -> (end - start) * share + start;
        };
    }

    @Override
    protected double lr(int group) {
        long step = lastEpoch();
        if (step > totalSteps) {
            throw error(
                    "Tried to step "
                            + step
                            + " times. The specified number of total steps is "
                            + totalSteps);
        }
        var options = groups().get(group);
        int i = 0;
        double start = 0;
        while (step > phases.get(i).end() && i < phases.size() - 1) {
            start = phases.get(i++).end();
        }
        var phase = phases.get(i);
        double share = (step - start) / (phase.end() - start);
        momenta.ifPresent(
                m -> {
                    double from = options.number(phase.startMomentum);
                    m.set(options, between(from, options.number(phase.endMomentum), share));
                });
        return between(options.number(phase.startLr), options.number(phase.endLr), share);
    }

    @Override
    void fields(StateFields fields) {
        fields.integer("total_steps", () -> totalSteps, v -> totalSteps = v)
                .field(
                        "_schedule_phases",
                        () -> new ArrayList<>(phases.stream().map(Phase::save).toList()),
                        this::phases)
                .constant(
                        "_anneal_func_type",
                        AnnealStrategy.class,
                        () -> strategy,
                        v -> strategy = v)
                .fixed("cycle_momentum", momenta::isPresent);
        momenta.ifPresent(m -> fields.fixed("use_beta1", m::beta1));
        super.fields(fields);
    }

    private Runnable phases(Object value) {
        var loaded = ((List<?>) value).stream().map(e -> Phase.load((Map<?, ?>) e)).toList();
        return () -> phases = loaded;
    }
}
