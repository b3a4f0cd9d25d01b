package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.FLOATING;
import static dev.cresset.op.Pointwise.Rule.INTEGER;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/** Functions of two elements beyond arithmetic. */
public final class PairFunctions {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);
    private static final Expr ZERO = Expr.of(0);
    private static final Expr INFINITY = Expr.of(Double.POSITIVE_INFINITY);
    private static final String OPERANDS = "(Operand self, Operand other) -> Tensor";
    private static final String TENSORS = "(Tensor self, Tensor other) -> Tensor";

    /** Length of the hypotenuse {@code sqrt(self^2 + other^2)}, without overflow on the way. */
    public static final Pointwise HYPOT =
            Pointwise.of(
                    "hypot" + TENSORS,
                    2,
                    FLOATING,
                    hypotenuse(),
                    (x, y, g) -> new Expr[] {g.mul(x[0].div(y)), g.mul(x[1].div(y))});

    /** {@code log(exp(self) + exp(other))}, safe for large numbers. */
    public static final Composite LOGADDEXP =
            new Composite(
                    "logaddexp" + TENSORS,
                    a -> {
                        boolean complex = a.dtypeOf(0).isComplex() || a.dtypeOf(1).isComplex();
                        return (complex
                                        ? PairFunctions.COMPLEX_LOGADDEXP
                                        : PairFunctions.REAL_LOGADDEXP)
                                .call(a.all());
                    });

    private static final Pointwise REAL_LOGADDEXP =
            logAddExp(logSum(A.min(B).sub(A.max(B)).exp(), 1));

    /** Complex numbers are compared by their real parts, on which the size of exp depends. */
    static final Pointwise COMPLEX_LOGADDEXP = logAddExp(complexLogSum());

    /** {@code log2(2^self + 2^other)}, safe for large numbers. */
    public static final Pointwise LOGADDEXP2 =
            Pointwise.of(
                    "logaddexp2" + TENSORS,
                    2,
                    FLOATING,
                    logSum(Expr.call(Fn.EXP2, A.min(B).sub(A.max(B))), 1 / Math.log(2)),
                    (x, y, g) ->
                            new Expr[] {
                                g.div(Expr.call(Fn.EXP2, x[1].sub(x[0])).add(1)),
                                g.div(Expr.call(Fn.EXP2, x[0].sub(x[1])).add(1))
                            });

    /** {@code self * log(other)}, 0 where self is 0; NaN where other is. */
    public static final Pointwise XLOGY =
            Pointwise.of(
                    "xlogy" + OPERANDS,
                    2,
                    FLOAT,
                    timesLog(A, B),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(x[0].eq(0).mul(x[1].le(0)), ZERO, timesLog(g, x[1])),
                                g.mul(x[0]).div(x[1])
                            });

    /** 0 below 0, 1 above, and {@code values} at 0. */
    public static final Composite HEAVISIDE =
            new Composite(
                    "heaviside(Tensor self, Tensor values) -> Tensor",
                    a -> {
                        Check.that(
                                a.dtypeOf(0) == a.dtypeOf(1),
                                "heaviside is not yet implemented for tensors with different"
                                        + " dtypes.");
                        return PairFunctions.HEAVISIDE_ROW.call(a.all());
                    });

    private static final Pointwise HEAVISIDE_ROW =
            Pointwise.flat(
                    "heaviside(Tensor self, Tensor values) -> Tensor",
                    2,
                    PROMOTE,
                    Expr.where(A.eq(0), B, A.gt(0)));

    /** The larger; a number wins against NaN. */
    public static final Pointwise FMAX = extreme("fmax", A.max(B), A.ge(B));

    /** The smaller; a number wins against NaN. */
    public static final Pointwise FMIN = extreme("fmin", A.min(B), A.le(B));

    /** {@code |self|} with the sign of other. */
    public static final Pointwise COPYSIGN =
            Pointwise.of(
                    "copysign(Tensor self, Operand other) -> Tensor",
                    2,
                    FLOAT,
                    Expr.call(Fn.COPY_SIGN, A, B),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(x[0].eq(0), ZERO, g.mul(y.div(x[0]))), g.mul(0)
                            });

    private static final Pointwise NEXTAFTER_ROW =
            Pointwise.of(
                    "nextafter" + TENSORS,
                    2,
                    FLOATING,
                    Expr.call(Fn.NEXT_AFTER, A, B),
                    (x, y, g) -> new Expr[] {g, g.mul(0)});

    private static final Primitive NEXTAFTER_REDUCED =
            Primitive.of(
                            Primitive.Family.COPY,
                            "nextafter" + TENSORS,
                            a -> {
                                var sizes =
                                        Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                                return next(
                                        stretched(a.array(0), sizes), stretched(a.array(1), sizes));
                            })
                    .gradient(b -> Backward.grads(b.grad(), ValueOps.mul(b.grad(), 0L)));

    /** The next number of the dtype after self in the direction of other. */
    public static final Composite NEXTAFTER =
            new Composite(
                    "nextafter" + TENSORS,
                    a -> {
                        var type = Promotion.of(a.value(0), a.value(1));
                        return type.isReduced()
                                ? NEXTAFTER_REDUCED.call(
                                        ValueOps.to(a.value(0), type),
                                        ValueOps.to(a.value(1), type))
                                : NEXTAFTER_ROW.call(a.all());
                    });

    /** {@code self * 2^other}. */
    public static final Composite LDEXP =
            new Composite(
                    "ldexp" + TENSORS,
                    a -> {
                        var x = a.value(0);
                        var type =
                                x.dtype().isFloatingPoint() ? x.dtype() : Promotion.defaultDType();
                        var two = x.tape().wrap(NewArray.scalar(type, 2));
                        return ValueOps.mul(x, Arithmetic.POW.value(two, a.value(1)));
                    });

    /** {@code self} to the power {@code exponent} in float64. */
    public static final Composite FLOAT_POWER =
            new Composite(
                    "float_power(Operand self, Operand exponent) -> Tensor",
                    a -> {
                        Check.that(
                                a.all()[0] instanceof Value || a.all()[1] instanceof Value,
                                "float_power() received an invalid combination of arguments - got"
                                        + " two numbers; one must be a Tensor");
                        return Arithmetic.POW.call(wide(a.all()[0]), wide(a.all()[1]));
                    });

    /** {@link Arithmetic#DIV}. */
    public static final Composite TRUE_DIVIDE =
            new Composite("true_divide" + OPERANDS, a -> Arithmetic.DIV.call(a.all()));

    /** Greatest common divisor. */
    public static final Pointwise GCD =
            Pointwise.flat("gcd" + TENSORS, 2, INTEGER, Expr.call(Fn.GCD, A, B));

    /** Least common multiple. */
    public static final Pointwise LCM =
            Pointwise.flat("lcm" + TENSORS, 2, INTEGER, Expr.call(Fn.LCM, A, B));

    /** Bits shifted left; all are shifted out by a negative count or one beyond the width. */
    public static final Pointwise BITWISE_LEFT_SHIFT =
            Pointwise.flat("bitwise_left_shift" + OPERANDS, 2, INTEGER, Expr.call(Fn.SHL, A, B));

    /** Bits shifted right, the sign coming after. */
    public static final Pointwise BITWISE_RIGHT_SHIFT =
            Pointwise.flat("bitwise_right_shift" + OPERANDS, 2, INTEGER, Expr.call(Fn.SHR, A, B));

    /** {@link Comparisons#ISCLOSE} for all elements: a plain truth value. */
    public static final Composite ALLCLOSE =
            new Composite(
                    "allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool"
                            + " equal_nan=False) -> bool",
                    a -> {
                        var close = Comparisons.ISCLOSE.value(a.all());
                        return Scalars.readLong(
                                        Aggregates.ALL.value(close, null, false, null).array())
                                != 0;
                    });

    private PairFunctions() {}

    private static Expr hypotenuse() {
        var large = A.abs().max(B.abs());
        var ratio = A.abs().min(B.abs()).div(large);
        var infinite = A.abs().eq(INFINITY).max(B.abs().eq(INFINITY));
        return Expr.where(
                infinite,
                INFINITY,
                Expr.where(large.eq(0), ZERO, large.mul(ratio.square().add(1).sqrt())));
    }

    private static Expr logSum(Expr smaller, double scale) {
        var equalInfinities = A.eq(B).mul(A.abs().eq(INFINITY));
        return Expr.where(
                equalInfinities, A, A.max(B).add(Expr.call(Fn.LOG1P, smaller).mul(scale)));
    }

    private static Expr complexLogSum() {
        var first = Expr.call(Fn.REAL, A).ge(Expr.call(Fn.REAL, B));
        var larger = Expr.where(first, A, B);
        var smaller = Expr.where(first, B, A);
        var infinite = A.eq(B).mul(A.abs().eq(INFINITY));
        var sum = larger.add(Expr.call(Fn.LOG1P, smaller.sub(larger).exp()));
        return Expr.where(infinite, A, sum);
    }

    private static Pointwise logAddExp(Expr formula) {
        return Pointwise.of(
                "logaddexp" + TENSORS,
                2,
                FLOATING,
                formula,
                (x, y, g) ->
                        new Expr[] {
                            g.div(x[1].sub(x[0]).exp().add(1)), g.div(x[0].sub(x[1]).exp().add(1))
                        });
    }

    private static Expr timesLog(Expr x, Expr y) {
        return Expr.where(Expr.call(Fn.ISNAN, y), y, Expr.where(x.eq(0), ZERO, x.mul(y.log())));
    }

    private static Pointwise extreme(String name, Expr choice, Expr wins) {
        var first = wins.max(Expr.call(Fn.ISNAN, B));
        return Pointwise.of(
                name + TENSORS,
                2,
                PROMOTE,
                Expr.where(
                        Expr.call(Fn.ISNAN, A), B, Expr.where(Expr.call(Fn.ISNAN, B), A, choice)),
                (x, y, g) -> new Expr[] {Expr.where(first, g, ZERO), Expr.where(first, ZERO, g)});
    }

    private static Object wide(Object operand) {
        return switch (operand) {
            case Value v ->
                    ValueOps.to(v, v.dtype().isComplex() ? DType.COMPLEX128 : DType.FLOAT64);
            case Complex z -> z;
            default -> (Object) Scalars.toDouble(operand);
        };
    }

    private static Array stretched(Array x, long[] sizes) {
        return Copies.contiguous(x.with(x.layout().expand(sizes)));
    }

    /** One step on the bits of 16-bit numbers, whose order is that of their magnitudes. */
    private static Array next(Array from, Array to) {
        var result = NewArray.empty(from.dtype(), from.layout().sizes());
        for (long i = 0; i < from.numel(); i++) {
            double a = Scalars.read(from.dtype(), from.address() + 2 * i);
            double b = Scalars.read(to.dtype(), to.address() + 2 * i);
            int bits = Memory.getShort(from.address() + 2 * i);
            if (Double.isNaN(a) || Double.isNaN(b)) {
                Scalars.write(result.dtype(), result.address() + 2 * i, Double.NaN);
                continue;
            }
            if (a == b) {
                bits = Memory.getShort(to.address() + 2 * i);
            } else if (a == 0) {
                bits = b < 0 ? 0x8001 : 1;
            } else {
                bits += (b > a) == (a > 0) ? 1 : -1;
            }
            Memory.setShort(result.address() + 2 * i, (short) bits);
        }
        return result;
    }
}
