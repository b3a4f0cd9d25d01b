package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Pointwise.Rule.BOOL;
import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/** Functions of one element beyond the elementary ones. */
public final class SpecialOps {
    private static final Expr A = Expr.in(0);
    private static final Expr P = Expr.param(0);
    private static final Expr Q = Expr.param(1);
    private static final Expr R = Expr.param(2);
    private static final Expr ZERO = Expr.of(0);

    /** Logarithm of |gamma(x)|. */
    public static final Pointwise LGAMMA = derived("lgamma", Expr.call(Fn.LGAMMA, A));

    /** Logarithmic derivative of gamma. */
    public static final Pointwise DIGAMMA = derived("digamma", Expr.call(Fn.DIGAMMA, A));

    private static final Pointwise POLYGAMMA_ROW =
            Pointwise.derived(
                    "polygamma(Tensor self, Scalar n) -> Tensor",
                    1,
                    FLOAT,
                    Expr.call(Fn.POLYGAMMA, P, A));

    /** The n-th derivative of {@link #DIGAMMA}. */
    public static final Composite POLYGAMMA =
            new Composite(
                    "polygamma(int n, Tensor self) -> Tensor",
                    a -> polygamma(a.value(1), a.integer(0)));

    /** {@link #POLYGAMMA} as PyTorch's method has it, used in place. */
    public static final Composite POLYGAMMA_IN_PLACE =
            new Composite(
                    "polygamma_(Tensor self, int n) -> Tensor",
                    a -> polygamma(a.value(0), a.integer(1)));

    /** Logarithm of the multivariate gamma function of dimension p. */
    public static final Composite MVLGAMMA =
            new Composite(
                    "mvlgamma(Tensor self, int p) -> Tensor",
                    a -> {
                        long p = a.integer(1);
                        Check.that(p >= 1, "mvlgamma: p has to be greater than or equal to 1");
                        var x = a.value(0);
                        Value sum = null;
                        for (long j = 0; j < p; j++) {
                            var term = LGAMMA.value(ValueOps.sub(x, j / 2.0));
                            sum = sum == null ? term : ValueOps.add(sum, term);
                        }
                        return ValueOps.add(sum, p * (p - 1) / 4.0 * Math.log(Math.PI));
                    });

    /** Inverse of the error function. */
    public static final Pointwise ERFINV = derived("erfinv", Expr.call(Fn.ERFINV, A));

