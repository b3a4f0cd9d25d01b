package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.MAGNITUDE;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;
import static dev.cresset.op.Primitive.Family.COPY;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** Complex numbers from real ones and back. */
public final class ComplexOps {
    private static final Expr A = Expr.in(0);

    /** {@code real + i imag}. */
    public static final Primitive COMPLEX =
            Primitive.of(
                            COPY,
                            "complex(Tensor real, Tensor imag) -> Tensor",
                            a -> {
                                checkParts(a.dtypeOf(0), a.dtypeOf(1));
                                var sizes =
                                        Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                                var result = NewArray.empty(a.dtypeOf(0).toComplex(), sizes);
                                Copies.copy(a.array(0), Parts.re(result));
                                Copies.copy(a.array(1), Parts.im(result));
                                return result;
                            })
                    .gradient(
                            b ->
                                    grads(
                                            b.needs(0) ? ValueOps.re(b.grad()) : null,
                                            b.needs(1) ? ValueOps.im(b.grad()) : null));

    /** {@code abs (cos angle + i sin angle)}. */
    public static final Composite POLAR =
            new Composite(
                    "polar(Tensor abs, Tensor angle) -> Tensor",
                    a -> {
                        checkParts(a.dtypeOf(0), a.dtypeOf(1));
                        return COMPLEX.call(
                                ValueOps.mul(a.value(0), Elementary.COS.value(a.value(1))),
                                ValueOps.mul(a.value(0), Elementary.SIN.value(a.value(1))));
                    });

    /** Real and imaginary parts as a last dimension of size 2, in the same memory. */
    public static final View VIEW_AS_REAL =
            new View(
                    "view_as_real(Tensor self) -> Tensor",
                    (x, a) -> Parts.pairs(x),
                    dtype -> {
                        Check.that(
                                dtype.isComplex(),
                                "view_as_real is only supported for complex tensors, got %s",
                                dtype);
                        return dtype.toReal();
                    },
                    b -> ValueOps.viewAsComplex(ValueOps.contiguous(b.grad())));

    /** The last dimension, which must have size 2 and stride 1, as complex numbers. */
    public static final View VIEW_AS_COMPLEX =
            new View(
                    "view_as_complex(Tensor self) -> Tensor",
                    (x, a) -> complexLayout(x),
                    dtype -> {
                        Check.that(
                                dtype == DType.FLOAT32 || dtype == DType.FLOAT64,
                                "view_as_complex is only supported for half, float and double"
                                        + " tensors, but got a tensor of scalar type: %s",
                                dtype.scalarName());
                        return dtype.toComplex();
                    },
                    b -> ValueOps.viewAsReal(b.grad()));

    /** The real parts, in the same memory; a real tensor itself. */
    public static final Composite REAL =
            new Composite(
                    "real(Tensor self) -> Tensor",
                    a -> a.dtypeOf(0).isComplex() ? ValueOps.re(a.value(0)) : a.value(0));

    /** The imaginary parts, in the same memory. */
    public static final Composite IMAG =
            new Composite(
                    "imag(Tensor self) -> Tensor",
                    a -> {
                        Check.that(
                                a.dtypeOf(0).isComplex(),
                                "imag is not implemented for tensors with non-complex dtypes, got"
                                        + " %s",
                                a.dtypeOf(0));
                        return ValueOps.im(a.value(0));
                    });

    private static final Pointwise CONJUGATE =
            Pointwise.of(
                            "conj_physical(Tensor self) -> Tensor",
                            1,
                            PROMOTE,
                            Expr.call(Fn.CONJ, A),
                            (x, y, g) -> new Expr[] {Expr.call(Fn.CONJ, g)})
                    .statingComplexGradients();

    /** Complex conjugate; a real tensor itself. */
    public static final Composite CONJ_PHYSICAL =
            new Composite("conj_physical(Tensor self) -> Tensor", a -> conj(a.value(0)));

    /** {@link #CONJ_PHYSICAL}: conjugates are never postponed. */
    public static final Composite CONJ =
            new Composite("conj(Tensor self) -> Tensor", a -> conj(a.value(0)));

    /** The tensor itself: conjugates are never postponed. */
    public static final Composite RESOLVE_CONJ =
            new Composite("resolve_conj(Tensor self) -> Tensor", a -> a.value(0));

