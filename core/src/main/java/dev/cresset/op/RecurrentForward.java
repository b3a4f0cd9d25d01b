package dev.cresset.op;

import dev.cresset.spi.Contractions.Transpose;
import dev.cresset.spi.Memory;

/**
 * Runs a recurrent layer in one direction: one product for the whole input, then a product and a
 * kernel per step. Addresses are those of row-major matrices; 0 stands for an operand that is
 * missing.
 *
 * @param sizes the sizes
 * @param x input
 * @param wIh weights of the input
 * @param wHhTransposed weights of the state, transposed: what a product with few rows reads fastest
 * @param bIh bias, or 0
 * @param bHh bias, or 0
 * @param wHr projection, or 0
 * @param y output
 * @param h state, the first one before and the last one after
 * @param c state of LSTM, likewise
 * @param saved memory for what is saved
 */
record RecurrentForward(
        RecurrentSizes sizes,
        long x,
        long wIh,
        long wHhTransposed,
        long bIh,
        long bHh,
        long wHr,
        long y,
        long h,
        long c,
        long saved) {
    /** Runs all steps. */
    void run() {
        var rows = sizes.rows();
        long sums = sizes.cell().gates() == 1 ? y : sizes.savedGates(saved);
        project(sums);
        var scratch = NewArray.empty(sizes.dtype(), scratch());
        long fromState = scratch.address();
        var kernels = kernels(fromState);
        for (int s = 0; s < rows.steps(); s++) {
            int t = rows.at(s);
            step(rows.first(t), rows.rows(t), sums, fromState, kernels);
        }
        scratch.storage().release();
    }

    private long scratch() {
        return sizes.cell() == RecurrentCell.GRU ? sizes.rows().batch() * sizes.gates() : 0;
    }

    /** What the input and the biases add to the gates of all steps. */
    private void project(long sums) {
        long n = sizes.rows().total();
        long gates = sizes.gates();
        if (bIh != 0) {
            startWithBias(sums, n, gates);
        }
        sizes.multiply(n, gates, sizes.input(), x, Transpose.YES, wIh, bIh != 0 ? 1 : 0, sums);
    }

    private void startWithBias(long sums, long n, long gates) {
        long bytes = gates * sizes.dtype().size();
        // The part of n that comes from h is multiplied with r, and so is its bias.
        long both = sizes.cell() == RecurrentCell.GRU ? 2 * sizes.hidden() : gates;
        long half = both * sizes.dtype().size();
        RecurrentFormula.SUM
                .kernel(sizes.dtype())
                .runContiguous(both, new long[] {sums, bIh, bHh}, new long[0]);
        Memory.copy(bIh + half, sums + half, bytes - half);
        for (long done = 1; done < n; ) {
            long more = Math.min(done, n - done);
            Memory.copy(sums, sums + done * bytes, more * bytes);
            done += more;
        }
    }

    private RecurrentKernel[] kernels(long fromState) {
        return switch (sizes.cell()) {
            case RNN_TANH -> new RecurrentKernel[] {plain(RecurrentFormula.TANH_FORWARD)};
            case RNN_RELU -> new RecurrentKernel[] {plain(RecurrentFormula.RELU_FORWARD)};
            case LSTM -> lstm();
            case GRU -> gru(fromState);
        };
    }

    private RecurrentKernel kernel(RecurrentFormula formula, long width) {
        return new RecurrentKernel(formula, sizes.dtype(), width);
    }

    private RecurrentKernel plain(RecurrentFormula formula) {
        long hidden = sizes.hidden();
        return kernel(formula, hidden)
                .rows(saved, hidden)
                .rows(y, hidden)
                .state(h, hidden)
                .rows(y, hidden)
                .state(h, hidden);
    }

    private RecurrentKernel[] lstm() {
        long hidden = sizes.hidden();
        long gates = sizes.gates();
        long g = saved + 2 * hidden * sizes.dtype().size();
        long o = saved + 3 * hidden * sizes.dtype().size();
        long tanhC = sizes.savedInner(saved);
        var inAndForget =
                kernel(RecurrentFormula.GATE, 2 * hidden).rows(saved, gates).rows(saved, gates);
        var out = kernel(RecurrentFormula.GATE, hidden).rows(o, gates).rows(o, gates);
        var memory =
                kernel(RecurrentFormula.LSTM_MEMORY, hidden)
                        .rows(g, gates)
                        .rows(sizes.savedC(saved), hidden)
                        .state(c, hidden)
                        .parts(3, saved, gates)
                        .state(c, hidden);
        var last =
                sizes.projects()
                        ? kernel(RecurrentFormula.LSTM_OUTPUT_PROJECTED, hidden)
                                .rows(tanhC, hidden)
                                .rows(sizes.savedFull(saved), hidden)
                                .rows(o, gates)
                                .state(c, hidden)
                        : kernel(RecurrentFormula.LSTM_OUTPUT, hidden)
                                .rows(tanhC, hidden)
                                .rows(sizes.savedH(saved), hidden)
                                .rows(y, hidden)
                                .state(h, hidden)
                                .rows(o, gates)
                                .state(c, hidden)
                                .state(h, hidden);
        return new RecurrentKernel[] {inAndForget, out, memory, last};
    }

    private RecurrentKernel[] gru(long fromState) {
        long hidden = sizes.hidden();
        long gates = sizes.gates();
        long n = 2 * hidden * sizes.dtype().size();
        var resetAndUpdate =
                kernel(RecurrentFormula.GATE_OF_SUM, 2 * hidden)
                        .rows(saved, gates)
                        .rows(saved, gates)
                        .state(fromState, gates);
        var last =
                kernel(
                                bHh != 0
                                        ? RecurrentFormula.GRU_OUTPUT_BIASED
                                        : RecurrentFormula.GRU_OUTPUT,
                                hidden)
                        .rows(saved + n, gates)
                        .rows(sizes.savedInner(saved), hidden)
                        .rows(sizes.savedH(saved), hidden)
                        .rows(y, hidden)
                        .state(h, hidden)
                        .parts(3, saved, gates)
                        .state(fromState + n, gates)
                        .state(h, hidden);
        if (bHh != 0) {
            last.state(bHh + n, 0);
        }
        return new RecurrentKernel[] {resetAndUpdate, last};
    }

    private void step(long first, long rows, long sums, long fromState, RecurrentKernel[] kernels) {
        long gates = sizes.gates();
        long state = sizes.state();
        boolean apart = sizes.cell() == RecurrentCell.GRU;
        long to = apart ? fromState : sizes.row(sums, first, gates);
        sizes.multiply(rows, gates, state, h, Transpose.NO, wHhTransposed, apart ? 0 : 1, to);
        long bytes = rows * state * sizes.dtype().size();
        if (sizes.projects()) {
            Memory.copy(h, sizes.row(sizes.savedH(saved), first, state), bytes);
        }
        for (var kernel : kernels) {
            kernel.run(first, rows);
        }
        if (sizes.projects()) {
            long full = sizes.row(sizes.savedFull(saved), first, sizes.hidden());
            long out = sizes.row(y, first, state);
            sizes.multiply(rows, state, sizes.hidden(), full, Transpose.YES, wHr, 0, out);
            Memory.copy(out, h, bytes);
        }
    }
}
