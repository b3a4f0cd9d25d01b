package dev.cresset.op;

import dev.cresset.spi.Contractions.Transpose;

/**
 * Carries gradients back through the steps of a recurrent layer: a kernel and a product per step.
 * What remains for the weights and the input are products over all steps at once. Addresses as for
 * {@link RecurrentForward}.
 *
 * @param sizes the sizes
 * @param wHh weights of the state
 * @param wHr projection, or 0
 * @param y output
 * @param saved what the forward pass saved
 * @param dy gradient of the output
 * @param dh gradient of the last state h; afterwards that of the first
 * @param dc gradient of the last state c of LSTM; afterwards that of the first
 * @param fromInput memory for the gradient of the gates with respect to what comes from the input
 * @param fromState likewise from the state; the same memory for all but GRU
 * @param projected memory for the gradient of the projected output, or 0
 */
record RecurrentBackward(
        RecurrentSizes sizes,
        long wHh,
        long wHr,
        long y,
        long saved,
        long dy,
        long dh,
        long dc,
        long fromInput,
        long fromState,
        long projected) {
    /** Runs all steps, the last one first. */
    void run() {
        var rows = sizes.rows();
        long width = sizes.projects() ? rows.batch() * sizes.hidden() : 0;
        var scratch = NewArray.empty(sizes.dtype(), width);
        long full = scratch.address();
        var kernel = kernel(full);
        var join =
                sizes.projects()
                        ? new RecurrentKernel(RecurrentFormula.SUM, sizes.dtype(), sizes.state())
                                .rows(projected, sizes.state())
                                .state(dh, sizes.state())
                                .rows(dy, sizes.state())
                        : null;
        double beta = sizes.cell() == RecurrentCell.GRU ? 1 : 0;
        for (int s = rows.steps() - 1; s >= 0; s--) {
            int t = rows.at(s);
            long first = rows.first(t);
            long count = rows.rows(t);
            if (join != null) {
                join.run(first, count);
                long from = sizes.row(projected, first, sizes.state());
                sizes.multiply(
                        count, sizes.hidden(), sizes.state(), from, Transpose.NO, wHr, 0, full);
            }
            kernel.run(first, count);
            long gates = sizes.row(fromState, first, sizes.gates());
            sizes.multiply(count, sizes.state(), sizes.gates(), gates, Transpose.NO, wHh, beta, dh);
        }
        scratch.storage().release();
    }

    private RecurrentKernel kernel(long full) {
        var dtype = sizes.dtype();
        long hidden = sizes.hidden();
        long gates = sizes.gates();
        long inner = sizes.savedInner(saved);
        return switch (sizes.cell()) {
            case RNN_TANH, RNN_RELU ->
                    new RecurrentKernel(
                                    sizes.cell() == RecurrentCell.RNN_TANH
                                            ? RecurrentFormula.TANH_BACKWARD
                                            : RecurrentFormula.RELU_BACKWARD,
                                    dtype,
                                    hidden)
                            .rows(fromInput, hidden)
                            .rows(y, hidden)
                            .state(dh, hidden)
                            .rows(dy, hidden);
            case LSTM -> {
                var kernel =
                        new RecurrentKernel(
                                        sizes.projects()
                                                ? RecurrentFormula.LSTM_BACKWARD_PROJECTED
                                                : RecurrentFormula.LSTM_BACKWARD,
                                        dtype,
                                        hidden)
                                .parts(4, fromInput, gates)
                                .state(dc, hidden)
                                .parts(4, saved, gates)
                                .rows(inner, hidden)
                                .rows(sizes.savedC(saved), hidden)
                                .state(dc, hidden);
                yield sizes.projects()
                        ? kernel.state(full, hidden)
                        : kernel.state(dh, hidden).rows(dy, hidden);
            }
            case GRU ->
                    new RecurrentKernel(RecurrentFormula.GRU_BACKWARD, dtype, hidden)
                            .parts(3, fromInput, gates)
                            .parts(3, fromState, gates)
                            .state(dh, hidden)
                            .parts(3, saved, gates)
                            .rows(inner, hidden)
                            .rows(sizes.savedH(saved), hidden)
                            .state(dh, hidden)
                            .rows(dy, hidden);
        };
    }
}
