package dev.cresset.testing;

import dev.cresset.Tensor;
import dev.cresset.optim.ASGD;
import dev.cresset.optim.Adadelta;
import dev.cresset.optim.Adafactor;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.Adamax;
import dev.cresset.optim.LBFGS;
import dev.cresset.optim.Muon;
import dev.cresset.optim.NAdam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.RAdam;
import dev.cresset.optim.RMSprop;
import dev.cresset.optim.Rprop;
import dev.cresset.optim.SGD;
import dev.cresset.optim.SparseAdam;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Optimisers. */
final class OptimizerClasses {
    static final ClassTable TABLE =
            new ClassTable("optim.")
                    .plain("SGD", spelled(OptimizerClasses::sgd))
                    .plain("Adam", spelled(c -> new Adam(adam(c, Adam.lr(lr(c, 1e-3))), groups(c))))
                    .plain(
                            "AdamW",
                            spelled(c -> new AdamW(adam(c, AdamW.lr(lr(c, 1e-3))), groups(c))))
                    .plain("NAdam", spelled(OptimizerClasses::nadam))
                    .plain("RAdam", spelled(OptimizerClasses::radam))
                    .plain("Adamax", spelled(OptimizerClasses::adamax))
                    .plain("Adagrad", spelled(OptimizerClasses::adagrad))
                    .plain("Adadelta", spelled(OptimizerClasses::adadelta))
                    .plain("RMSprop", spelled(OptimizerClasses::rmsprop))
                    .plain("Rprop", spelled(OptimizerClasses::rprop))
                    .plain("ASGD", spelled(OptimizerClasses::asgd))
                    .plain("SparseAdam", spelled(OptimizerClasses::sparseAdam))
                    .plain("Adafactor", spelled(OptimizerClasses::adafactor))
                    .plain("Muon", spelled(OptimizerClasses::muon))
                    .plain("LBFGS", spelled(OptimizerClasses::lbfgs));

    private OptimizerClasses() {}

    /**
     * Python tells 0 from 0.0 and a tensor from a number, and prints them as they were given; the
     * groups get the recorded spelling of what the typed options say.
     */
    private static Function<PythonCall, Optimizer> spelled(
            Function<PythonCall, Optimizer> constructor) {
        return call -> {
            var optimizer = constructor.apply(call);
            for (var group : optimizer.paramGroups()) {
                for (var option : List.copyOf(group.options().entrySet())) {
                    if (option.getValue() instanceof Number set) {
                        var given = call.get(option.getKey(), null);
                        boolean same =
                                given instanceof Tensor tensor && tensor.item() == set.doubleValue()
                                        || given instanceof Number number
                                                && number.doubleValue() == set.doubleValue();
                        group.add(option.getKey(), same ? given : set);
                    }
                }
            }
            return optimizer;
        };
    }

    private static List<ParamGroup> groups(PythonCall c) {
        var plain = new ArrayList<Tensor>();
        var groups = new ArrayList<ParamGroup>();
        for (var element : (List<?>) c.get(0, "params", List.of())) {
            switch (Classes.built(element)) {
                case Tensor tensor -> plain.add(tensor);
                case Map<?, ?> entry -> groups.add(group(entry));
                default -> throw new MissingException("parameters given as " + element);
            }
        }
        if (!plain.isEmpty()) {
            groups.add(ParamGroup.of(plain));
        }
        return groups;
    }

    private static ParamGroup group(Map<?, ?> entry) {
        var params =
                ((List<?>) entry.get("params"))
                        .stream().map(p -> (Tensor) Classes.built(p)).toList();
        var group = ParamGroup.of(params);
        for (var option : entry.entrySet()) {
            if (!option.getKey().equals("params")) {
                var value = option.getValue();
                group =
                        group.with(
                                (String) option.getKey(),
                                value instanceof List<?> list ? Tuple.copyOf(list) : value);
            }
        }
        return group;
    }

    private static double number(PythonCall c, int position, String keyword, double fallback) {
        return c.get(position, keyword, fallback) instanceof Tensor tensor
                ? tensor.item()
                : c.number(position, keyword, fallback);
    }

    private static double lr(PythonCall c, double fallback) {
        return number(c, 1, "lr", fallback);
    }

    private static double decay(PythonCall c, double fallback) {
        return number(c, PythonCall.KEYWORD, "weight_decay", fallback);
    }

    private static double number(PythonCall c, String keyword, double fallback) {
        return number(c, PythonCall.KEYWORD, keyword, fallback);
    }

    private static boolean flag(PythonCall c, String keyword) {
        return c.flag(PythonCall.KEYWORD, keyword, false);
    }

    private static double[] pair(PythonCall c, String keyword, double first, double second) {
        var pair = (List<?>) c.get(keyword, List.of(first, second));
        return pair.stream().mapToDouble(e -> ((Number) e).doubleValue()).toArray();
    }

