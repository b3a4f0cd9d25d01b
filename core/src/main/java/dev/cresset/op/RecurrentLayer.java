package dev.cresset.op;

import static dev.cresset.op.Backward.grads;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.Contractions.Transpose;
import dev.cresset.spi.DType;

import java.util.EnumMap;
import java.util.Map;

/**
 * One layer of cells over a sequence in one direction, the op that all recurrent layers and cells
 * are made of.
 *
 * <p>Note [Recurrent layers]: float32 and float64 run on whole sequences, see {@link
 * RecurrentForward} and {@link RecurrentBackward}: no tensor is made per step, and one node in the
 * graph stands for all steps. The 16-bit types, which round after every operation, are composed of
 * ops step by step ({@link RecurrentSteps}), and so are gradients that are to be differentiated
 * themselves.
 */
final class RecurrentLayer {
    private static final int INPUT = 0;
    private static final int BATCH_SIZES = 1;
    private static final int H = 2;
    private static final int C = 3;
    private static final int W_IH = 4;
    private static final int W_HH = 5;
    private static final int B_IH = 6;
    private static final int B_HH = 7;
    private static final int W_HR = 8;
    private static final int REVERSE = 9;

    private static final int SAVED = 2;

    private static final Map<RecurrentCell, Primitive> ROWS = new EnumMap<>(RecurrentCell.class);

    static {
        for (var cell : RecurrentCell.values()) {
            ROWS.put(cell, row(cell));
        }
    }

    private RecurrentLayer() {}

    private static Primitive row(RecurrentCell cell) {
        boolean hasC = cell == RecurrentCell.LSTM;
        return Primitive.of(
                        Primitive.Family.RECURRENT,
                        "_"
                                + cell.op()
                                + "_layer(Tensor input, int[]? batch_sizes, Tensor hx, Tensor? cx,"
                                + " Tensor w_ih, Tensor w_hh, Tensor? b_ih, Tensor? b_hh, Tensor?"
                                + " w_hr, bool reverse) -> (Tensor output, Tensor hy, Tensor saved"
                                + (hasC ? ", Tensor cy)" : ")"),
                        a -> forward(cell, a))
                .gradient(b -> gradient(cell, b), INPUT, H, C, W_IH, W_HH, B_IH, B_HH, W_HR)
                .savingResult()
                .named(cell.node());
    }

    /**
     * The results of a layer.
     *
     * @param output the state h after each step, in the form of the input
     * @param h the state after the last step
     * @param c the other state of LSTM, or null
     */
    record Result(Value output, Value h, Value c) {}

    /**
     * The operands of a layer; b, c and the projection may be null.
     *
     * @param wIh weights of the input
     * @param wHh weights of the state
     * @param bIh bias
     * @param bHh bias
     * @param wHr projection
     */
    record Weights(Value wIh, Value wHh, Value bIh, Value bHh, Value wHr) {}

