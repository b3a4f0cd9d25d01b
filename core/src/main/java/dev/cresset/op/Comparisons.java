package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.BOOL;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** Comparisons and truth values; the result is bool and carries no gradient. */
public final class Comparisons {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);

    /** Equal. */
    public static final Pointwise EQ = compare("eq", A.eq(B));

    /** Not equal. */
    public static final Pointwise NE = compare("ne", A.ne(B));

    /** Less. */
    public static final Pointwise LT = compare("lt", A.lt(B));

    /** Less or equal. */
    public static final Pointwise LE = compare("le", A.le(B));

    /** Greater. */
    public static final Pointwise GT = compare("gt", A.gt(B));

    /** Greater or equal. */
    public static final Pointwise GE = compare("ge", A.ge(B));

    /** Both not zero. */
    public static final Pointwise LOGICAL_AND = both("logical_and", A.ne(0).mul(B.ne(0)));

    /** At least one not zero. */
    public static final Pointwise LOGICAL_OR = both("logical_or", A.ne(0).max(B.ne(0)));

    /** Exactly one not zero. */
    public static final Pointwise LOGICAL_XOR = both("logical_xor", A.ne(0).ne(B.ne(0)));

    /** Zero. */
    public static final Pointwise LOGICAL_NOT = test("logical_not", A.eq(0));

    /** Not a number. */
    public static final Pointwise ISNAN = test("isnan", Expr.call(Fn.ISNAN, A));

    /** Infinite of either sign. */
    public static final Pointwise ISINF = test("isinf", infinite());

    /** Infinite and positive. */
    public static final Pointwise ISPOSINF = test("isposinf", infinite().mul(A.gt(0)));

    /** Infinite and negative. */
    public static final Pointwise ISNEGINF = test("isneginf", infinite().mul(A.lt(0)));

    /** Neither infinite nor NaN. */
    public static final Pointwise ISFINITE = test("isfinite", A.sub(A).eq(0));

    /** Whether sizes and all elements are equal: a plain truth value. */
    public static final Composite EQUAL =
            new Composite(
                    "equal(Tensor self, Tensor other) -> bool",
                    a -> {
                        if (!a.layout(0).sameSizes(a.layout(1))) {
                            return false;
                        }
                        var same = EQ.value(a.value(0), a.value(1)).array();
                        return Backends.cpu()
                                        .indexing()
                                        .countTrue(same.storage().address(), same.numel())
                                == same.numel();
                    });

    /** Within {@code atol + rtol * |other|}; NaN equal to NaN on demand. */
    public static final Composite ISCLOSE =
            new Composite(
                    "isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool"
                            + " equal_nan=False) -> Tensor",
                    a -> {
                        Check.sameDType("isclose", a.dtypeOf(0), a.dtypeOf(1));
                        for (int k = 2; k <= 3; k++) {
                            Check.that(
                                    a.number(k) >= 0,
                                    "isclose: %s must be greater than or equal to zero, but got"
                                            + " %s",
                                    k == 2 ? "rtol" : "atol",
                                    a.number(k));
                        }
                        var x = a.value(0);
                        var y = a.value(1);
                        if (a.dtypeOf(0).isDifferentiable()) {
                            return Comparisons.CLOSE.call(
                                    x, y, a.number(2), a.number(3), a.flag(4));
                        }
                        // Differences and bounds of integers are real numbers.
                        var real = Promotion.defaultDType();
                        return LOGICAL_OR.call(
                                EQ.value(x, y),
                                Comparisons.CLOSE.value(
                                        ValueOps.to(x, real),
                                        ValueOps.to(y, real),
                                        a.number(2),
                                        a.number(3),
                                        a.flag(4)));
                    });

    private static final Pointwise CLOSE =
            Pointwise.flat(
                    "isclose(Tensor self, Tensor other, Scalar rtol, Scalar atol, Scalar nan) ->"
                            + " Tensor",
                    2,
                    BOOL,
                    A.eq(B)
                            .max(
                                    A.sub(B)
                                            .abs()
                                            .le(real(1).add(real(0).mul(B.abs())))
                                            .mul(A.sub(B).abs().lt(Double.POSITIVE_INFINITY)))
                            .max(
                                    real(2).ne(0)
                                            .mul(Expr.call(Fn.ISNAN, A))
                                            .mul(Expr.call(Fn.ISNAN, B))));

    private Comparisons() {}

    /** {@code a - a} is NaN for infinite numbers and for NaN; integers have neither. */
    private static Expr infinite() {
        return Expr.call(Fn.ISNAN, A.sub(A)).ne(Expr.call(Fn.ISNAN, A));
    }

    /** A number that is real, whatever the operands are. */
    private static Expr real(int number) {
        return Expr.call(Fn.REAL, Expr.param(number));
    }

    private static Pointwise compare(String name, Expr formula) {
        return Pointwise.flat(name + "(Tensor self, Operand other) -> Tensor", 2, BOOL, formula);
    }

    private static Pointwise both(String name, Expr formula) {
        return Pointwise.flat(name + "(Tensor self, Tensor other) -> Tensor", 2, BOOL, formula);
    }

    private static Pointwise test(String name, Expr formula) {
        return Pointwise.flat(name + "(Tensor self) -> Tensor", 1, BOOL, formula);
    }
}
