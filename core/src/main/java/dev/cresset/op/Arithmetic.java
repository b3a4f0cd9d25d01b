package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.CONDITION;
import static dev.cresset.op.Pointwise.Rule.COUNT;
import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.INTEGRAL;
import static dev.cresset.op.Pointwise.Rule.MAGNITUDE;
import static dev.cresset.op.Pointwise.Rule.NUMERIC;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** Arithmetic on elements. A row is schema, number of operands, dtype rule, formula, gradients. */
public final class Arithmetic {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);
    private static final Expr C = Expr.in(2);
    private static final Expr P = Expr.param(0);

    /** {@code self + alpha * other}, rounded once. */
    public static final Pointwise ADD =
            Pointwise.of(
                            "add(Operand self, Operand other, *, Scalar alpha=1) -> Tensor",
                            2,
                            PROMOTE,
                            B.fma(P, A),
                            (x, y, g) -> new Expr[] {g, g.mul(P)})
                    .ofNumbers();

    /** {@code self + other}: the form without alpha. */
    public static final Pointwise PLUS =
            Pointwise.of(
                            "add(Operand self, Operand other) -> Tensor",
                            2,
                            PROMOTE,
                            A.add(B),
                            (x, y, g) -> new Expr[] {g, g})
                    .ofNumbers();

    /** {@code self - alpha * other}. */
    public static final Pointwise SUB =
            Pointwise.of(
                            "sub(Operand self, Operand other, *, Scalar alpha=1) -> Tensor",
                            2,
                            NUMERIC,
                            B.fma(P.neg(), A),
                            (x, y, g) -> new Expr[] {g, g.mul(P).neg()})
                    .ofNumbers();

    /** {@code self - other}: the form without alpha. */
    public static final Pointwise MINUS =
            Pointwise.of(
                            "sub(Operand self, Operand other) -> Tensor",
                            2,
                            NUMERIC,
                            A.sub(B),
                            (x, y, g) -> new Expr[] {g, g.neg()})
                    .ofNumbers();

    /** {@code alpha-scaled other - self}: subtraction with the operands exchanged. */
    public static final Pointwise RSUB =
            Pointwise.of(
                    "rsub(Tensor self, Operand other, *, Scalar alpha=1) -> Tensor",
                    2,
                    NUMERIC,
                    A.fma(P.neg(), B),
                    (x, y, g) -> new Expr[] {g.mul(P).neg(), g});

    /** {@code self * other}. */
    public static final Pointwise MUL =
            Pointwise.of(
                            "mul(Operand self, Operand other) -> Tensor",
                            2,
                            PROMOTE,
                            A.mul(B),
                            (x, y, g) -> new Expr[] {g.mul(x[1]), g.mul(x[0])})
                    .ofNumbers();

    /** True division. */
    public static final Pointwise DIV =
            Pointwise.of(
                            "div(Operand self, Operand other) -> Tensor",
                            2,
                            FLOAT,
                            A.div(B),
                            (x, y, g) ->
                                    new Expr[] {g.div(x[1]), g.neg().mul(x[0].div(x[1]).div(x[1]))})
                    .ofNumbers();

    /** Division rounded toward zero: {@code rounding_mode="trunc"}. */
    public static final Pointwise DIV_TRUNC =
            Pointwise.flat(
                    "div_trunc(Operand self, Operand other) -> Tensor",
                    2,
                    PROMOTE,
                    Expr.call(Fn.TRUNC, A.div(B)));

    /** Division rounded toward negative infinity: {@code rounding_mode="floor"}. */
    public static final Pointwise FLOOR_DIVIDE =
            Pointwise.of(
                            "floor_divide(Operand self, Operand other) -> Tensor",
                            2,
                            PROMOTE,
                            Expr.call(Fn.FLOOR_DIV, A, B),
                            (x, y, g) -> new Expr[] {g.mul(0), g.mul(0)})
                    .ofNumbers();

    /** Division with an optional rounding mode. */
    public static final Composite DIV_MODE =
            new Composite(
                    "div(Operand self, Operand other, *, str? rounding_mode) -> Tensor",
                    a ->
                            a.none(2)
                                    ? DIV.call(a.all()[0], a.all()[1])
                                    : switch (a.text(2)) {
                                        case "trunc" -> truncated(a.all()[0], a.all()[1]);
                                        case "floor" -> FLOOR_DIVIDE.call(a.all()[0], a.all()[1]);
                                        default ->
                                                throw Check.error(
                                                        "div expected rounding_mode to be one of"
                                                                + " None, 'trunc', or 'floor' but"
                                                                + " found '%s'",
                                                        a.text(2));
                                    });

    private static final Pointwise DIV_TRUNC_GRAD =
            Pointwise.of(
                            "div(Operand self, Operand other) -> Tensor",
                            2,
                            PROMOTE,
                            Expr.call(Fn.TRUNC, A.div(B)),
                            (x, y, g) -> new Expr[] {g.mul(0), g.mul(0)})
                    .ofNumbers();

    /** Remainder with the sign of the divisor. */
    public static final Pointwise REMAINDER =
            Pointwise.of(
                    "remainder(Operand self, Operand other) -> Tensor",
                    2,
                    NUMERIC,
                    Expr.call(Fn.REMAINDER, A, B),
                    (x, y, g) -> new Expr[] {g, g.neg().mul(Expr.call(Fn.FLOOR_DIV, x[0], x[1]))});

    /** Remainder with the sign of the dividend. */
    public static final Pointwise FMOD =
            Pointwise.of(
                    "fmod(Tensor self, Operand other) -> Tensor",
                    2,
                    NUMERIC,
                    Expr.call(Fn.FMOD, A, B),
                    (x, y, g) -> new Expr[] {g, g.neg().mul(Expr.call(Fn.TRUNC, x[0].div(x[1])))});

    /** {@code self} to the power {@code exponent}. */
    public static final Pointwise POW =
            Pointwise.derived("pow(Operand self, Operand exponent) -> Tensor", 2, PROMOTE, A.pow(B))
                    .stepwise(Arithmetic::powGradient)
                    .checkingNumbers();

    /** {@code self * self}. */
    public static final Pointwise SQUARE =
            Pointwise.of(
                            "square(Tensor self) -> Tensor",
                            1,
                            COUNT,
                            A.mul(A),
                            (x, y, g) -> new Expr[] {g.mul(x[0].mul(2))})
                    .named("PowBackward0");

    /** {@code -self}. */
    public static final Pointwise NEG =
            Pointwise.of(
                    "neg(Tensor self) -> Tensor",
                    1,
                    NUMERIC,
                    A.neg(),
                    (x, y, g) -> new Expr[] {g.neg()});

    /** Absolute value. */
    public static final Pointwise ABS =
            Pointwise.derived("abs(Tensor self) -> Tensor", 1, MAGNITUDE, A.abs())
                    .statingComplexGradients();

    /** Sign. */
    public static final Pointwise SIGN =
            Pointwise.of(
                            "sign(Tensor self) -> Tensor",
                            1,
                            PROMOTE,
                            Expr.call(Fn.SIGN, A),
                            (x, y, g) -> new Expr[] {g.mul(0)})
                    .realOnly();

    /** {@code 1 / self}. */
    public static final Pointwise RECIPROCAL =
            Pointwise.of(
                    "reciprocal(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    A.reciprocal(),
                    (x, y, g) -> new Expr[] {g.neg().mul(y.mul(y))});

    /** The larger of two; NaN wins. */
    public static final Pointwise MAXIMUM =
            Pointwise.derived("maximum(Tensor self, Tensor other) -> Tensor", 2, PROMOTE, A.max(B));

    /** The smaller of two; NaN wins. */
    public static final Pointwise MINIMUM =
            Pointwise.derived("minimum(Tensor self, Tensor other) -> Tensor", 2, PROMOTE, A.min(B));

    /** Into [min, max]. */
    public static final Pointwise CLAMP =
            Pointwise.of(
                            "clamp(Tensor self, Operand min, Operand max) -> Tensor",
                            3,
                            PROMOTE,
                            A.max(B).min(C),
                            (x, y, g) ->
                                    new Expr[] {
                                        Expr.where(x[0].ge(x[1]).mul(x[0].le(x[2])), g, Expr.of(0)),
                                        Expr.where(x[0].lt(x[1]).mul(x[1].lt(x[2])), g, Expr.of(0)),
                                        Expr.where(x[0].gt(x[2]).max(x[1].ge(x[2])), g, Expr.of(0))
                                    })
                    .checkingNumbers();

    /** At least min. */
    public static final Pointwise CLAMP_MIN =
            Pointwise.of(
                            "clamp_min(Tensor self, Operand min) -> Tensor",
                            2,
                            PROMOTE,
                            A.max(B),
                            (x, y, g) ->
                                    new Expr[] {
                                        Expr.where(x[0].ge(x[1]), g, Expr.of(0)),
                                        Expr.where(x[0].lt(x[1]), g, Expr.of(0))
                                    })
                    .checkingNumbers();

    /** At most max. */
    public static final Pointwise CLAMP_MAX =
            Pointwise.of(
                            "clamp_max(Tensor self, Operand max) -> Tensor",
                            2,
                            PROMOTE,
                            A.min(B),
                            (x, y, g) ->
                                    new Expr[] {
                                        Expr.where(x[0].le(x[1]), g, Expr.of(0)),
                                        Expr.where(x[0].gt(x[1]), g, Expr.of(0))
                                    })
                    .checkingNumbers();

    /** Into [min, max], either of which may be missing. */
    public static final Composite CLAMP_OPTIONAL =
            new Composite(
                    "clamp(Tensor self, Operand? min=None, Operand? max=None) -> Tensor",
                    a -> {
                        Check.that(
                                !a.none(1) || !a.none(2),
                                "torch.clamp: At least one of 'min' or 'max' must not be None");
                        Check.that(
                                a.dtypeOf(0) != dev.cresset.spi.DType.BOOL,
                                "clamp: not implemented for 'Bool'; convert to an integer dtype");
                        return a.none(1)
                                ? CLAMP_MAX.call(a.value(0), a.all()[2])
                                : a.none(2)
                                        ? CLAMP_MIN.call(a.value(0), a.all()[1])
                                        : CLAMP.call(a.all());
                    });

    /** self where the condition holds, else other. */
    public static final Pointwise WHERE =
            Pointwise.of(
                            "where(Tensor condition, Operand self, Operand other) -> Tensor",
                            3,
                            CONDITION,
                            Expr.where(A, B, C),
                            (x, y, g) ->
                                    new Expr[] {
                                        null,
                                        Expr.where(x[0], g, Expr.of(0)),
                                        Expr.where(x[0], Expr.of(0), g)
                                    })
                    .checkingNumbers();

    /** {@code self + weight * (end - self)}. */
    public static final Pointwise LERP =
            Pointwise.of(
                    "lerp(Tensor self, Tensor end, Operand weight) -> Tensor",
                    3,
                    PROMOTE,
                    Expr.where(
                            C.abs().lt(0.5), C.fma(B.sub(A), A), B.sub(A).neg().fma(C.rsub(1), B)),
                    (x, y, g) ->
                            new Expr[] {g.mul(x[2].rsub(1)), g.mul(x[2]), g.mul(x[1].sub(x[0]))});

    /** {@code self + value * tensor1 * tensor2}. */
    public static final Pointwise ADDCMUL =
            Pointwise.of(
                    "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) ->"
                            + " Tensor",
                    3,
                    PROMOTE,
                    P.mul(B).fma(C, A),
                    (x, y, g) -> new Expr[] {g, g.mul(x[2].mul(P)), g.mul(x[1].mul(P))});

    /** {@code self + value * tensor1 / tensor2}. */
    public static final Pointwise ADDCDIV =
            Pointwise.of(
                    "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) ->"
                            + " Tensor",
                    3,
                    PROMOTE,
                    A.add(P.mul(B).div(C)),
                    (x, y, g) ->
                            new Expr[] {
                                g, g.mul(P.div(x[2])), g.neg().mul(P.mul(x[1]).div(x[2].mul(x[2])))
                            });

    /** Bitwise and; logical and for bool. */
    public static final Pointwise BITWISE_AND =
            Pointwise.flat(
                    "bitwise_and(Operand self, Operand other) -> Tensor",
                    2,
                    INTEGRAL,
                    Expr.call(Fn.AND, A, B));

    /** Bitwise or; logical or for bool. */
    public static final Pointwise BITWISE_OR =
            Pointwise.flat(
                    "bitwise_or(Operand self, Operand other) -> Tensor",
                    2,
                    INTEGRAL,
                    Expr.call(Fn.OR, A, B));

    /** Bitwise exclusive or. */
    public static final Pointwise BITWISE_XOR =
            Pointwise.flat(
                    "bitwise_xor(Operand self, Operand other) -> Tensor",
                    2,
                    INTEGRAL,
                    Expr.call(Fn.XOR, A, B));

    private static final Pointwise INTEGER_NOT =
            Pointwise.flat("bitwise_not(Tensor self) -> Tensor", 1, INTEGRAL, Expr.call(Fn.NOT, A));

    /** Bitwise complement; logical not for bool. */
    public static final Composite BITWISE_NOT =
            new Composite(
                    "bitwise_not(Tensor self) -> Tensor",
                    a ->
                            a.dtypeOf(0) == dev.cresset.spi.DType.BOOL
                                    ? Comparisons.LOGICAL_NOT.call(a.value(0))
                                    : INTEGER_NOT.call(a.value(0)));

    private Arithmetic() {}

    private static Object[] powGradient(Backward b) {
        var x = operand(b, 0);
        var exponent = operand(b, 1);
        Value byBase = null;
        if (b.needs(0)) {
            var less = minusOne(exponent);
            var power = Powers.of(x, less).value(x, less);
            var product = MUL.value(b.grad(), MUL.value(exponent, power));
            byBase = exponent instanceof Value e ? zeroWhere(ValueOps.eq(e, 0L), product) : product;
            if (exponent instanceof Number n && n.doubleValue() == 0) {
                byBase = ValueOps.zerosLike(b.grad());
            }
        }
        Value byExponent = null;
        if (b.needs(1)) {
            var e = (Value) exponent;
            var log =
                    x instanceof Value v ? Elementary.LOG.value(v) : Math.log(Scalars.toDouble(x));
            var product = MUL.value(b.grad(), MUL.value(POW.value(x, exponent), log));
            var rising = Comparisons.GE.value(e, 0L);
            byExponent =
                    x instanceof Value v
                            ? zeroWhere(
                                    Comparisons.LOGICAL_AND.value(ValueOps.eq(v, 0L), rising),
                                    product)
                            : Scalars.toDouble(x) == 0 ? zeroWhere(rising, product) : product;
        }
        return Backward.grads(byBase, byExponent);
    }

    private static Object operand(Backward b, int k) {
        Object number = b.args().all()[k];
        return number == null ? b.value(k) : number;
    }

    private static Object minusOne(Object exponent) {
        return switch (exponent) {
            case Value e -> ValueOps.sub(e, 1L);
            case Double d -> d - 1;
            case Float f -> f - 1;
            default -> Scalars.toLong(exponent) - 1;
        };
    }

    private static Value zeroWhere(Value condition, Value otherwise) {
        return ValueOps.where(condition, ValueOps.zerosLike(otherwise), otherwise);
    }

    /**
     * The quotient without its fraction. PyTorch rounds the quotient of two 16-bit tensors to their
     * dtype first, which can carry it over to the next integer.
     */
    private static Object truncated(Object a, Object b) {
        boolean rounded =
                Promotion.of(a, b).isReduced() && b instanceof Value v && v.layout().dim() > 0;
        return rounded ? Elementary.TRUNC.call(DIV.value(a, b)) : DIV_TRUNC_GRAD.call(a, b);
    }
}