    private static Optimizer sgd(PythonCall c) {
        var options =
                SGD.lr(lr(c, 1e-3))
                        .momentum(number(c, "momentum", 0))
                        .dampening(number(c, "dampening", 0))
                        .weightDecay(decay(c, 0));
        options = flag(c, "nesterov") ? options.withNesterov() : options;
        return new SGD(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Adam.Options adam(PythonCall c, Adam.Options options) {
        var betas = pair(c, "betas", 0.9, 0.999);
        options =
                options.betas(betas[0], betas[1])
                        .eps(number(c, "eps", 1e-8))
                        .weightDecay(decay(c, options.weightDecay()));
        options = flag(c, "amsgrad") ? options.withAmsgrad() : options;
        options = flag(c, "decoupled_weight_decay") ? options.decoupledWeightDecay() : options;
        return flag(c, "maximize") ? options.maximizing() : options;
    }

    private static Optimizer nadam(PythonCall c) {
        var betas = pair(c, "betas", 0.9, 0.999);
        var options =
                NAdam.lr(lr(c, 2e-3))
                        .betas(betas[0], betas[1])
                        .eps(number(c, "eps", 1e-8))
                        .weightDecay(decay(c, 0))
                        .momentumDecay(number(c, "momentum_decay", 4e-3));
        options = flag(c, "decoupled_weight_decay") ? options.decoupledWeightDecay() : options;
        return new NAdam(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer radam(PythonCall c) {
        var betas = pair(c, "betas", 0.9, 0.999);
        var options =
                RAdam.lr(lr(c, 1e-3))
                        .betas(betas[0], betas[1])
                        .eps(number(c, "eps", 1e-8))
                        .weightDecay(decay(c, 0));
        options = flag(c, "decoupled_weight_decay") ? options.decoupledWeightDecay() : options;
        return new RAdam(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer adamax(PythonCall c) {
        var betas = pair(c, "betas", 0.9, 0.999);
        var options =
                Adamax.lr(lr(c, 2e-3))
                        .betas(betas[0], betas[1])
                        .eps(number(c, "eps", 1e-8))
                        .weightDecay(decay(c, 0));
        return new Adamax(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer sparseAdam(PythonCall c) {
        var betas = pair(c, "betas", 0.9, 0.999);
        var options =
                SparseAdam.lr(lr(c, 1e-3)).betas(betas[0], betas[1]).eps(number(c, "eps", 1e-8));
        return new SparseAdam(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer adagrad(PythonCall c) {
        var options =
                Adagrad.lr(lr(c, 1e-2))
                        .lrDecay(number(c, "lr_decay", 0))
                        .weightDecay(decay(c, 0))
                        .initialAccumulatorValue(number(c, "initial_accumulator_value", 0))
                        .eps(number(c, "eps", 1e-10));
        return new Adagrad(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer adadelta(PythonCall c) {
        var options =
                Adadelta.lr(lr(c, 1))
                        .rho(number(c, "rho", 0.9))
                        .eps(number(c, "eps", 1e-6))
                        .weightDecay(decay(c, 0));
        return new Adadelta(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer rmsprop(PythonCall c) {
        var options =
                RMSprop.lr(lr(c, 1e-2))
                        .alpha(number(c, "alpha", 0.99))
                        .eps(number(c, "eps", 1e-8))
                        .weightDecay(decay(c, 0))
                        .momentum(number(c, "momentum", 0));
        options = flag(c, "centered") ? options.centering() : options;
        return new RMSprop(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer rprop(PythonCall c) {
        var etas = pair(c, "etas", 0.5, 1.2);
        var bounds = pair(c, "step_sizes", 1e-6, 50);
        var options = Rprop.lr(lr(c, 1e-2)).etas(etas[0], etas[1]).stepSizes(bounds[0], bounds[1]);
        return new Rprop(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer asgd(PythonCall c) {
        var options =
                ASGD.lr(lr(c, 1e-2))
                        .lambd(number(c, "lambd", 1e-4))
                        .alpha(number(c, "alpha", 0.75))
                        .t0(number(c, "t0", 1e6))
                        .weightDecay(decay(c, 0));
        return new ASGD(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer adafactor(PythonCall c) {
        var options =
                Adafactor.lr(lr(c, 1e-2))
                        .beta2Decay(number(c, "beta2_decay", -0.8))
                        .d(number(c, "d", 1))
                        .weightDecay(decay(c, 0));
        var eps = (List<?>) c.get("eps", Arrays.asList(null, 1e-3));
        double second = ((Number) eps.get(1)).doubleValue();
        options =
                eps.get(0) instanceof Number first
                        ? options.eps(first.doubleValue(), second)
                        : options.eps2(second);
        return new Adafactor(flag(c, "maximize") ? options.maximizing() : options, groups(c));
    }

    private static Optimizer muon(PythonCall c) {
        var coefficients = (List<?>) c.get("ns_coefficients", List.of(3.4445, -4.775, 2.0315));
        var abc = coefficients.stream().mapToDouble(e -> ((Number) e).doubleValue()).toArray();
        var options =
                Muon.lr(lr(c, 1e-3))
                        .weightDecay(decay(c, 0.1))
                        .momentum(number(c, "momentum", 0.95))
                        .nsCoefficients(abc[0], abc[1], abc[2])
                        .eps(number(c, "eps", 1e-7))
                        .nsSteps(c.integer(PythonCall.KEYWORD, "ns_steps", 5));
        if (c.get("adjust_lr_fn", null) != null) {
            options =
                    options.adjustLr(
                            c.constant(PythonCall.KEYWORD, "adjust_lr_fn", Muon.AdjustLr.ORIGINAL));
        }
        boolean nesterov = c.flag(PythonCall.KEYWORD, "nesterov", true);
        return new Muon(nesterov ? options : options.noNesterov(), groups(c));
    }

    private static Optimizer lbfgs(PythonCall c) {
        var options =
                LBFGS.lr(lr(c, 1))
                        .maxIter(c.integer(PythonCall.KEYWORD, "max_iter", 20))
                        .toleranceGrad(number(c, "tolerance_grad", 1e-7))
                        .toleranceChange(number(c, "tolerance_change", 1e-9))
                        .historySize(c.integer(PythonCall.KEYWORD, "history_size", 100));
        if (c.get("max_eval", null) instanceof Long most) {
            options = options.maxEval(most);
        }
        if (c.get("line_search_fn", null) != null) {
            options = options.searchingStrongWolfe();
        }
        var params = groups(c).stream().flatMap(group -> group.params().stream()).toList();
        return new LBFGS(params, options);
    }
}
