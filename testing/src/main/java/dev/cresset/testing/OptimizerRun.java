package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.cresset.Parameter;
import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.optim.Optimizer;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one record of kind {@code optimizer} or {@code lbfgs}: an optimiser, its text, and
 * parameters and state after some of ten steps with recorded gradients or a recorded objective.
 *
 * <p>Note [Counts decided by last bits]. LBFGS stops when two losses differ by less than 1e-9, and
 * its line search when one is below another. In float32 a loss of 1 has neighbours 1e-7 away, so
 * once it stands still both tests ask how its last bit was rounded. Sums, elementwise arithmetic
 * and the optimiser's own steps give PyTorch's bits here; {@code dot} and {@code p ** 4} of the
 * objective do not: PyTorch takes them from MKL, whose order of additions depends on the processor,
 * and from Sleef, whose powers may be off by one unit in the last place. PyTorch's own counts hang
 * on these bits: after ten steps of the record with rate 0.1 it has 110 iterations, 108 with powers
 * rounded from float64, 109 with {@code (x * y).sum()} for {@code dot}. So counts are not compared
 * for a float32 step at whose start the recorded loss is the same number as a step before; they are
 * everywhere else.
 */
final class OptimizerRun {
    private static final int STEPS = 10;

    private final Bundle bundle;
    private final JsonNode record;
    private final Comparison comparison;
    private final List<Parameter> params = new ArrayList<>();

    OptimizerRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
        this.comparison = Comparison.of(bundle.tensors(), record.path("tol"));
    }

    String call() {
        return record.get("optimizer").textValue()
                + "(..., "
                + Text.call("", List.of(), kwargs(record)).substring(1)
                + (record.has("groups") ? " of several groups" : "");
    }

    private Map<String, Object> kwargs(JsonNode node) {
        return decoder().kwargs(node);
    }

    private Decoder decoder() {
        return new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
    }

    void run() {
        record.get("params").forEach(node -> params.add(new Parameter(decoder().tensor(node))));
        var call =
                new PythonCall(
                        record.get("optimizer").textValue(),
                        List.of(record.has("groups") ? groups() : params),
                        kwargs(record));
        var optimizer = (Optimizer) Classes.construct(call);
        var want = record.get("repr").textValue();
        if (!want.equals(optimizer.toString())) {
            throw new Mismatch("\n" + want, "\n" + optimizer);
        }
        for (int step = 1; step <= STEPS; step++) {
            if (record.get("kind").textValue().equals("lbfgs")) {
                minimize(optimizer, step);
            } else {
                step(optimizer, record.get("grads").get(step - 1));
            }
            try {
                check(optimizer, step);
            } catch (Mismatch mismatch) {
                throw mismatch.in("step " + step);
            }
        }
    }

    private List<Object> groups() {
        var groups = new ArrayList<>();
        for (var node : record.get("groups")) {
            var group = new LinkedHashMap<String, Object>();
            var members = new ArrayList<Parameter>();
            node.get("params").forEach(index -> members.add(params.get(index.intValue())));
            group.put("params", members);
            node.get("options")
                    .properties()
                    .forEach(
                            option ->
                                    group.put(
                                            option.getKey(),
                                            decoder().value(option.getValue(), "")));
            groups.add(group);
        }
        return groups;
    }

    private void step(Optimizer optimizer, JsonNode grads) {
        for (int i = 0; i < params.size(); i++) {
            var grad = grads.get(i);
            switch (decoder().value(grad, "")) {
                case SparseTensor sparse -> params.get(i).sparseGrad(sparse);
                case Object dense -> params.get(i).grad((Tensor) dense);
                case null -> params.get(i).grad(null);
            }
        }
        optimizer.step();
    }

    private void minimize(Optimizer optimizer, int step) {
        var a = decoder().value(list(record.get("a")), "");
        var b = decoder().value(list(record.get("b")), "");
        var loss = optimizer.step(() -> loss(optimizer, (List<?>) a, (List<?>) b));
        try {
            comparison.check(record.get("losses").get(step - 1), loss.detach());
        } catch (Mismatch mismatch) {
            throw mismatch.in("loss of step " + step);
        }
    }

    private static JsonNode list(JsonNode values) {
        return JsonNodeFactory.instance.objectNode().set("list", values);
    }

    /** The sum over parameters of {@code (0.5 a (p - b)^2 + 0.05 p^4).sum()}. */
    private Tensor loss(Optimizer optimizer, List<?> a, List<?> b) {
        optimizer.zeroGrad();
        Tensor loss = null;
        for (int i = 0; i < params.size(); i++) {
            var p = params.get(i);
            var square = p.sub((Tensor) b.get(i)).pow(2).mul(((Tensor) a.get(i)).mul(0.5));
            var part = square.add(p.pow(4).mul(0.05)).sum();
            loss = loss == null ? part : loss.add(part);
        }
        loss.backward();
        return loss;
    }

    private void check(Optimizer optimizer, int step) {
        var want = record.get("steps").path("" + step);
        if (want.isMissingNode()) {
            return;
        }
        for (int i = 0; i < params.size(); i++) {
            try {
                comparison.check(want.get("params").get(i), params.get(i).detach());
            } catch (Mismatch mismatch) {
                throw mismatch.in("parameter " + i);
            }
        }
        if (want.has("state_dict")) {
            comparison.check(want.get("state_dict"), optimizer.stateDict());
        } else if (!decidedByLastBits(step)) {
            var state = optimizer.state(params.getFirst());
            for (var key : List.of("n_iter", "func_evals")) {
                long found = ((Number) state.get(key)).longValue();
                if (want.get(key).longValue() != found) {
                    throw new Mismatch(key + " " + want.get(key), "" + found);
                }
            }
        }
    }

    /** True in float32 where the recorded loss is the same number as a step before. */
    private boolean decidedByLastBits(int step) {
        if (params.getFirst().dtype() == DType.FLOAT64 || step == 1) {
            return false;
        }
        var losses = record.get("losses");
        return loss(losses.get(step - 1)) == loss(losses.get(step - 2));
    }

    private double loss(JsonNode recorded) {
        return decoder().tensor(recorded).item();
    }
}
