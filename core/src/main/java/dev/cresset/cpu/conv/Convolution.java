package dev.cresset.cpu.conv;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.gemm.Reduced;
import dev.cresset.cpu.natives.OneDnn;
import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions (cross-correlations, as in PyTorch) of one to three spatial dimensions and their
 * gradients, on off-heap memory without gaps. Weights are always in the plain order: output
 * channels, input channels per group, kernel. Results do not overlap operands.
 *
 * <p>float32 runs on oneDNN where it is there, anything else and everything without it as Java that
 * lays the windows out as a matrix and multiplies. float16 and bfloat16 are computed in float32 and
 * rounded once.
 */
public final class Convolution {
    /** Plans kept; a network has three per convolution and batch size. */
    private static final PlanCache PLANS = new PlanCache(512);

    /** Multiplications below which no library is loaded for a convolution. */
    private static final long SMALL = 20_000;

    private Convolution() {}

    /** The format in which the results of these convolutions are cheapest to leave. */
    public static MemoryFormat preferredFormat(ConvShape shape, DType dtype) {
        return dtype == DType.FLOAT32 && shape.work() > SMALL && OneDnn.available()
                ? MemoryFormat.CHANNELS_LAST
                : MemoryFormat.CONTIGUOUS;
    }

    /** y = x * w + bias; {@code bias} is 0 for none. */
    public static void forward(
            ConvShape shape,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat yFormat,
            long x,
            long w,
            long bias,
            long y) {
        if (shape.outputSize() == 0) {
            return;
        }
        if (dtype.isReduced()) {
            try (var wide = new Wide(dtype)) {
                long result = wide.result(shape.outputSize());
                forward(
                        shape,
                        DType.FLOAT32,
                        xFormat,
                        yFormat,
                        wide.operand(x, shape.inputSize()),
                        wide.operand(w, shape.weightSize()),
                        wide.operand(bias, shape.outChannels()),
                        result);
                wide.round(result, y, shape.outputSize());
            }
            return;
        }
        var direction = OneDnnPlan.Direction.FORWARD;
        try (var lease = plan(direction, shape, dtype, xFormat, yFormat, bias != 0)) {
            var plan = lease.plan();
            if (plan.isPresent()) {
                plan.get().run(x, w, bias, y);
                return;
            }
        }
        new JavaConvolution(shape, dtype, xFormat, yFormat).forward(x, w, bias, y);
    }

    /**
     * The gradient for x; also the transposed convolution, whose input is {@code dy} and whose
     * output is {@code dx}.
     */
    public static void backwardData(
            ConvShape shape,
            DType dtype,
            MemoryFormat dyFormat,
            MemoryFormat dxFormat,
            long dy,
            long w,
            long dx) {
        if (shape.inputSize() == 0) {
            return;
        }
        if (shape.outputSize() == 0) {
            Memory.zero(dx, shape.inputSize() * dtype.size());
            return;
        }
        if (dtype.isReduced()) {
            try (var wide = new Wide(dtype)) {
                long result = wide.result(shape.inputSize());
                backwardData(
                        shape,
                        DType.FLOAT32,
                        dyFormat,
                        dxFormat,
                        wide.operand(dy, shape.outputSize()),
                        wide.operand(w, shape.weightSize()),
                        result);
                wide.round(result, dx, shape.inputSize());
            }
            return;
        }
        var direction = OneDnnPlan.Direction.BACKWARD_DATA;
        try (var lease = plan(direction, shape, dtype, dxFormat, dyFormat, false)) {
            var plan = lease.plan();
            if (plan.isPresent()) {
                plan.get().run(dx, w, 0, dy);
                return;
            }
        }
        new JavaConvolution(shape, dtype, dxFormat, dyFormat).backwardData(dy, w, dx);
    }

    /** The gradients for w and the bias; {@code db} is 0 where there is no bias. */
    public static void backwardWeights(
            ConvShape shape,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat dyFormat,
            long x,
            long dy,
            long dw,
            long db) {
        if (shape.outputSize() == 0 || shape.inputSize() == 0) {
            Memory.zero(dw, shape.weightSize() * dtype.size());
            if (db != 0) {
                Memory.zero(db, (long) shape.outChannels() * dtype.size());
            }
            return;
        }
        if (dtype.isReduced()) {
            try (var wide = new Wide(dtype)) {
                long weights = wide.result(shape.weightSize());
                long bias = db == 0 ? 0 : wide.result(shape.outChannels());
                backwardWeights(
                        shape,
                        DType.FLOAT32,
                        xFormat,
                        dyFormat,
                        wide.operand(x, shape.inputSize()),
                        wide.operand(dy, shape.outputSize()),
                        weights,
                        bias);
                wide.round(weights, dw, shape.weightSize());
                if (db != 0) {
                    wide.round(bias, db, shape.outChannels());
                }
            }
            return;
        }
        var direction = OneDnnPlan.Direction.BACKWARD_WEIGHTS;
        try (var lease = plan(direction, shape, dtype, xFormat, dyFormat, db != 0)) {
            var plan = lease.plan();
            if (plan.isPresent()) {
                plan.get().runWeights(x, dy, dw, db);
                return;
            }
        }
        new JavaConvolution(shape, dtype, xFormat, dyFormat).backwardWeights(x, dy, dw, db);
    }

    private static PlanCache.Lease plan(
            OneDnnPlan.Direction direction,
            ConvShape shape,
            DType dtype,
            MemoryFormat inFormat,
            MemoryFormat outFormat,
            boolean bias) {
        if (dtype != DType.FLOAT32
                || shape.work() <= SMALL
                || !shape.isRegular()
                || !OneDnn.available()) {
            return PLANS.none();
        }
        return PLANS.acquire(
                new OneDnnPlan.Key(
                        direction, shape, inFormat, outFormat, bias, Parallel.numThreads()));
    }

    /** float32 copies of reduced operands, for the duration of one pass. */
    private static final class Wide implements AutoCloseable {
        private final DType dtype;
        private final List<Scratch> taken = new ArrayList<>();

        Wide(DType dtype) {
            this.dtype = dtype;
        }

        long result(long n) {
            var scratch = Scratch.take(n * 4);
            taken.add(scratch);
            return scratch.address();
        }

        /** A copy of an operand; 0 for 0, which stands for none. */
        long operand(long address, long n) {
            if (address == 0) {
                return 0;
            }
            long copy = result(n);
            Reduced.widen(dtype, address, copy, n);
            return copy;
        }

        void round(long result, long to, long n) {
            Reduced.narrow(dtype, result, to, n);
        }

        @Override
        public void close() {
            taken.forEach(Scratch::close);
        }
    }
}
