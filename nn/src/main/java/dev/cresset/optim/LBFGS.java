package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.optim.StrongWolfe.Trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Newton's method with an approximation of curvature from the last steps: PyTorch's {@code
 * optim.LBFGS} (Nocedal, 1980).
 *
 * <p>A step computes the loss several times, so it needs a closure:
 *
 * {@snippet :
 * optimizer.step(() -> {
 *     optimizer.zeroGrad();
 *     var loss = mseLoss(model.forward(x), y);
 *     loss.backward();
 *     return loss;
 * });
 * }
 *
 * <p>It works on all parameters as one vector and has one group.
 */
public final class LBFGS extends Optimizer {
    private static final Set<String> KEPT =
            Set.of(
                    "al",
                    "d",
                    "t",
                    "old_dirs",
                    "old_stps",
                    "ro",
                    "H_diag",
                    "prev_flat_grad",
                    "prev_loss");
    private static final double LEAST_CURVATURE = 1e-10;

    /**
     * Options of {@link LBFGS}.
     *
     * @param lr factor of the steps
     * @param maxIter most iterations in a step
     * @param maxEval most evaluations of the loss in a step, empty for 5/4 of the iterations
     * @param toleranceGrad largest gradient at which a point counts as the minimum
     * @param toleranceChange smallest change of loss or parameters that is worth going on
     * @param historySize how many steps the curvature is learned from
     * @param strongWolfe whether to search along the direction for a good step
     */
    public record Options(
            double lr,
            long maxIter,
            OptionalLong maxEval,
            double toleranceGrad,
            double toleranceChange,
            long historySize,
            boolean strongWolfe) {
        /** With another limit of iterations. */
        public Options maxIter(long value) {
            return new Options(
                    lr, value, maxEval, toleranceGrad, toleranceChange, historySize, strongWolfe);
        }

        /** With a limit of evaluations. */
        public Options maxEval(long value) {
            return new Options(
                    lr,
                    maxIter,
                    OptionalLong.of(value),
                    toleranceGrad,
                    toleranceChange,
                    historySize,
                    strongWolfe);
        }

        /** With another largest gradient of a minimum. */
        public Options toleranceGrad(double value) {
            return new Options(
                    lr, maxIter, maxEval, value, toleranceChange, historySize, strongWolfe);
        }

        /** With another smallest change. */
        public Options toleranceChange(double value) {
            return new Options(
                    lr, maxIter, maxEval, toleranceGrad, value, historySize, strongWolfe);
        }

        /** With another length of the history. */
        public Options historySize(long value) {
            return new Options(
                    lr, maxIter, maxEval, toleranceGrad, toleranceChange, value, strongWolfe);
        }

        /** With a line search: PyTorch's {@code line_search_fn="strong_wolfe"}. */
        public Options searchingStrongWolfe() {
            return new Options(
                    lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr == 1 ? (Number) 1L : lr);
            map.put("max_iter", maxIter);
            map.put("max_eval", maxEval.orElse(maxIter * 5 / 4));
            map.put("tolerance_grad", toleranceGrad);
            map.put("tolerance_change", toleranceChange);
            map.put("history_size", historySize);
            map.put("line_search_fn", strongWolfe ? "strong_wolfe" : null);
            return map;
        }
    }

    private final List<Tensor> params;

    /** Options with a factor of the steps and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 20, OptionalLong.empty(), 1e-7, 1e-9, 100, false);
    }

    /** With full steps. */
    public LBFGS(List<? extends Tensor> params) {
        this(params, lr(1));
    }

    /** With options. */
    public LBFGS(List<? extends Tensor> params, Options options) {
        super(options.defaults(), List.of(ParamGroup.of(params)));
        this.params = paramGroups().getFirst().params();
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("func_evals", 0L);
        state.put("n_iter", 0L);
        return state;
    }

    @Override
    Set<String> late() {
        return KEPT;
    }

    private static Tensor denseGradient(Tensor p) {
        if (p.sparseGrad() != null) {
            return p.sparseGrad().toDense();
        }
        return p.grad() == null ? Torch.zerosLike(p) : p.grad();
    }

    @Override
    boolean plainState(String key, Object value) {
        return value != null;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        throw new AssertionError("all parameters are stepped at once");
    }

    /**
     * Not for this optimiser.
     *
     * @throws OpException always: it needs a closure
     */
    @Override
    public void step() {
        throw new OpException(
                "LBFGS: step() missing 1 required positional argument: 'closure'; give step a"
                        + " function that clears the gradients, computes the loss, calls backward"
                        + " and returns the loss");
    }

    @Override
    public Tensor step(Supplier<Tensor> closure) {
        if (paramGroups().size() != 1) {
            throw new OpException(
                    "LBFGS: LBFGS doesn't support per-parameter options (parameter groups), got "
                            + paramGroups().size()
                            + " groups");
        }
        var run = new Run(closure, paramGroups().getFirst(), owned(params.getFirst()));
        try (var off = Torch.noGrad()) {
            return run.run();
        }
    }

    /** One step: several iterations. */
    private final class Run {
        private final Supplier<Tensor> closure;
        private final Map<String, Object> state;
        private final double lr;
        private final long maxIter;
        private final long maxEval;
        private final double toleranceGrad;
        private final double toleranceChange;
        private final boolean searching;
        private final int historySize;
        private final List<Tensor> directions;
        private final List<Tensor> steps;
        private final List<Tensor> curvatures;
        private Tensor gradient;
        private Tensor direction;
        private double t;
        private Tensor scale;
        private double loss;

