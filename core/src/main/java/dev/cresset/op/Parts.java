package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.PointwiseKernel;

import java.util.List;

/**
 * Complex arrays as arrays of their parts.
 *
 * <p>Note [Parts]: a complex element is two numbers side by side, real part first, so the real
 * parts of a complex array are a real array whose strides are twice as large, and so are the
 * imaginary parts, one number further on. No kernel knows complex numbers: whatever is computed on
 * them is computed on these two arrays.
 */
public final class Parts {
    private static final PointwiseKernel[] NONZERO = new PointwiseKernel[DType.values().length];

    private Parts() {}

    /** The real parts, in the same memory. */
    public static Array re(Array z) {
        return part(z, 0);
    }

    /** The imaginary parts, in the same memory. */
    public static Array im(Array z) {
        return part(z, 1);
    }

    private static Array part(Array z, int which) {
        var own = z.layout();
        var strides = own.strides();
        for (int d = 0; d < strides.length; d++) {
            strides[d] *= 2;
        }
        var layout = Layout.of(own.sizes(), strides, 2 * own.offset() + which);
        return new Array(z.storage(), layout, z.dtype().toReal());
    }

    /** Both parts as a last dimension of size 2, in the same memory. */
    static Array pairs(Array z) {
        return new Array(z.storage(), pairs(z.layout()), z.dtype().toReal());
    }

    /** The layout of {@link #pairs}. */
    static Layout pairs(Layout z) {
        int dims = z.dim();
        var strides = z.strides();
        for (int d = 0; d < dims; d++) {
            strides[d] *= 2;
        }
        return Layout.of(z.sizes(), strides, 2 * z.offset()).insert(dims, 2, 1);
    }

    /** A row-major complex array with the given parts, which have equal sizes and dtypes. */
    static Array join(Array re, Array im) {
        var result = NewArray.empty(re.dtype().toComplex(), re.layout().sizes());
        Copies.copy(re, re(result));
        Copies.copy(im, im(result));
        return result;
    }

    /** Copies where at least one side is complex; see {@link Copies#copy}. */
    static void copy(Array from, Array to) {
        if (!from.dtype().isComplex()) {
            Copies.copy(from, re(to));
            Copies.copy(NewArray.zeros(to.dtype().toReal()), im(to));
        } else if (from.dtype() == DType.COMPLEX64 && to.dtype() == DType.COMPLEX64) {
            Copies.copy(bits(from), bits(to));
        } else if (to.dtype().isComplex()) {
            Copies.copy(pairs(from), pairs(to));
        } else if (to.dtype() == DType.BOOL) {
            Elementwise.run(nonzero(from.dtype()), to.layout().sizes(), to, re(from), im(from));
        } else {
            Copies.copy(re(from), to);
        }
    }

    /** Elements of 8 bytes that are only moved. */
    private static Array bits(Array z) {
        return new Array(z.storage(), z.layout(), DType.INT64);
    }

    private static PointwiseKernel nonzero(DType dtype) {
        var kernel = NONZERO[dtype.ordinal()];
        if (kernel == null) {
            var part = dtype.toReal();
            kernel =
                    Backends.cpu()
                            .compile(
                                    new Formula(
                                            List.of(Expr.in(0).ne(0).max(Expr.in(1).ne(0))),
                                            part.compute(),
                                            List.of(DType.BOOL),
                                            List.of(part, part)));
            NONZERO[dtype.ordinal()] = kernel;
        }
        return kernel;
    }
}