    /**
     * Runs a layer.
     *
     * @param x (steps, batch, input), or with batch sizes (rows, input)
     * @param batchSizes the number of rows of each step, or null
     * @param c first state of LSTM, else null
     */
    static Result call(
            RecurrentCell cell,
            Value x,
            long[] batchSizes,
            Value h,
            Value c,
            Weights w,
            boolean reverse) {
        check(cell, x, h, c, w);
        if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
            var rows = rows(x.layout().sizes(), batchSizes, reverse);
            var steps = new RecurrentSteps(cell, rows, x, h, c, w);
            return steps.result();
        }
        var results =
                ROWS.get(cell)
                        .values(x, batchSizes, h, c, w.wIh, w.wHh, w.bIh, w.bHh, w.wHr, reverse);
        return new Result(
                results.get(0), results.get(1), c == null ? null : results.get(SAVED + 1));
    }

    private static RecurrentRows rows(long[] sizes, long[] batchSizes, boolean reverse) {
        return batchSizes == null
                ? RecurrentRows.of(sizes[0], sizes[1], reverse)
                : RecurrentRows.of(batchSizes, sizes[0], reverse);
    }

    private static void check(RecurrentCell cell, Value x, Value h, Value c, Weights w) {
        var op = cell.op();
        long input = x.layout().size(x.layout().dim() - 1);
        Check.that(
                w.wIh.layout().dim() == 2 && w.wIh.layout().size(0) % cell.gates() == 0,
                "%s: weight_ih must have %s x hidden_size rows, got %s",
                op,
                cell.gates(),
                w.wIh);
        long gates = w.wIh.layout().size(0);
        long hidden = gates / cell.gates();
        long state = w.wHr == null ? hidden : w.wHr.layout().size(0);
        expect(op, "weight_ih", w.wIh, x.dtype(), gates, input);
        expect(op, "weight_hh", w.wHh, x.dtype(), gates, state);
        if (w.bIh != null) {
            expect(op, "bias_ih", w.bIh, x.dtype(), gates);
            expect(op, "bias_hh", w.bHh, x.dtype(), gates);
        }
        if (w.wHr != null) {
            expect(op, "weight_hr", w.wHr, x.dtype(), state, hidden);
        }
        long batch = h.layout().size(0);
        expect(op, "hx", h, x.dtype(), batch, state);
        if (c != null) {
            expect(op, "cx", c, x.dtype(), batch, hidden);
        }
    }

    private static void expect(String op, String name, Value v, DType dtype, long... sizes) {
        Check.that(
                v.dtype() == dtype,
                "%s: mat1 and mat2 must have the same dtype, but got %s and %s (%s); convert one"
                        + " of them",
                op,
                dtype.scalarName(),
                v.dtype().scalarName(),
                name);
        Check.that(
                v.layout().hasSizes(sizes),
                "%s: %s must have sizes %s, got %s",
                op,
                name,
                sizes,
                v);
    }

    private static RecurrentSizes sizes(
            RecurrentCell cell, DType dtype, RecurrentRows rows, Array wIh, Array wHh, Array wHr) {
        long hidden = wIh.layout().size(0) / cell.gates();
        long state = wHh.layout().size(1);
        return new RecurrentSizes(
                cell, dtype, rows, wIh.layout().size(1), hidden, state, wHr != null);
    }

    private static long address(Array array) {
        return array == null ? 0 : array.address();
    }

    private static Array dense(Args a, int i) {
        return a.none(i) ? null : a.dense(i);
    }

    private static Array[] forward(RecurrentCell cell, Args a) {
        var x = a.dense(INPUT);
        var rows = rows(x.layout().sizes(), a.longs(BATCH_SIZES), a.flag(REVERSE));
        var wIh = a.dense(W_IH);
        var wHh = a.dense(W_HH);
        var wHr = dense(a, W_HR);
        var s = sizes(cell, x.dtype(), rows, wIh, wHh, wHr);
        Check.that(
                a.layout(H).size(0) == rows.batch(),
                "%s: Expected hidden size %s, got %s: one row per sequence",
                cell.op(),
                new long[] {rows.batch(), s.state()},
                a.layout(H));
        var outSizes = x.layout().sizes().clone();
        outSizes[outSizes.length - 1] = s.state();
        var y = NewArray.empty(x.dtype(), outSizes);
        var h = Copies.copyTo(a.array(H), x.dtype());
        var c = a.none(C) ? null : Copies.copyTo(a.array(C), x.dtype());
        var saved = NewArray.empty(x.dtype(), rows.total(), s.saved());
        if (rows.total() > 0) {
            var bIh = dense(a, B_IH);
            var bHh = dense(a, B_HH);
            var transposed = Copies.copyTo(wHh.with(wHh.layout().transpose(0, 1)), s.dtype());
            new RecurrentForward(
                            s,
                            x.address(),
                            wIh.address(),
                            transposed.address(),
                            address(bIh),
                            address(bHh),
                            address(wHr),
                            y.address(),
                            h.address(),
                            address(c),
                            saved.address())
                    .run();
            transposed.storage().release();
        }
        return c == null ? new Array[] {y, h, saved} : new Array[] {y, h, saved, c};
    }

    private static Array orZeros(Value gradient, DType dtype, long... sizes) {
        return gradient == null
                ? NewArray.zeros(dtype, sizes)
                : Copies.copyTo(gradient.array(), dtype);
    }

    private static Value optional(Backward b, int i) {
        return b.count(i) == 0 ? null : b.value(i);
    }

    private static Object[] gradient(RecurrentCell cell, Backward b) {
        var x = b.value(INPUT);
        if (x.tape().recording()) {
            var w =
                    new Weights(
                            b.value(W_IH),
                            b.value(W_HH),
                            optional(b, B_IH),
                            optional(b, B_HH),
                            optional(b, W_HR));
            var rows =
                    rows(x.layout().sizes(), b.args().longs(BATCH_SIZES), b.args().flag(REVERSE));
            var steps = new RecurrentSteps(cell, rows, x, b.value(H), optional(b, C), w);
            return steps.gradient(b.grad(0), b.grad(1), gradC(cell, b));
        }
        try (var _ = AddressUse.begin()) {
            return new RecurrentGradient(cell, b).all();
        }
    }

    private static Value gradC(RecurrentCell cell, Backward b) {
        return cell == RecurrentCell.LSTM ? b.grad(SAVED + 1) : null;
    }

    /** The gradients of a layer from what its forward pass saved. */
    private static final class RecurrentGradient {
        private final Backward b;
        private final DType dtype;
        private final RecurrentRows rows;
        private final RecurrentSizes s;
        private final Array x;
        private final Array wIh;
        private final Array wHh;
        private final Array wHr;
        private final Array saved;
        private final Array dh;
        private final Array dc;
        private final Array fromInput;
        private final Array fromState;
        private final Array projected;

        RecurrentGradient(RecurrentCell cell, Backward b) {
            this.b = b;
            x = dense(b.value(INPUT));
            dtype = x.dtype();
            wIh = dense(b.value(W_IH));
            wHh = dense(b.value(W_HH));
            wHr = b.count(W_HR) == 0 ? null : dense(b.value(W_HR));
            rows = rows(x.layout().sizes(), b.args().longs(BATCH_SIZES), b.args().flag(REVERSE));
            s = sizes(cell, dtype, rows, wIh, wHh, wHr);
            saved = b.result(SAVED).array();
            dh = orZeros(b.grad(1), dtype, rows.batch(), s.state());
            dc =
                    cell == RecurrentCell.LSTM
                            ? orZeros(b.grad(SAVED + 1), dtype, rows.batch(), s.hidden())
                            : null;
            fromInput = NewArray.empty(dtype, rows.total(), s.gates());
            fromState =
                    cell == RecurrentCell.GRU
                            ? NewArray.empty(dtype, rows.total(), s.gates())
                            : fromInput;
            projected = wHr == null ? null : NewArray.empty(dtype, rows.total(), s.state());
            var dy =
                    b.grad(0) == null
                            ? NewArray.zeros(dtype, rows.total(), s.state())
                            : dense(b.grad(0));
            if (rows.total() > 0) {
                new RecurrentBackward(
                                s,
                                wHh.address(),
                                address(wHr),
                                b.result(0).array().address(),
                                saved.address(),
                                dy.address(),
                                dh.address(),
                                address(dc),
                                fromInput.address(),
                                fromState.address(),
                                address(projected))
                        .run();
            }
        }

        private static Array dense(Value value) {
            return Copies.contiguous(value.array());
        }

        private Value wrap(Array array) {
            return b.value(INPUT).tape().wrap(array);
        }

        Object[] all() {
            long n = rows.total();
            long gates = s.gates();
            Value dx = null;
            if (b.needs(INPUT)) {
                var array = NewArray.empty(dtype, x.layout().sizes());
                s.multiply(
                        n,
                        s.input(),
                        gates,
                        fromInput.address(),
                        Transpose.NO,
                        wIh.address(),
                        0,
                        array.address());
                dx = wrap(array);
            }
            var dBias = b.needs(B_IH) || b.needs(B_HH) ? columns(fromInput) : null;
            var result =
                    grads(
                            dx,
                            null,
                            b.needs(H) ? wrap(dh) : null,
                            b.needs(C) ? wrap(dc) : null,
                            b.needs(W_IH)
                                    ? product(fromInput, gates, x.address(), s.input())
                                    : null,
                            b.needs(W_HH)
                                    ? product(
                                            fromState, gates, s.savedH(saved.address()), s.state())
                                    : null,
                            dBias,
                            fromState == fromInput || dBias == null ? dBias : columns(fromState),
                            b.needs(W_HR)
                                    ? product(
                                            projected,
                                            s.state(),
                                            s.savedFull(saved.address()),
                                            s.hidden())
                                    : null,
                            null);
            fromInput.storage().release();
            if (fromState != fromInput) {
                fromState.storage().release();
            }
            return result;
        }

        /** The gradient of weights that took {@code from} to the matrix with gradient left. */
        private Value product(Array left, long m, long from, long n) {
            var array = NewArray.empty(dtype, m, n);
            s.multiplyTransposed(m, n, rows.total(), left.address(), from, array.address());
            return wrap(array);
        }

        private Value columns(Array gradient) {
            return wrap(
                    Aggregates.SUM.computeOne(
                            new Object[] {wrap(gradient), new long[] {0}, false, null}));
        }
    }
}