        Run(Supplier<Tensor> closure, ParamGroup group, Map<String, Object> state) {
            this.closure = closure;
            this.state = state;
            lr = group.lr();
            maxIter = (long) group.number("max_iter");
            maxEval = (long) group.number("max_eval");
            toleranceGrad = group.number("tolerance_grad");
            toleranceChange = group.number("tolerance_change");
            historySize = (int) group.number("history_size");
            searching = group.get("line_search_fn") != null;
            if (state.isEmpty()) {
                state.putAll(fresh(params.getFirst(), group));
            }
            directions = tensors("old_dirs");
            steps = tensors("old_stps");
            curvatures = tensors("ro");
            direction = (Tensor) state.get("d");
            t =
                    switch (state.get("t")) {
                        case Number number -> number.doubleValue();
                        case Tensor tensor -> tensor.item();
                        case null, default -> 0;
                    };
            scale = state.get("H_diag") instanceof Tensor tensor ? tensor : Torch.tensor(1);
        }

        private List<Tensor> tensors(String key) {
            var list = new ArrayList<Tensor>();
            if (state.get(key) instanceof List<?> kept) {
                kept.forEach(element -> list.add((Tensor) element));
            }
            return list;
        }

        private long count(String key, long more) {
            return (long) state.merge(key, more, (a, b) -> ((Number) a).longValue() + (long) b);
        }

        private Tensor evaluate() {
            Tensor result;
            try (var on = Torch.enableGrad()) {
                result = closure.get();
            }
            loss = result.item();
            gradient = flatGradient();
            return result;
        }

        private boolean atMinimum() {
            return gradient.abs().max().le(toleranceGrad).item() != 0;
        }

        Tensor run() {
            var result = evaluate();
            long evaluations = 1;
            count("func_evals", 1);
            if (atMinimum()) {
                return result;
            }
            var previous = (Tensor) state.get("prev_flat_grad");
            double lastLoss = loss;
            for (long i = 1; i <= maxIter; i++) {
                boolean first = count("n_iter", 1) == 1;
                if (first) {
                    direction = gradient.neg();
                } else {
                    learn(previous);
                    direction = direct();
                }
                previous = gradient;
                lastLoss = loss;
                t = first ? firstStep() : lr;
                var slope = gradient.dot(direction);
                if (slope.gt(-toleranceChange).item() != 0) {
                    break;
                }
                boolean done = false;
                long more = 0;
                if (searching) {
                    more = search(slope.item(), maxEval - evaluations);
                    done = atMinimum();
                } else {
                    move(t);
                    if (i != maxIter) {
                        evaluate();
                        done = atMinimum();
                        more = 1;
                    }
                }
                evaluations += more;
                count("func_evals", more);
                if (done || evaluations >= maxEval || still(lastLoss)) {
                    break;
                }
            }
            keep(previous, lastLoss);
            return result;
        }

        private double firstStep() {
            var bound = gradient.abs().sum().reciprocal();
            return bound.item() < 1 ? bound.mul(lr).item() : lr;
        }

        private boolean still(double lastLoss) {
            return direction.mul(t).abs().max().le(toleranceChange).item() != 0
                    || Math.abs(loss - lastLoss) < toleranceChange;
        }

        /** Adds the last step to the history. */
        private void learn(Tensor previous) {
            var y = gradient.sub(previous);
            var s = direction.mul(t);
            var product = y.dot(s);
            if (product.gt(LEAST_CURVATURE).item() != 0) {
                if (directions.size() == historySize) {
                    directions.removeFirst();
                    steps.removeFirst();
                    curvatures.removeFirst();
                }
                directions.add(y);
                steps.add(s);
                curvatures.add(product.reciprocal());
                scale = product.div(y.dot(y));
            }
        }

        /** The gradient times the approximate inverse of the Hessian, by two loops. */
        private Tensor direct() {
            int n = directions.size();
            var shares = new Tensor[n];
            var q = gradient.neg();
            for (int i = n - 1; i >= 0; i--) {
                shares[i] = steps.get(i).dot(q).mul(curvatures.get(i));
                q.add_(directions.get(i), -shares[i].item());
            }
            var r = q.mul(scale);
            for (int i = 0; i < n; i++) {
                var share = directions.get(i).dot(r).mul(curvatures.get(i));
                r.add_(steps.get(i), shares[i].sub(share).item());
            }
            return r;
        }

        private long search(double slope, long most) {
            var origin = params.stream().map(Tensor::clone).toList();
            var start = new Trial(0, loss, gradient, slope);
            var search =
                    new StrongWolfe(step -> trial(step, origin), direction, toleranceChange, most);
            var found = search.search(start, t);
            loss = found.trial().loss();
            gradient = found.trial().gradient();
            t = found.trial().t();
            move(t);
            return found.evaluations();
        }

        private Trial trial(double step, List<Tensor> origin) {
            move(step);
            evaluate();
            for (int k = 0; k < origin.size(); k++) {
                params.get(k).copy_(origin.get(k));
            }
            return new Trial(step, loss, gradient, gradient.dot(direction).item());
        }

        private void move(double step) {
            long offset = 0;
            for (var p : params) {
                var numbers = real(p);
                var part = direction.narrow(0, offset, numbers.numel());
                numbers.add_(part.view(numbers.shape().toArray()), step);
                offset += numbers.numel();
            }
        }

        private Tensor flatGradient() {
            return Torch.cat(
                    params.stream()
                            .map(LBFGS::denseGradient)
                            .map(grad -> real(grad).reshape(-1))
                            .toList());
        }

        private void keep(Tensor previous, double lastLoss) {
            state.put("d", direction);
            state.put("t", t);
            state.put("old_dirs", List.copyOf(directions));
            state.put("old_stps", List.copyOf(steps));
            state.put("ro", List.copyOf(curvatures));
            state.put("H_diag", scale);
            state.put("prev_flat_grad", previous);
            state.put("prev_loss", lastLoss);
        }
    }
}
