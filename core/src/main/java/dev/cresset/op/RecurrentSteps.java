package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.mm;
import static dev.cresset.op.ValueOps.mt;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.narrow;
import static dev.cresset.op.ValueOps.neg;
import static dev.cresset.op.ValueOps.sub;

import java.util.Arrays;
import java.util.List;

/**
 * A recurrent layer step by step, forward and backward, in ops that are recorded each by itself:
 * what the fast form of {@link RecurrentLayer} must equal.
 */
final class RecurrentSteps {
    private final RecurrentCell cell;
    private final RecurrentRows rows;
    private final Value x;
    private final RecurrentLayer.Weights w;
    private final long[] sizes;
    private final Step[] steps;
    private Value h;
    private Value c;
    private Value dh;
    private Value dc;

    /**
     * What was computed at one step.
     *
     * @param h the state before
     * @param c the other state of LSTM before
     * @param gates the gates; for LSTM also tanh(c), for GRU also what h adds to n
     * @param full the output before its projection
     * @param output the output
     */
    private record Step(Value h, Value c, Value[] gates, Value full, Value output) {}

    /** Runs all steps. */
    RecurrentSteps(
            RecurrentCell cell,
            RecurrentRows rows,
            Value x,
            Value h,
            Value c,
            RecurrentLayer.Weights w) {
        this.cell = cell;
        this.rows = rows;
        this.w = w;
        this.h = h;
        this.c = c;
        sizes = x.layout().sizes();
        this.x = ValueOps.reshape(x, rows.total(), sizes[sizes.length - 1]);
        steps = new Step[rows.steps()];
        var sums = Products.LINEAR.value(this.x, w.wIh(), w.bIh());
        for (int s = 0; s < steps.length; s++) {
            int t = rows.at(s);
            steps[t] = step(narrow(sums, 0, rows.first(t), rows.rows(t)), rows.rows(t));
        }
    }

    private Step step(Value fromInput, long count) {
        var hBefore = top(h, count);
        var cBefore = c == null ? null : top(c, count);
        var fromState = Products.LINEAR.value(hBefore, w.wHh(), w.bHh());
        var step =
                switch (cell) {
                    case RNN_TANH -> plain(hBefore, tanh(add(fromInput, fromState)));
                    case RNN_RELU ->
                            plain(hBefore, Activations.RELU.value(add(fromInput, fromState)));
                    case LSTM -> lstm(hBefore, cBefore, add(fromInput, fromState));
                    case GRU -> gru(hBefore, fromInput, fromState);
                };
        h = replaceTop(h, step.output, count);
        return step;
    }

    private static Step plain(Value h, Value y) {
        return new Step(h, null, new Value[0], y, y);
    }

    private Step lstm(Value h, Value cBefore, Value sums) {
        var i = sigmoid(part(sums, 0));
        var f = sigmoid(part(sums, 1));
        var g = tanh(part(sums, 2));
        var o = sigmoid(part(sums, 3));
        var cAfter = add(mul(f, cBefore), mul(i, g));
        c = replaceTop(c, cAfter, cAfter.layout().size(0));
        var tanhC = tanh(cAfter);
        var full = mul(o, tanhC);
        var y = w.wHr() == null ? full : Products.LINEAR.value(full, w.wHr(), null);
        return new Step(h, cBefore, new Value[] {i, f, g, o, tanhC}, full, y);
    }

    private Step gru(Value h, Value fromInput, Value fromState) {
        var r = sigmoid(add(part(fromState, 0), part(fromInput, 0)));
        var z = sigmoid(add(part(fromState, 1), part(fromInput, 1)));
        var q = part(fromState, 2);
        var n = tanh(add(part(fromInput, 2), mul(q, r)));
        var y = add(mul(sub(h, n), z), n);
        return new Step(h, null, new Value[] {r, z, n, q}, y, y);
    }

    private static Value tanh(Value x) {
        return Elementary.TANH.value(x);
    }

    private static Value sigmoid(Value x) {
        return Elementary.SIGMOID.value(x);
    }

    /** One gate's columns. */
    private Value part(Value all, int gate) {
        long hidden = w.wIh().layout().size(0) / cell.gates();
        return narrow(all, 1, gate * hidden, hidden);
    }

    private Value top(Value state, long count) {
        return count == rows.batch() ? state : narrow(state, 0, 0, count);
    }

    /** The state with its first rows exchanged. */
    private Value replaceTop(Value state, Value top, long count) {
        if (count == rows.batch()) {
            return top;
        }
        var rest = narrow(state, 0, count, rows.batch() - count);
        return ValueOps.cat(List.of(top, rest), 0);
    }

