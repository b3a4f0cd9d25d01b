package dev.cresset.cpu.index;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Memory;

/**
 * How one element joins another in place. The common kinds have loops of their own; the others
 * share loops around a call per element.
 */
abstract class Join {
    final int size;

    private Join(int size) {
        this.size = size;
    }

    /** The join of a kind for a dtype. */
    static Join of(Scatter how, DType dtype) {
        if (how == Scatter.SET) {
            return new Set(dtype.size());
        }
        return switch (dtype) {
            case FLOAT32 -> how == Scatter.ADD ? new AddFloat() : new Floating(how, dtype);
            case FLOAT64, FLOAT16, BFLOAT16 -> new Floating(how, dtype);
            default -> new Integral(how, dtype);
        };
    }

    /** Joins the element at {@code source} to the one at {@code out}. */
    abstract void one(long out, long source);

    /** Joins n contiguous elements. */
    void row(long n, long out, long source) {
        for (long i = 0; i < n; i++) {
            one(out + i * size, source + i * size);
        }
    }

    /**
     * Joins {@code source[i]} to {@code out[i with index[i] steps added]}; index is contiguous,
     * strides and step count bytes.
     */
    void scatter(
            long n,
            long out,
            long outStride,
            long index,
            long source,
            long sourceStride,
            long step) {
        for (long i = 0; i < n; i++) {
            long to = out + i * outStride + Memory.getLong(index + i * 8) * step;
            one(to, source + i * sourceStride);
        }
    }

    /** The same without a stride of out, only where the index lies in [a, b). */
    final void scatterOwn(
            long n,
            long out,
            long index,
            long source,
            long sourceStride,
            long step,
            long a,
            long b) {
        for (long i = 0; i < n; i++) {
            long k = Memory.getLong(index + i * 8);
            if (k >= a && k < b) {
                one(out + k * step, source + i * sourceStride);
            }
        }
    }

    private static final class Set extends Join {
        Set(int size) {
            super(size);
        }

        @Override
        void one(long out, long source) {
            switch (size) {
                case 1 -> Memory.setByte(out, Memory.getByte(source));
                case 2 -> Memory.setShort(out, Memory.getShort(source));
                case 4 -> Memory.setInt(out, Memory.getInt(source));
                default -> Memory.setLong(out, Memory.getLong(source));
            }
        }

        @Override
        void row(long n, long out, long source) {
            Memory.copy(source, out, n * size);
        }

        @Override
        void scatter(
                long n,
                long out,
                long outStride,
                long index,
                long source,
                long sourceStride,
                long step) {
            for (long i = 0; i < n; i++) {
                long to = out + i * outStride + Memory.getLong(index + i * 8) * step;
                one(to, source + i * sourceStride);
            }
        }
    }

    private static final class AddFloat extends Join {
        AddFloat() {
            super(Float.BYTES);
        }

        @Override
        void one(long out, long source) {
            Memory.setFloat(out, Memory.getFloat(out) + Memory.getFloat(source));
        }

        @Override
        void row(long n, long out, long source) {
            RowLoops.best().add(n, out, source);
        }

        @Override
        void scatter(
                long n,
                long out,
                long outStride,
                long index,
                long source,
                long sourceStride,
                long step) {
            for (long i = 0; i < n; i++) {
                long to = out + i * outStride + Memory.getLong(index + i * 8) * step;
                one(to, source + i * sourceStride);
            }
        }
    }

    /** In float64: a sum or product of two narrower floats rounds to the same value this way. */
    private static final class Floating extends Join {
        private final Scatter how;
        private final DType dtype;

        Floating(Scatter how, DType dtype) {
            super(dtype.size());
            this.how = how;
            this.dtype = dtype;
        }

        @Override
        void one(long out, long source) {
            double a = Cells.getDouble(dtype, out);
            double b = Cells.getDouble(dtype, source);
            double joined =
                    switch (how) {
                        case ADD -> a + b;
                        case MUL -> a * b;
                        case MAX -> Math.max(a, b);
                        case MIN -> Math.min(a, b);
                        case SET -> b;
                    };
            Cells.setDouble(dtype, out, joined);
        }
    }

    /** In int64, wrapped; for bool a sum is "or" and a product "and". */
    private static final class Integral extends Join {
        private final Scatter how;
        private final DType dtype;

        Integral(Scatter how, DType dtype) {
            super(dtype.size());
            this.how = how;
            this.dtype = dtype;
        }

        @Override
        void one(long out, long source) {
            long a = Cells.getLong(dtype, out);
            long b = Cells.getLong(dtype, source);
            long joined =
                    switch (how) {
                        case ADD -> a + b;
                        case MUL -> a * b;
                        case MAX -> Math.max(a, b);
                        case MIN -> Math.min(a, b);
                        case SET -> b;
                    };
            Cells.setLong(dtype, out, joined);
        }
    }
}
