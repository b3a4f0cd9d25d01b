package dev.cresset.cpu.index;

import dev.cresset.cpu.Vectors;
import dev.cresset.spi.Memory;

/** Copies and sums of short rows; this is the plain Java form. */
class RowLoops {
    /** Rows up to this size are copied by a loop: shorter than calling the copy routine. */
    private static final long SHORT_ROW = 512;

    /** The form for this machine: Vector API or plain Java. */
    static RowLoops best() {
        return Choice.BEST;
    }

    /** Holds the choice, so that it is a constant for the JIT compiler. */
    private static final class Choice {
        private static final RowLoops BEST =
                Vectors.available() ? new VectorRowLoops() : new RowLoops();
    }

    /** Copies n rows of a table, one after the other; a row has at least 8 bytes. */
    void select(long rowBytes, long table, long index, long n, long out) {
        if (rowBytes > SHORT_ROW) {
            for (long k = 0; k < n; k++) {
                long from = table + Memory.getLong(index + k * 8) * rowBytes;
                Memory.copy(from, out + k * rowBytes, rowBytes);
            }
            return;
        }
        for (long k = 0; k < n; k++) {
            long from = table + Memory.getLong(index + k * 8) * rowBytes;
            long to = out + k * rowBytes;
            for (long b = 0; b <= rowBytes - 8; b += 8) {
                Memory.setLong(to + b, Memory.getLong(from + b));
            }
            // The last 8 bytes again, for rows that are no multiple.
            Memory.setLong(to + rowBytes - 8, Memory.getLong(from + rowBytes - 8));
        }
    }

    /** {@code out[i] += source[i]} in float32. */
    void add(long n, long out, long source) {
        for (long b = 0; b < n * Float.BYTES; b += Float.BYTES) {
            Memory.setFloat(out + b, Memory.getFloat(out + b) + Memory.getFloat(source + b));
        }
    }
}
