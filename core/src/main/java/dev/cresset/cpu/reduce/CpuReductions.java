package dev.cresset.cpu.reduce;

import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;
import dev.cresset.spi.ReductionFormula;
import dev.cresset.spi.ReductionFormula.Combine;
import dev.cresset.spi.Reductions;
import dev.cresset.spi.Rows;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reductions, scans, extremes and softmax on the CPU. */
public final class CpuReductions implements Reductions {
    /** Up to this many contiguous elements go to one result without a plan. */
    private static final long SMALL = 1 << 15;

    private final Function<Formula, PointwiseKernel> compiler;

    /**
     * Reductions.
     *
     * @param compiler gives the kernel of a formula, for those pre and post formulas that are not
     *     known here by hand
     */
    public CpuReductions(Function<Formula, PointwiseKernel> compiler) {
        this.compiler = compiler;
    }

    @Override
    public void reduce(
            ReductionFormula r, Layout input, long in, Layout output, long out, long[] params) {
        if (output.numel() == 0) {
            return;
        }
        var finish = Finish.ofOrNull(r.post(), r.compute(), r.output(), params);
        if (finish != null) {
            fold(r, input, in, output, out, params, finish);
            return;
        }
        // The combined values are kept in the arithmetic of the reduction until post is applied.
        var type = valueType(r.compute());
        var dense = Layout.contiguous(output.sizes());
        try (var arena = Arena.ofConfined()) {
            long values = arena.allocate(dense.numel() * type.size(), 64).address();
            fold(r, input, in, dense, values, params, Finish.plain(r.compute(), type));
            var formula =
                    new Formula(List.of(r.post()), r.compute(), List.of(r.output()), List.of(type));
            var kernel = compiler.apply(formula);
            long[] pointers = {out + output.offset() * r.output().size(), values};
            if (output.isContiguous()) {
                kernel.runContiguous(output.numel(), pointers, params);
            } else {
                int[] sizes = {r.output().size(), type.size()};
                var plan = Plan.of(output.sizes(), new Layout[] {output, dense}, sizes);
                kernel.run(plan, pointers, params);
            }
        }
    }

    private void fold(
            ReductionFormula r,
            Layout input,
            long in,
            Layout output,
            long out,
            long[] params,
            Finish finish) {
        var folds = folds(r, params);
        int inputSize = r.input().size();
        int outputSize = finish.output().size();
        long first = in + input.offset() * inputSize;
        long result = out + output.offset() * outputSize;
        long n = input.numel();
        if (n == 0) {
            fill(output, result, folds.get().neutral(), finish);
            return;
        }
        if (output.numel() == 1 && n <= SMALL && input.isContiguous()) {
            finish.store(folds.get().run(first, inputSize, n), result);
            return;
        }
        var plan =
                Plan.of(
                        input.sizes(),
                        new Layout[] {output, input},
                        new int[] {outputSize, inputSize});
        new Reducer(plan, first, result, folds, finish).run();
    }

    private static void fill(Layout output, long result, long bits, Finish finish) {
        int size = finish.output().size();
        var plan = Plan.of(output.sizes(), new Layout[] {output}, new int[] {size});
        int dim = plan.dim();
        var sizes = new long[dim];
        var strides = new long[dim];
        for (int d = 0; d < dim; d++) {
            sizes[d] = plan.size(d);
            strides[d] = plan.stride(d, 0);
        }
        var at = new Odometer(sizes, strides, strides);
        for (long k = 0; k < output.numel(); k++) {
            finish.store(bits, result + at.a());
            at.next();
        }
    }

    private Supplier<Fold> folds(ReductionFormula r, long[] params) {
        var pre = Pre.of(r.pre());
        var compute = r.compute();
        if (pre == Pre.GENERAL) {
            var type = valueType(compute);
            var formula = new Formula(List.of(r.pre()), compute, List.of(type), List.of(r.input()));
            var kernel = compiler.apply(formula);
            return () ->
                    new KernelFold(
                            kernel,
                            params,
                            r.input(),
                            type,
                            fold(r.combine(), Pre.IDENTITY, type, compute));
        }
        return () -> fold(r.combine(), pre, r.input(), compute);
    }

    private static Fold fold(Combine combine, Pre pre, DType dtype, Compute compute) {
        if (compute == Compute.LONG) {
            return new IntegerFold(combine, pre, dtype);
        }
        return dtype == DType.FLOAT32
                ? Float32Fold.of(combine, pre)
                : new FloatingFold(combine, pre, dtype);
    }

    private static DType valueType(Compute compute) {
        return switch (compute) {
            case FLOAT -> DType.FLOAT32;
            case DOUBLE -> DType.FLOAT64;
            case LONG -> DType.INT64;
        };
    }

    @Override
    public void extreme(Extreme kind, DType dtype, Rows rows, long in, long values, long indices) {
        ExtremeRows.run(kind, dtype, rows, in, values, indices);
    }

    @Override
    public void runningExtreme(
            Extreme kind, DType dtype, Rows rows, long in, long values, long indices) {
        RunningExtremes.run(kind, dtype, rows, in, values, indices);
    }

    @Override
    public void scan(Scan kind, DType input, DType output, Rows rows, long in, long out) {
        ScanRows.run(kind, input, output, rows, in, out);
    }

    @Override
    public void softmax(Softmax kind, DType dtype, Rows rows, long in, long out) {
        SoftmaxRows.forward(kind, dtype, rows, in, out);
    }

    @Override
    public void softmaxGradient(
            Softmax kind, DType dtype, Rows rows, long grad, long result, long gradInput) {
        SoftmaxRows.backward(kind, dtype, rows, grad, result, gradInput);
    }
}
