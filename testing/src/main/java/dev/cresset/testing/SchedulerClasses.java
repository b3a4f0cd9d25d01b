package dev.cresset.testing;

import static dev.cresset.testing.PythonCall.KEYWORD;

import dev.cresset.optim.Optimizer;
import dev.cresset.optim.scheduler.AnnealStrategy;
import dev.cresset.optim.scheduler.ChainedScheduler;
import dev.cresset.optim.scheduler.ConstantLR;
import dev.cresset.optim.scheduler.CosineAnnealingLR;
import dev.cresset.optim.scheduler.CosineAnnealingWarmRestarts;
import dev.cresset.optim.scheduler.CyclicLR;
import dev.cresset.optim.scheduler.ExponentialLR;
import dev.cresset.optim.scheduler.LRScheduler;
import dev.cresset.optim.scheduler.LambdaLR;
import dev.cresset.optim.scheduler.LinearLR;
import dev.cresset.optim.scheduler.MultiStepLR;
import dev.cresset.optim.scheduler.MultiplicativeLR;
import dev.cresset.optim.scheduler.OneCycleLR;
import dev.cresset.optim.scheduler.PolynomialLR;
import dev.cresset.optim.scheduler.ReduceLROnPlateau;
import dev.cresset.optim.scheduler.SWALR;
import dev.cresset.optim.scheduler.Scheduler;
import dev.cresset.optim.scheduler.SequentialLR;
import dev.cresset.optim.scheduler.StepLR;

import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;

/** Learning-rate schedulers by their Python constructor calls, after the optimiser. */
final class SchedulerClasses {
    private SchedulerClasses() {}

    static Scheduler construct(PythonCall c, Optimizer optimizer) {
        long last = c.integer(KEYWORD, "last_epoch", -1);
        var built =
                switch (c.name()) {
                    case "LambdaLR" -> new LambdaLR(optimizer, lambdas(c, optimizer), last);
                    case "MultiplicativeLR" ->
                            new MultiplicativeLR(optimizer, lambdas(c, optimizer), last);
                    case "StepLR" ->
                            new StepLR(
                                    optimizer,
                                    c.integer(0, "step_size"),
                                    c.number(1, "gamma", 0.1),
                                    last);
                    case "MultiStepLR" ->
                            new MultiStepLR(
                                    optimizer, milestones(c), c.number(1, "gamma", 0.1), last);
                    case "ConstantLR" ->
                            new ConstantLR(
                                    optimizer,
                                    c.number(0, "factor", 1.0 / 3),
                                    c.integer(1, "total_iters", 5),
                                    last);
                    case "LinearLR" ->
                            new LinearLR(
                                    optimizer,
                                    c.number(0, "start_factor", 1.0 / 3),
                                    c.number(1, "end_factor", 1),
                                    c.integer(2, "total_iters", 5),
                                    last);
                    case "ExponentialLR" ->
                            new ExponentialLR(optimizer, c.number(0, "gamma"), last);
                    case "PolynomialLR" ->
                            new PolynomialLR(
                                    optimizer,
                                    c.integer(0, "total_iters", 5),
                                    c.number(1, "power", 1),
                                    last);
                    case "CosineAnnealingLR" ->
                            new CosineAnnealingLR(
                                    optimizer,
                                    c.integer(0, "T_max"),
                                    c.number(1, "eta_min", 0),
                                    last);
                    case "CosineAnnealingWarmRestarts" ->
                            new CosineAnnealingWarmRestarts(
                                    optimizer,
                                    c.integer(0, "T_0"),
                                    c.integer(1, "T_mult", 1),
                                    c.number(2, "eta_min", 0),
                                    last);
                    case "CyclicLR" -> cyclic(c, optimizer, last);
                    case "OneCycleLR" -> oneCycle(c, optimizer, last);
                    case "ReduceLROnPlateau" -> plateau(c, optimizer);
                    case "ChainedScheduler" -> new ChainedScheduler(members(c, optimizer));
                    case "SequentialLR" ->
                            new SequentialLR(optimizer, members(c, optimizer), milestones(c));
                    case "SWALR" ->
                            new SWALR(
                                    optimizer,
                                    numbers(c, "swa_lr", List.of()),
                                    c.integer(KEYWORD, "anneal_epochs", 10),
                                    c.constant(KEYWORD, "anneal_strategy", AnnealStrategy.COS),
                                    last);
                    default -> throw new MissingException("lr_scheduler." + c.name());
                };
        c.finish();
        return built;
    }

