package dev.cresset.op;

import dev.cresset.spi.Contractions;
import dev.cresset.spi.Contractions.Gemm;
import dev.cresset.spi.Contractions.Transpose;
import dev.cresset.spi.DType;

/**
 * The sizes of a recurrent layer, and how what the forward pass saves for the backward pass lies in
 * memory: matrices with one row per row of the input, one after the other.
 *
 * @param cell the kind of cell
 * @param dtype float32 or float64
 * @param rows the steps
 * @param input elements of a row of the input
 * @param hidden elements of a row of each gate
 * @param state elements of a row of the output: {@code hidden} or the size it is projected to
 * @param projects whether the output is projected
 */
record RecurrentSizes(
        RecurrentCell cell,
        DType dtype,
        RecurrentRows rows,
        long input,
        long hidden,
        long state,
        boolean projects) {
    /** Elements of a row of all gates. */
    long gates() {
        return cell.gates() * hidden;
    }

    /** Elements that the forward pass saves for each row of the input. */
    long saved() {
        return switch (cell) {
            case RNN_TANH, RNN_RELU -> hidden;
            case LSTM -> gates() + 2 * hidden + state + (projects ? hidden : 0);
            case GRU -> gates() + 2 * hidden;
        };
    }

    private long matrix(long saved, long before) {
        return saved + before * rows.total() * dtype.size();
    }

    /** The gates after their nonlinearities; not for plain cells. */
    long savedGates(long saved) {
        return saved;
    }

    /** The states h from before each step. */
    long savedH(long saved) {
        return switch (cell) {
            case RNN_TANH, RNN_RELU -> saved;
            case LSTM -> matrix(saved, gates() + 2 * hidden);
            case GRU -> matrix(saved, gates() + hidden);
        };
    }

    /** LSTM: tanh(c). GRU: what h adds to n, before it is multiplied with r. */
    long savedInner(long saved) {
        return matrix(saved, gates());
    }

    /** LSTM: the states c from before each step. */
    long savedC(long saved) {
        return matrix(saved, gates() + hidden);
    }

    /** LSTM with projection: the output before it is projected. */
    long savedFull(long saved) {
        return matrix(saved, gates() + 2 * hidden + state);
    }

    /** Address of a row. */
    long row(long matrix, long row, long width) {
        return matrix + row * width * dtype.size();
    }

    /** {@code c = a op(b) + beta c} for matrices without gaps. */
    void multiply(long m, long n, long k, long a, Transpose transB, long b, double beta, long c) {
        long ldb = transB == Transpose.YES ? k : n;
        multiply(Transpose.NO, transB, m, n, k, a, k, b, ldb, beta, c);
    }

    /** {@code c = a^T b} for matrices without gaps, a having k rows of m elements. */
    void multiplyTransposed(long m, long n, long k, long a, long b, long c) {
        multiply(Transpose.YES, Transpose.NO, m, n, k, a, m, b, n, 0, c);
    }

    private void multiply(
            Transpose transA,
            Transpose transB,
            long m,
            long n,
            long k,
            long a,
            long lda,
            long b,
            long ldb,
            double beta,
            long c) {
        contractions()
                .multiply(
                        new Gemm(dtype, transA, transB, m, n, k, 1, beta, lda, ldb, n, 1, 0, 0, 0),
                        a,
                        b,
                        c);
    }

    private static Contractions contractions() {
        return Backends.cpu().contractions();
    }
}
