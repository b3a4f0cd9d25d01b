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
 * @param wHh weights of the state
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
        long wHh,
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
        var kernel = kernel(fromState);
        for (int s = 0; s < rows.steps(); s++) {
            int t = rows.at(s);
            step(rows.first(t), rows.rows(t), sums, fromState, kernel);
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

    private RecurrentKernel kernel(long fromState) {
        var dtype = sizes.dtype();
        long hidden = sizes.hidden();
        long gates = sizes.gates();
        long inner = sizes.savedInner(saved);
        return switch (sizes.cell()) {
            case RNN_TANH, RNN_RELU ->
                    new RecurrentKernel(
                                    sizes.cell() == RecurrentCell.RNN_TANH
                                            ? RecurrentFormula.TANH_FORWARD
                                            : RecurrentFormula.RELU_FORWARD,
                                    dtype,
                                    hidden)
                            .rows(saved, hidden)
                            .rows(y, hidden)
                            .state(h, hidden)
                            .rows(y, hidden)
                            .state(h, hidden);
            case LSTM -> {
                var kernel =
                        new RecurrentKernel(
                                        sizes.projects()
                                                ? RecurrentFormula.LSTM_FORWARD_PROJECTED
                                                : RecurrentFormula.LSTM_FORWARD,
                                        dtype,
                                        hidden)
                                .parts(4, saved, gates)
                                .rows(inner, hidden)
                                .rows(sizes.savedC(saved), hidden)
                                .state(c, hidden);
                if (sizes.projects()) {
                    kernel.rows(sizes.savedFull(saved), hidden)
                            .parts(4, saved, gates)
                            .state(c, hidden);
                } else {
                    kernel.rows(sizes.savedH(saved), hidden)
                            .rows(y, hidden)
                            .state(h, hidden)
                            .parts(4, saved, gates)
                            .state(c, hidden)
                            .state(h, hidden);
                }
                yield kernel;
            }
            case GRU -> {
                var kernel =
                        new RecurrentKernel(
                                        bHh != 0
                                                ? RecurrentFormula.GRU_FORWARD_BIASED
                                                : RecurrentFormula.GRU_FORWARD,
                                        dtype,
                                        hidden)
                                .parts(3, saved, gates)
                                .rows(inner, hidden)
                                .rows(sizes.savedH(saved), hidden)
                                .rows(y, hidden)
                                .state(h, hidden)
                                .parts(3, saved, gates)
                                .stateParts(3, fromState, gates)
                                .state(h, hidden);
                if (bHh != 0) {
                    kernel.state(bHh + 2 * hidden * dtype.size(), 0);
                }
                yield kernel;
            }
        };
    }

    private void step(long first, long rows, long sums, long fromState, RecurrentKernel kernel) {
        long gates = sizes.gates();
        long state = sizes.state();
        if (sizes.cell() == RecurrentCell.GRU) {
            sizes.multiply(rows, gates, state, h, Transpose.YES, wHh, 0, fromState);
        } else {
            long to = sizes.row(sums, first, gates);
            sizes.multiply(rows, gates, state, h, Transpose.YES, wHh, 1, to);
        }
        if (!sizes.projects()) {
            kernel.run(first, rows);
            return;
        }
        long bytes = rows * state * sizes.dtype().size();
        Memory.copy(h, sizes.row(sizes.savedH(saved), first, state), bytes);
        kernel.run(first, rows);
        long full = sizes.row(sizes.savedFull(saved), first, sizes.hidden());
        long out = sizes.row(y, first, state);
        sizes.multiply(rows, state, sizes.hidden(), full, Transpose.YES, wHr, 0, out);
        Memory.copy(out, h, bytes);
    }
}
