package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import java.util.List;

/** Copies between layouts and dtypes: the identity formula. */
public final class Copies {
    private static final PointwiseKernel[][] KERNELS =
            new PointwiseKernel[DType.values().length][DType.values().length];

    private Copies() {}

    private static PointwiseKernel kernel(DType from, DType to) {
        var kernel = KERNELS[from.ordinal()][to.ordinal()];
        if (kernel == null) {
            var wider = from.isFloatingPoint() ? from : to.isFloatingPoint() ? to : from;
            var compute = from.isFloatingPoint() ? from.compute() : wider.compute();
            kernel =
                    Backends.cpu()
                            .compile(
                                    new Formula(
                                            List.of(Expr.in(0)),
                                            compute,
                                            List.of(to),
                                            List.of(from)));
            KERNELS[from.ordinal()][to.ordinal()] = kernel;
        }
        return kernel;
    }

    /**
     * Copies elements, converting dtypes; {@code from} must broadcast to the sizes of {@code to}.
     * Of complex numbers real dtypes take the real parts. Where {@code to} has no memory there is
     * nothing to do.
     */
    public static void copy(Array from, Array to) {
        if (to.numel() == 0 || Meta.is(to)) {
            return;
        }
        if (from.dtype().isComplex() || to.dtype().isComplex()) {
            Parts.copy(from, to);
            return;
        }
        try (var _ = AddressUse.begin()) {
            run(kernel(from.dtype(), to.dtype()), from, to);
        }
    }

    private static void run(PointwiseKernel kernel, Array from, Array to) {
        var pointers = new long[] {to.address(), from.address()};
        if (from.layout().isContiguous()
                && to.layout().isContiguous()
                && from.layout().sameSizes(to.layout())) {
            kernel.runContiguous(to.numel(), pointers, NONE);
            return;
        }
        kernel.run(
                Plan.of(
                        to.layout().sizes(),
                        new Layout[] {to.layout(), from.layout()},
                        new int[] {to.dtype().size(), from.dtype().size()}),
                pointers,
                NONE);
    }

    private static final long[] NONE = {};

    /** The array itself if row-major, else a row-major copy. */
    public static Array contiguous(Array array) {
        return array.layout().isContiguous() ? array : copyTo(array, array.dtype());
    }

    /** A row-major copy with another dtype. */
    public static Array copyTo(Array array, DType dtype) {
        var result = NewArray.beside(array, dtype, array.layout().sizes());
        copy(array, result);
        return result;
    }

    /** The array itself if it is row-major and has the dtype, else a copy that is. */
    public static Array dense(Array array, DType dtype) {
        return array.dtype() == dtype ? contiguous(array) : copyTo(array, dtype);
    }

    /** A result may be stored into memory of the same or a higher category and its own sizes. */
    static void checkInPlace(String op, Array result, Array target) {
        checkCast(op, result.dtype(), target.dtype());
        checkSizes(op, result.layout().sizes(), target.layout().sizes());
    }

    static void checkCast(String op, DType result, DType target) {
        Check.that(
                result.canCast(target),
                "%s_: result type %s can't be cast to the desired output type %s; use the form that"
                        + " returns a new tensor",
                op,
                result.scalarName(),
                target.scalarName());
    }

    static void checkSizes(String op, long[] result, long[] target) {
        Check.that(
                java.util.Arrays.equals(result, target),
                "%s_: output with shape %s doesn't match the broadcast shape %s; the tensor written"
                        + " to cannot grow",
                op,
                target,
                result);
    }
}