    private static List<LongToDoubleFunction> lambdas(PythonCall c, Optimizer optimizer) {
        var given = c.get(0, "lr_lambda", null);
        int groups = optimizer.paramGroups().size();
        var list = given instanceof List<?> each ? each : Collections.nCopies(groups, given);
        return list.stream().<LongToDoubleFunction>map(SchedulerClasses::ofEpoch).toList();
    }

    private static LongToDoubleFunction ofEpoch(Object function) {
        return epoch -> ((DoubleUnaryOperator) function).applyAsDouble(epoch);
    }

    private static List<Long> milestones(PythonCall c) {
        var given = (List<?>) c.get(KEYWORD, "milestones", List.of());
        return given.stream().map(e -> ((Number) e).longValue()).toList();
    }

    private static List<LRScheduler> members(PythonCall c, Optimizer optimizer) {
        var given = (List<?>) c.get("schedulers", List.of());
        return given.stream()
                .map(member -> (LRScheduler) construct((PythonCall) member, optimizer))
                .toList();
    }

    private static double[] numbers(PythonCall c, String keyword, Object fallback) {
        var given = c.get(keyword, fallback);
        var list = given instanceof List<?> each ? each : List.of(given);
        return list.stream().mapToDouble(e -> ((Number) e).doubleValue()).toArray();
    }

    private static Scheduler cyclic(PythonCall c, Optimizer optimizer, long last) {
        var options =
                CyclicLR.stepSizeUp(c.integer(KEYWORD, "step_size_up", 2000))
                        .baseMomentum(numbers(c, "base_momentum", 0.8))
                        .maxMomentum(numbers(c, "max_momentum", 0.9))
                        .lastEpoch(last);
        if (c.get("step_size_down", null) instanceof Long down) {
            options = options.stepSizeDown(down);
        }
        var gamma = c.number(KEYWORD, "gamma", 1);
        options =
                switch (c.text(KEYWORD, "mode", "triangular")) {
                    case "triangular2" -> options.triangular2();
                    case "exp_range" -> options.expRange(gamma);
                    default -> options;
                };
        var given = c.constant(KEYWORD, "scale_mode", CyclicLR.ScaleMode.CYCLE);
        if (c.get("scale_fn", null) instanceof DoubleUnaryOperator function) {
            options = options.scaleFn(function, given);
        }
        return new CyclicLR(
                optimizer,
                numbers(c, "base_lr", List.of()),
                numbers(c, "max_lr", List.of()),
                c.flag(KEYWORD, "cycle_momentum", true) ? options : options.noMomentum());
    }

    private static Scheduler oneCycle(PythonCall c, Optimizer optimizer, long last) {
        var options =
                c.has("total_steps")
                        ? OneCycleLR.totalSteps(c.integer(KEYWORD, "total_steps"))
                        : OneCycleLR.epochs(
                                c.integer(KEYWORD, "epochs"),
                                c.integer(KEYWORD, "steps_per_epoch"));
        options =
                options.pctStart(c.number(KEYWORD, "pct_start", 0.3))
                        .baseMomentum(numbers(c, "base_momentum", 0.85))
                        .maxMomentum(numbers(c, "max_momentum", 0.95))
                        .divFactor(c.number(KEYWORD, "div_factor", 25))
                        .finalDivFactor(c.number(KEYWORD, "final_div_factor", 1e4))
                        .lastEpoch(last);
        var strategy = c.constant(KEYWORD, "anneal_strategy", AnnealStrategy.COS);
        options = strategy == AnnealStrategy.LINEAR ? options.linear() : options;
        options = c.flag(KEYWORD, "three_phase", false) ? options.threePhases() : options;
        options = c.flag(KEYWORD, "cycle_momentum", true) ? options : options.noMomentum();
        return new OneCycleLR(optimizer, numbers(c, "max_lr", List.of()), options);
    }

    private static Scheduler plateau(PythonCall c, Optimizer optimizer) {
        var options =
                c.text(KEYWORD, "mode", "min").equals("min")
                        ? ReduceLROnPlateau.min()
                        : ReduceLROnPlateau.max();
        options =
                options.factor(c.number(KEYWORD, "factor", 0.1))
                        .patience(c.integer(KEYWORD, "patience", 10))
                        .threshold(
                                c.constant(
                                        KEYWORD,
                                        "threshold_mode",
                                        ReduceLROnPlateau.ThresholdMode.REL),
                                c.number(KEYWORD, "threshold", 1e-4))
                        .cooldown(c.integer(KEYWORD, "cooldown", 0))
                        .minLr(numbers(c, "min_lr", 0.0))
                        .eps(c.number(KEYWORD, "eps", 1e-8));
        return new ReduceLROnPlateau(optimizer, options);
    }
}
