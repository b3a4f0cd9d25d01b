package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** Elementary functions. Gradients follow from the formulas unless stated. */
public final class Elementary {
    private static final Expr A = Expr.in(0);

    /** {@code e^x}. */
    public static final Pointwise EXP = stated("exp", Fn.EXP, (x, y, g) -> new Expr[] {g.mul(y)});

    /** {@code e^x - 1}. */
    public static final Pointwise EXPM1 =
            stated("expm1", Fn.EXPM1, (x, y, g) -> new Expr[] {g.mul(y.add(1))});

    /** {@code 2^x}. */
    public static final Pointwise EXP2 =
            stated("exp2", Fn.EXP2, (x, y, g) -> new Expr[] {g.mul(y).mul(Math.log(2))});

    /** Natural logarithm. */
    public static final Pointwise LOG =
            stated("log", Fn.LOG, (x, y, g) -> new Expr[] {g.div(x[0])});

    /** Base-2 logarithm. */
    public static final Pointwise LOG2 =
            stated("log2", Fn.LOG2, (x, y, g) -> new Expr[] {g.div(x[0].mul(Math.log(2)))});

    /** Base-10 logarithm. */
    public static final Pointwise LOG10 =
            stated("log10", Fn.LOG10, (x, y, g) -> new Expr[] {g.div(x[0].mul(Math.log(10)))});

    /** {@code log(1 + x)}. */
    public static final Pointwise LOG1P =
            stated("log1p", Fn.LOG1P, (x, y, g) -> new Expr[] {g.div(x[0].add(1))});

    /** Square root. */
    public static final Pointwise SQRT =
            stated("sqrt", Fn.SQRT, (x, y, g) -> new Expr[] {g.div(y.mul(2))});

    /** {@code 1 / sqrt(x)}. */
    public static final Pointwise RSQRT =
            Pointwise.of(
                    "rsqrt(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    A.sqrt().reciprocal(),
                    (x, y, g) -> new Expr[] {g.mul(-0.5).mul(y.mul(y).mul(y))});

    /** Sine. */
    public static final Pointwise SIN = derived("sin", Fn.SIN);

    /** Cosine. */
    public static final Pointwise COS = derived("cos", Fn.COS);

    /** Tangent. */
    public static final Pointwise TAN =
            stated("tan", Fn.TAN, (x, y, g) -> new Expr[] {g.mul(y.mul(y).add(1))});

    /** Inverse sine. */
    public static final Pointwise ASIN = derived("asin", Fn.ASIN);

    /** Inverse cosine. */
    public static final Pointwise ACOS = derived("acos", Fn.ACOS);

    /** Inverse tangent. */
    public static final Pointwise ATAN = derived("atan", Fn.ATAN);

    /** Hyperbolic sine. */
    public static final Pointwise SINH = derived("sinh", Fn.SINH);

    /** Hyperbolic cosine. */
    public static final Pointwise COSH = derived("cosh", Fn.COSH);

    /** Hyperbolic tangent. */
    public static final Pointwise TANH =
            stated("tanh", Fn.TANH, (x, y, g) -> new Expr[] {g.mul(y.mul(y).rsub(1))});

    /** Inverse hyperbolic sine. */
    public static final Pointwise ASINH = derived("asinh", Fn.ASINH);

    /** Inverse hyperbolic cosine. */
    public static final Pointwise ACOSH =
            derived("acosh", Fn.ACOSH)
                    .complexGradients(
                            (x, y, g) -> {
                                // sqrt(z² - 1) would lie on the wrong branch on the left.
                                var z = Expr.call(Fn.CONJ, x[0]);
                                return new Expr[] {g.div(z.sub(1).sqrt().mul(z.add(1).sqrt()))};
                            });

    /** Inverse hyperbolic tangent. */
    public static final Pointwise ATANH = derived("atanh", Fn.ATANH);

    /** Error function. */
    public static final Pointwise ERF = derived("erf", Fn.ERF);

    /** Complementary error function. */
    public static final Pointwise ERFC = derived("erfc", Fn.ERFC);

    /** Logistic function. */
    public static final Pointwise SIGMOID =
            stated("sigmoid", Fn.SIGMOID, (x, y, g) -> new Expr[] {g.mul(y.rsub(1).mul(y))});

    /** Angle of the point (other, self). */
    public static final Pointwise ATAN2 =
            Pointwise.derived(
                    "atan2(Tensor self, Tensor other) -> Tensor",
                    2,
                    FLOAT,
                    Expr.call(Fn.ATAN2, A, Expr.in(1)));

    /** Largest integral value not above. */
    public static final Pointwise FLOOR = step("floor", Fn.FLOOR);

    /** Smallest integral value not below. */
    public static final Pointwise CEIL = step("ceil", Fn.CEIL);

    /** Toward zero. */
    public static final Pointwise TRUNC = step("trunc", Fn.TRUNC);

    private static final Pointwise RINT = step("round", Fn.RINT);

    private static final Pointwise ROUND_SCALED =
            Pointwise.of(
                    "round(Tensor self, Scalar scale) -> Tensor",
                    1,
                    PROMOTE,
                    Expr.call(Fn.RINT, A.mul(Expr.param(0))).div(Expr.param(0)),
                    (x, y, g) -> new Expr[] {g.mul(0)});

    private static final Pointwise ROUND_COARSE =
            Pointwise.of(
                    "round(Tensor self, Scalar scale) -> Tensor",
                    1,
                    PROMOTE,
                    Expr.call(Fn.RINT, A.div(Expr.param(0))).mul(Expr.param(0)),
                    (x, y, g) -> new Expr[] {g.mul(0)});

    /** To the nearest, ties to even, after moving the decimal point. */
    public static final Composite ROUND =
            new Composite(
                    "round(Tensor self, *, int decimals=0) -> Tensor",
                    a -> {
                        long decimals = a.integer(1);
                        if (decimals == 0 || !a.dtypeOf(0).isFloatingPoint()) {
                            return RINT.call(a.value(0));
                        }
                        double scale = Math.pow(10, Math.abs(decimals));
                        return (decimals > 0 ? ROUND_SCALED : ROUND_COARSE).call(a.value(0), scale);
                    });

    /** {@code x - trunc(x)}. */
    public static final Pointwise FRAC =
            Pointwise.of(
                    "frac(Tensor self) -> Tensor",
                    1,
                    PROMOTE,
                    A.sub(Expr.call(Fn.TRUNC, A)),
                    (x, y, g) -> new Expr[] {g});

    private Elementary() {}

    private static Pointwise stated(String name, Fn fn, Pointwise.Rules rules) {
        return Pointwise.of(name + "(Tensor self) -> Tensor", 1, FLOAT, Expr.call(fn, A), rules);
    }

    private static Pointwise derived(String name, Fn fn) {
        return Pointwise.derived(name + "(Tensor self) -> Tensor", 1, FLOAT, Expr.call(fn, A));
    }

    private static Pointwise step(String name, Fn fn) {
        return Pointwise.of(
                name + "(Tensor self) -> Tensor",
                1,
                PROMOTE,
                Expr.call(fn, A),
                (x, y, g) -> new Expr[] {g.mul(0)});
    }
}