    /** The tensor itself: signs are never postponed. */
    public static final Composite RESOLVE_NEG =
            new Composite("resolve_neg(Tensor self) -> Tensor", a -> a.value(0));

    private static final Pointwise REAL_ANGLE =
            Pointwise.of(
                    "angle(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    Expr.where(
                            Expr.call(Fn.ISNAN, A),
                            A,
                            Expr.where(A.lt(0), Expr.of(Math.PI), Expr.of(0))),
                    (x, y, g) -> new Expr[] {g.mul(0)});

    private static final Pointwise COMPLEX_ANGLE =
            Pointwise.of(
                            "angle(Tensor self) -> Tensor",
                            1,
                            MAGNITUDE,
                            Expr.call(Fn.ATAN2, Expr.call(Fn.IMAG, A), Expr.call(Fn.REAL, A)),
                            (x, y, g) -> {
                                var length = x[0].abs();
                                var slope = x[0].div(length.mul(length));
                                return new Expr[] {
                                    Expr.where(
                                            length.eq(0),
                                            Expr.of(0),
                                            g.mul(Expr.call(Fn.TIMES_I, slope)))
                                };
                            })
                    .statingComplexGradients();

    /** The angle with the real axis in radians: for real numbers 0 or π. */
    public static final Composite ANGLE =
            new Composite(
                    "angle(Tensor self) -> Tensor",
                    a -> (a.dtypeOf(0).isComplex() ? COMPLEX_ANGLE : REAL_ANGLE).call(a.value(0)));

    private static final Pointwise COMPLEX_SGN =
            Pointwise.of(
                            "sgn(Tensor self) -> Tensor",
                            1,
                            PROMOTE,
                            Expr.call(Fn.SIGN, A),
                            (x, y, g) -> {
                                var length = x[0].abs();
                                var along = g.mul(Expr.call(Fn.CONJ, y));
                                var across = g.sub(y.mul(Expr.call(Fn.REAL, along)));
                                return new Expr[] {
                                    Expr.where(length.eq(0), Expr.of(0), across.div(length))
                                };
                            })
                    .statingComplexGradients();

    /** {@code z / |z|}, 0 at 0; the sign of real numbers. */
    public static final Composite SGN =
            new Composite(
                    "sgn(Tensor self) -> Tensor",
                    a ->
                            a.dtypeOf(0).isComplex()
                                    ? COMPLEX_SGN.call(a.value(0))
                                    : Arithmetic.SIGN.call(a.value(0)));

    /** Whether the dtype is complex: a plain truth value. */
    public static final Composite IS_COMPLEX =
            new Composite("is_complex(Tensor self) -> bool", a -> a.dtypeOf(0).isComplex());

    private ComplexOps() {}

    static Value conj(Value a) {
        return a.dtype().isComplex() ? CONJUGATE.value(a) : a;
    }

    private static void checkParts(DType re, DType im) {
        Check.that(
                (re == DType.FLOAT32 || re == DType.FLOAT64)
                        && (im == DType.FLOAT32 || im == DType.FLOAT64),
                "Expected both inputs to be Half, Float or Double tensors but got %s and %s",
                re.scalarName(),
                im.scalarName());
        Check.that(
                re == im,
                "Expected object of scalar type %s but got scalar type %s for second argument",
                re.scalarName(),
                im.scalarName());
    }

    private static Layout complexLayout(Layout x) {
        int last = x.dim() - 1;
        Check.that(last >= 0, "Input tensor must have one or more dimensions");
        Check.that(x.size(last) == 2, "Tensor must have a last dimension of size 2, got %s", x);
        Check.that(
                x.stride(last) == 1, "Tensor must have a last dimension with stride 1, got %s", x);
        Check.that(
                x.offset() % 2 == 0,
                "Tensor must have a storage_offset divisible by 2, got %s",
                x.offset());
        var rest = x.select(last, 0);
        var strides = rest.strides();
        for (int d = 0; d < strides.length; d++) {
            Check.that(
                    strides[d] % 2 == 0 || rest.size(d) <= 1,
                    "Tensor must have a stride divisible by 2 for all but last dimension, got"
                            + " strides %s",
                    Check.text(x.strides()));
            strides[d] /= 2;
        }
        return Layout.of(rest.sizes(), strides, x.offset() / 2);
    }
}