    private static final Pointwise LOGIT_ROW =
            Pointwise.of(
                    "logit(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    A.div(A.rsub(1)).log(),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(
                                        x[0].lt(0).max(x[0].gt(1)),
                                        Expr.of(Double.NaN),
                                        g.div(x[0].mul(x[0].rsub(1))))
                            });

    private static final Pointwise LOGIT_CLAMPED =
            Pointwise.of(
                    "logit(Tensor self, Scalar eps) -> Tensor",
                    1,
                    FLOAT,
                    clamped().div(clamped().rsub(1)).log(),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(
                                        x[0].lt(P).max(x[0].gt(P.rsub(1))),
                                        ZERO,
                                        g.div(x[0].mul(x[0].rsub(1))))
                            });

    /** {@code log(x / (1 - x))}, on demand after clamping to [eps, 1 - eps]. */
    public static final Composite LOGIT =
            new Composite(
                    "logit(Tensor self, float? eps=None) -> Tensor",
                    a ->
                            a.none(1)
                                    ? LOGIT_ROW.call(a.value(0))
                                    : LOGIT_CLAMPED.call(a.value(0), a.number(1)));

    /** {@code sin(pi x) / (pi x)}, 1 at 0. */
    public static final Pointwise SINC =
            Pointwise.of(
                    "sinc(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    Expr.where(A.eq(0), Expr.of(1), sine(A).div(A.mul(Math.PI))),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(
                                        x[0].eq(0),
                                        ZERO,
                                        g.mul(
                                                x[0].mul(Math.PI)
                                                        .mul(cosine(x[0]))
                                                        .sub(sine(x[0]))
                                                        .div(x[0].square().mul(Math.PI))))
                            });

    /** Degrees to radians. */
    public static final Pointwise DEG2RAD = derived("deg2rad", A.mul(Math.PI / 180));

    /** Radians to degrees. */
    public static final Pointwise RAD2DEG = derived("rad2deg", A.mul(180 / Math.PI));

    private static final Pointwise REPLACE_NAN =
            Pointwise.of(
                    "nan_to_num(Tensor self, Scalar nan, Scalar posinf, Scalar neginf) -> Tensor",
                    1,
                    PROMOTE,
                    Expr.where(
                            Expr.call(Fn.ISNAN, A),
                            P,
                            Expr.where(
                                    A.eq(Double.POSITIVE_INFINITY),
                                    Q,
                                    Expr.where(A.eq(Double.NEGATIVE_INFINITY), R, A))),
                    (x, y, g) -> new Expr[] {g.mul(x[0].sub(x[0]).eq(0))});

    /** NaN and infinities replaced by numbers; None means the largest of the dtype. */
    public static final Composite NAN_TO_NUM =
            new Composite(
                    "nan_to_num(Tensor self, float? nan=None, float? posinf=None, float?"
                            + " neginf=None) -> Tensor",
                    a -> {
                        var type = a.dtypeOf(0);
                        if (!type.isFloatingPoint()) {
                            return ValueOps.clone(a.value(0));
                        }
                        double most = largest(type);
                        return REPLACE_NAN.call(
                                a.value(0),
                                a.none(1) ? 0 : a.number(1),
                                a.none(2) ? most : a.number(2),
                                a.none(3) ? -most : a.number(3));
                    });

    private static final Pointwise SIGN_BIT_FLOAT =
            Pointwise.flat(
                    "signbit(Tensor self) -> Tensor",
                    1,
                    BOOL,
                    Expr.call(Fn.COPY_SIGN, Expr.of(1), A).lt(0));

    private static final Pointwise SIGN_BIT_INTEGER =
            Pointwise.flat("signbit(Tensor self) -> Tensor", 1, BOOL, A.lt(0));

    /** True for negative numbers and for -0. */
    public static final Composite SIGNBIT =
            new Composite(
                    "signbit(Tensor self) -> Tensor",
                    a ->
                            (a.dtypeOf(0).isFloatingPoint() ? SIGN_BIT_FLOAT : SIGN_BIT_INTEGER)
                                    .call(a.value(0)));

    /** {@code self} itself; bool is refused. */
    public static final Composite POSITIVE =
            new Composite(
                    "positive(Tensor self) -> Tensor",
                    a -> {
                        Check.that(
                                a.dtypeOf(0) != DType.BOOL,
                                "positive: The `+` operator, on a bool tensor is not supported.");
                        return a.value(0);
                    });

    /** Mantissa in [1/2, 1) and exponent with {@code self = mantissa * 2^exponent}. */
    public static final Primitive FREXP =
            Primitive.of(
                            Primitive.Family.COPY,
                            "frexp(Tensor self) -> (Tensor mantissa, Tensor exponent)",
                            a -> {
                                Check.that(
                                        a.dtypeOf(0).isFloatingPoint(),
                                        "torch.frexp() only supports floating-point dtypes");
                                return parts(a.dense(0));
                            })
                    .gradient(
                            b -> {
                                var scale =
                                        ValueOps.to(
                                                Elementary.EXP2.value(b.result(1)),
                                                b.grad().dtype());
                                return grads(ValueOps.div(b.grad(), scale));
                            })
                    .savingResult();

    private SpecialOps() {}

    private static Pointwise derived(String name, Expr formula) {
        return Pointwise.derived(name + "(Tensor self) -> Tensor", 1, FLOAT, formula);
    }

    private static Expr clamped() {
        return A.max(P).min(P.rsub(1));
    }

    private static Expr sine(Expr x) {
        return Expr.call(Fn.SIN, x.mul(Math.PI));
    }

    private static Expr cosine(Expr x) {
        return Expr.call(Fn.COS, x.mul(Math.PI));
    }

    private static Object polygamma(Value x, long n) {
        Check.that(n >= 0, "polygamma(n, x) does not support negative n.");
        return n == 0 ? DIGAMMA.call(x) : POLYGAMMA_ROW.call(x, (double) n);
    }

    /** The largest finite number of a floating dtype. */
    static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 65504;
            case BFLOAT16 -> Float.intBitsToFloat(0x7f7f0000);
            case FLOAT32 -> Float.MAX_VALUE;
            default -> Double.MAX_VALUE;
        };
    }

    private static Array[] parts(Array x) {
        var mantissas = NewArray.empty(x.dtype(), x.layout().sizes());
        var exponents = NewArray.empty(DType.INT32, x.layout().sizes());
        int size = x.dtype().size();
        for (long i = 0; i < x.numel(); i++) {
            double value = Scalars.read(x.dtype(), x.address() + i * size);
            int exponent = 0;
            if (value != 0 && Double.isFinite(value)) {
                // Subnormal numbers are lifted first.
                boolean small = Math.abs(value) < Double.MIN_NORMAL;
                double lifted = small ? value * 0x1p54 : value;
                exponent = Math.getExponent(lifted) + 1;
                value = Math.scalb(lifted, -exponent);
                exponent -= small ? 54 : 0;
            }
            Scalars.write(x.dtype(), mantissas.address() + i * size, value);
            Memory.setInt(exponents.address() + 4 * i, exponent);
        }
        return new Array[] {mantissas, exponents};
    }
}