    /** The outputs of all steps and the last states. */
    RecurrentLayer.Result result() {
        var out = joined(Arrays.stream(steps).map(Step::output).toList());
        var outSizes = sizes.clone();
        outSizes[outSizes.length - 1] = h.layout().size(1);
        return new RecurrentLayer.Result(ValueOps.reshape(out, outSizes), h, c);
    }

    private static Value joined(List<Value> parts) {
        return parts.size() == 1 ? parts.getFirst() : ValueOps.cat(parts, 0);
    }

    // Gradients

    private static Value beforeTanh(Value gradient, Value y) {
        return mul(gradient, add(neg(mul(y, y)), 1L));
    }

    private static Value beforeSigmoid(Value gradient, Value y) {
        return mul(gradient, mul(add(neg(y), 1L), y));
    }

    /** The gradients of the gates of one step. */
    private record Gates(Value fromInput, Value fromState) {}

    /**
     * The gradients of the arguments of the layer's op.
     *
     * @param dy gradient of the output, or null
     * @param dhLast gradient of the last state, or null
     * @param dcLast likewise
     */
    Object[] gradient(Value dy, Value dhLast, Value dcLast) {
        long state = h.layout().size(1);
        var flat = dy == null ? null : ValueOps.reshape(dy, rows.total(), state);
        dh = dhLast == null ? ValueOps.zerosLike(h) : dhLast;
        dc = c == null || dcLast != null ? dcLast : ValueOps.zerosLike(c);
        var fromInput = new Value[steps.length];
        var fromState = new Value[steps.length];
        var projected = new Value[steps.length];
        for (int s = steps.length - 1; s >= 0; s--) {
            int t = rows.at(s);
            long count = rows.rows(t);
            var dOut = top(dh, count);
            if (flat != null) {
                dOut = add(dOut, narrow(flat, 0, rows.first(t), count));
            }
            projected[t] = dOut;
            var full = w.wHr() == null ? dOut : mm(dOut, w.wHr());
            var gates = gates(steps[t], full, count);
            fromInput[t] = gates.fromInput;
            fromState[t] = gates.fromState;
            var before = mm(gates.fromState, w.wHh());
            if (cell == RecurrentCell.GRU) {
                before = add(before, mul(dOut, steps[t].gates[1]));
            }
            dh = replaceTop(dh, before, count);
        }
        var gInput = joined(List.of(fromInput));
        var gState = cell == RecurrentCell.GRU ? joined(List.of(fromState)) : gInput;
        var hs = joined(Arrays.stream(steps).map(Step::h).toList());
        Value dwHr = null;
        if (w.wHr() != null) {
            var fulls = joined(Arrays.stream(steps).map(Step::full).toList());
            dwHr = mm(mt(joined(List.of(projected))), fulls);
        }
        return grads(
                ValueOps.reshape(mm(gInput, w.wIh()), sizes),
                null,
                dh,
                dc,
                mm(mt(gInput), x),
                mm(mt(gState), hs),
                ValueOps.sum(gInput, false, 0),
                ValueOps.sum(gState, false, 0),
                dwHr,
                null);
    }

    private Gates gates(Step step, Value dFull, long count) {
        return switch (cell) {
            case RNN_TANH -> same(beforeTanh(dFull, step.output));
            case RNN_RELU -> same(ValueOps.where(Comparisons.GT.value(step.output, 0L), dFull, 0L));
            case LSTM -> lstmGates(step, dFull, count);
            case GRU -> gruGates(step, dFull);
        };
    }

    private static Gates same(Value gradient) {
        return new Gates(gradient, gradient);
    }

    private Gates lstmGates(Step step, Value dFull, long count) {
        var i = step.gates[0];
        var f = step.gates[1];
        var g = step.gates[2];
        var o = step.gates[3];
        var tanhC = step.gates[4];
        var dcAfter = add(top(dc, count), beforeTanh(mul(dFull, o), tanhC));
        dc = replaceTop(dc, mul(dcAfter, f), count);
        return same(
                ValueOps.cat(
                        List.of(
                                beforeSigmoid(mul(dcAfter, g), i),
                                beforeSigmoid(mul(dcAfter, step.c), f),
                                beforeTanh(mul(dcAfter, i), g),
                                beforeSigmoid(mul(dFull, tanhC), o)),
                        1));
    }

    private Gates gruGates(Step step, Value dOut) {
        var r = step.gates[0];
        var z = step.gates[1];
        var n = step.gates[2];
        var dn = beforeTanh(mul(dOut, add(neg(z), 1L)), n);
        var dz = beforeSigmoid(mul(dOut, sub(step.h, n)), z);
        var dr = beforeSigmoid(mul(dn, step.gates[3]), r);
        return new Gates(
                ValueOps.cat(List.of(dr, dz, dn), 1), ValueOps.cat(List.of(dr, dz, mul(dn, r)), 1));
    }
}
