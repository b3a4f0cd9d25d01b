package dev.cresset.expr;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Symbolic partial derivatives of pointwise formulas.
 *
 * <p>The derivative is again a formula over the same inputs, so it can be differentiated again. It
 * refers to the value of a function where that is the better form ({@code tanh' = 1 - tanh^2}), as
 * the same object, so that a kernel for both computes the value once. Functions that are constant
 * almost everywhere (comparisons, floor, sign) have derivative 0; where a function has a kink, the
 * value is PyTorch's: {@code abs} gives 0 at 0, {@code max} and {@code min} give each argument half
 * at a tie.
 */
public final class Derivative {
    private static final Expr ZERO = Expr.of(0);
    private static final Expr ONE = Expr.of(1);
    private static final double LN_2 = Math.log(2);
    private static final double LN_10 = Math.log(10);
    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    /** What is differentiated by. */
    private enum Variable {
        /** A real input. */
        REAL,
        /** A complex input; its conjugate is held fixed. */
        COMPLEX,
        /** The conjugate of a complex input, which is held fixed. */
        CONJUGATE
    }

    private final int input;
    private final Variable variable;
    private final Map<Expr, Expr> known = new IdentityHashMap<>();

    private Derivative(int input, Variable variable) {
        this.input = input;
        this.variable = variable;
    }

    /**
     * The partial derivative of y with respect to one input.
     *
     * @param y the formula
     * @param input the index of the input
     * @return dy / d input, {@code Expr.of(0)} if y does not depend on it
     * @throws IllegalArgumentException if y contains a function that only lowered formulas use
     */
    public static Expr of(Expr y, int input) {
        return new Derivative(input, Variable.REAL).derive(y);
    }

    /**
     * The gradient of a real function of y, from its gradient g with respect to y, with respect to
     * one input of the complex formula y: {@code g conj(dy/dz) + conj(g) dy/d(conj z)}.
     *
     * <p>Note [Complex gradients]: the gradient of a real L with respect to {@code z = a + ib} is
     * {@code dL/da + i dL/db}, PyTorch's convention; a step against it is a step downhill. A
     * formula that mentions conjugates is differentiated as if z and conj z were two variables
     * (Wirtinger), and the gradient is again such a formula.
     */
    public static Expr gradient(Expr y, int input, Expr g) {
        Expr direct = new Derivative(input, Variable.COMPLEX).derive(y);
        Expr conjugate = new Derivative(input, Variable.CONJUGATE).derive(y);
        Expr sum = ZERO;
        if (!direct.is(0)) {
            sum = times(Conjugate.of(direct), g);
        }
        if (!conjugate.is(0)) {
            sum = sum.add(times(conjugate, Expr.call(Fn.CONJ, g)));
        }
        return sum;
    }

    private Expr derive(Expr y) {
        return switch (y) {
            case Expr.In in -> in.index() == input && variable != Variable.CONJUGATE ? ONE : ZERO;
            case Expr.Param p -> ZERO;
            case Expr.Const c -> ZERO;
            case Expr.Call call -> {
                Expr earlier = known.get(y);
                if (earlier == null) {
                    earlier = chain(call);
                    known.put(y, earlier);
                }
                yield earlier;
            }
        };
    }

    /** Sum over the arguments of partial derivative times derivative of the argument. */
    private Expr chain(Expr.Call y) {
        if (y.fn() == Fn.WHERE) {
            Expr b = derive(y.args().get(1));
            Expr c = derive(y.args().get(2));
            return b.is(0) && c.is(0) ? ZERO : Expr.where(y.args().getFirst(), b, c);
        }
        if (variable != Variable.REAL) {
            Expr a = y.args().getFirst();
            switch (y.fn()) {
                case CONJ -> {
                    boolean chosen = a instanceof Expr.In in && in.index() == input;
                    return chosen && variable == Variable.CONJUGATE ? ONE : ZERO;
                }
                case REAL -> {
                    return derive(a).add(derive(Conjugate.of(a))).mul(0.5);
                }
                case IMAG -> {
                    Expr change = derive(Conjugate.of(a)).sub(derive(a)).mul(0.5);
                    return change.is(0) ? ZERO : Expr.call(Fn.TIMES_I, change);
                }
                case ABS -> {
                    return magnitude(y, a);
                }
                case SIGN -> {
                    Expr length = a.abs();
                    Expr change = derive(a).sub(y.mul(magnitude(length, a)));
                    return Expr.where(length.eq(0), ZERO, change.div(length));
                }
                case TIMES_I -> {
                    Expr inner = derive(a);
                    return inner.is(0) ? ZERO : Expr.call(Fn.TIMES_I, inner);
                }
                default -> {}
            }
        }
        Expr sum = ZERO;
        for (int k = 0; k < y.args().size(); k++) {
            Expr inner = derive(y.args().get(k));
            if (!inner.is(0)) {
                sum = sum.add(times(partial(y, k), inner));
            }
        }
        return sum;
    }

    /** {@code |a|} by {@code sqrt(a conj(a))}; 0 at 0. */
    private Expr magnitude(Expr length, Expr a) {
        Expr conjugate = Conjugate.of(a);
        Expr square = times(conjugate, derive(a)).add(times(a, derive(conjugate)));
        return square.is(0) ? ZERO : Expr.where(length.eq(0), ZERO, square.div(length.mul(2)));
    }

    private static Expr partial(Expr.Call y, int k) {
        Expr a = y.args().getFirst();
        return switch (y.fn().arity()) {
            case 1 -> unary(y, a);
            case 2 -> binary(y, a, y.args().get(1), k);
            default -> k == 2 ? ONE : y.args().get(1 - k);
        };
    }

    private static Expr unary(Expr.Call y, Expr a) {
        return switch (y.fn()) {
            case NEG -> Expr.of(-1);
            case ABS -> Expr.call(Fn.SIGN, a);
            case SQRT -> Expr.of(0.5).div(y);
            case EXP -> y;
            case EXPM1 -> y.add(1);
            case EXP2 -> y.mul(LN_2);
            case LOG -> a.reciprocal();
            case LOG2 -> a.mul(LN_2).reciprocal();
            case LOG10 -> a.mul(LN_10).reciprocal();
            case LOG1P -> a.add(1).reciprocal();
            case SIN -> Expr.call(Fn.COS, a);
            case COS -> Expr.call(Fn.SIN, a).neg();
            case TAN -> y.square().add(1);
            case ASIN -> a.square().rsub(1).sqrt().reciprocal();
            case ACOS -> Expr.of(-1).div(a.square().rsub(1).sqrt());
            case ATAN -> a.square().add(1).reciprocal();
            case SINH -> Expr.call(Fn.COSH, a);
            case COSH -> Expr.call(Fn.SINH, a);
            case TANH -> y.square().rsub(1);
            case ASINH -> a.square().add(1).sqrt().reciprocal();
            case ACOSH -> a.square().sub(1).sqrt().reciprocal();
            case ATANH -> a.square().rsub(1).reciprocal();
            case ERF -> a.square().neg().exp().mul(TWO_OVER_SQRT_PI);
            case ERFC -> a.square().neg().exp().mul(-TWO_OVER_SQRT_PI);
            case ERFINV -> y.square().exp().div(TWO_OVER_SQRT_PI);
            case LGAMMA -> Expr.call(Fn.DIGAMMA, a);
            case DIGAMMA -> Expr.call(Fn.POLYGAMMA, ONE, a);
            case SIGMOID -> y.mul(y.rsub(1));
            case FLOOR, CEIL, RINT, TRUNC, SIGN, ISNAN, NOT, IMAG -> ZERO;
            case CONJ, REAL -> ONE;
            default -> throw unfit(y.fn());
        };
    }

    private static Expr binary(Expr.Call y, Expr a, Expr b, int k) {
        return switch (y.fn()) {
            case ADD -> ONE;
            case SUB -> Expr.of(k == 0 ? 1 : -1);
            case MUL -> k == 0 ? b : a;
            case DIV -> k == 0 ? b.reciprocal() : y.div(b).neg();
            case MAX -> k == 0 ? share(a, b, a.lt(b)) : share(a, b, b.lt(a));
            case MIN -> k == 0 ? share(a, b, b.lt(a)) : share(a, b, a.lt(b));
            case POW -> k == 0 ? powerByBase(a, b) : powerByExponent(y, a, b);
            case ATAN2 -> {
                Expr square = a.square().add(b.square());
                yield k == 0 ? b.div(square) : a.neg().div(square);
            }
            case FMOD -> k == 0 ? ONE : Expr.call(Fn.TRUNC, a.div(b)).neg();
            case REMAINDER -> k == 0 ? ONE : Expr.call(Fn.FLOOR_DIV, a, b).neg();
            case COPY_SIGN -> k == 0 ? Expr.where(a.eq(0), ZERO, y.div(a)) : ZERO;
            case POLYGAMMA -> k == 0 ? ZERO : Expr.call(Fn.POLYGAMMA, a.add(1), b);
            case GCD, LCM, NEXT_AFTER -> ZERO;
            case FLOOR_DIV, EQ, NE, LT, LE, AND, OR, XOR, SHL, SHR -> ZERO;
            default -> throw unfit(y.fn());
        };
    }

    /** What an argument of max or min gets: nothing where it loses, half at a tie, else all. */
    private static Expr share(Expr a, Expr b, Expr loses) {
        return Expr.where(a.eq(b), Expr.of(0.5), Expr.where(loses, ZERO, ONE));
    }

    /** b a^(b - 1), and 0 for b = 0 even where that power is infinite. */
    private static Expr powerByBase(Expr a, Expr b) {
        if (b instanceof Expr.Const(double exponent)) {
            if (exponent == 0) {
                return ZERO;
            }
            Expr power = exponent == 1 ? ONE : exponent == 2 ? a : a.pow(Expr.of(exponent - 1));
            return times(b, power);
        }
        return Expr.where(b.eq(0), ZERO, b.mul(a.pow(b.sub(1))));
    }

    /** a^b log a, and 0 where a power of 0 stays 0 (or 1) for a nearby exponent. */
    private static Expr powerByExponent(Expr y, Expr a, Expr b) {
        Expr rising = Expr.call(Fn.REAL, b).ge(0);
        return Expr.where(a.eq(0).mul(rising), ZERO, y.mul(a.log()));
    }

    /** The product with constants folded and quotients 1 / b kept as one division. */
    private static Expr times(Expr a, Expr b) {
        if (a.is(0) || b.is(0)) {
            return ZERO;
        }
        if (a instanceof Expr.Const(double x) && b instanceof Expr.Const(double y)) {
            return Expr.of(x * y);
        }
        if (a.is(-1)) {
            return b.neg();
        }
        if (a instanceof Expr.Call call && call.fn() == Fn.DIV && call.args().getFirst().is(1)) {
            return b.div(call.args().get(1));
        }
        return b.mul(a);
    }

    private static IllegalArgumentException unfit(Fn fn) {
        return new IllegalArgumentException(
                fn + ": belongs to lowered formulas, which have no derivative");
    }
}
