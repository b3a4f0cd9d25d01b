package dev.cresset.expr;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns a formula into two formulas, for the real and the imaginary part of its value on complex
 * operands.
 *
 * <p>A pointwise row is written once, for numbers of any kind; this class gives it its meaning for
 * complex ones. Functions with an analytic continuation get it, on the principal branch and in a
 * form that neither overflows nor cancels where the result does not; see {@link ComplexFunctions}.
 * Comparisons for order, rounding and the like have none and are refused, unless their operands are
 * real by construction ({@code |z| < 1}).
 */
public final class Complexify {
    /**
     * The parts of a formula.
     *
     * @param re the real part
     * @param im the imaginary part, or null where the value is real by construction
     */
    public record Pair(Expr re, Expr im) {
        /** A value that is real by construction. */
        static Pair real(Expr re) {
            return new Pair(re, null);
        }

        /** True if the value is real by construction. */
        boolean isReal() {
            return im == null;
        }

        /** The imaginary part, 0 where there is none. */
        public Expr imaginary() {
            return im == null ? Expr.of(0) : im;
        }
    }

    private final Function<Expr, Pair> leaves;
    private final Map<Expr, Optional<Pair>> known = new IdentityHashMap<>();

    /**
     * A reader of formulas over the same operands.
     *
     * @param leaves the parts of every {@link Expr.In} and {@link Expr.Param}
     */
    public Complexify(Function<Expr, Pair> leaves) {
        this.leaves = leaves;
    }

    /** The parts of a formula, empty if it has no meaning for complex numbers. */
    public Optional<Pair> of(Expr e) {
        return Optional.ofNullable(parts(e));
    }

    /** The parts of a call, computed once for all places where it stands in a formula. */
    private Optional<Pair> ofCall(Expr.Call call) {
        var before = known.get(call);
        if (before != null) {
            return before;
        }
        var result = Optional.ofNullable(apply(call));
        known.put(call, result);
        return result;
    }

    /** The parts, or null if there is no meaning; so in all methods below. */
    private Pair parts(Expr e) {
        return switch (e) {
            case Expr.In in -> leaves.apply(in);
            case Expr.Param param -> leaves.apply(param);
            case Expr.Const c -> Pair.real(c);
            case Expr.Call call -> ofCall(call).orElse(null);
        };
    }

    private Pair apply(Expr.Call call) {
        var args = call.args().stream().map(this::parts).toList();
        if (args.contains(null)) {
            return null;
        }
        Pair a = args.getFirst();
        return switch (call.fn().arity()) {
            case 1 -> unary(call.fn(), a);
            case 2 -> binary(call.fn(), a, args.get(1));
            default -> ternary(call.fn(), a, args.get(1), args.get(2));
        };
    }

    private static Pair unary(Fn fn, Pair a) {
        return switch (fn) {
            case CONJ -> a.isReal() ? a : new Pair(a.re, a.im.neg());
            case REAL -> Pair.real(a.re);
            case IMAG -> Pair.real(a.imaginary());
            case TIMES_I -> new Pair(a.isReal() ? Expr.of(0) : a.im.neg(), a.re);
            default -> a.isReal() ? Pair.real(Expr.call(fn, a.re)) : complex(fn, a);
        };
    }

    private static Pair complex(Fn fn, Pair a) {
        return switch (fn) {
            case NEG -> ComplexFunctions.neg(a);
            case ABS -> Pair.real(ComplexFunctions.abs(a));
            case SIGN -> ComplexFunctions.sign(a);
            case ISNAN -> Pair.real(Expr.call(Fn.ISNAN, a.re()).max(Expr.call(Fn.ISNAN, a.im())));
            case SQRT -> ComplexFunctions.sqrt(a);
            case EXP -> ComplexFunctions.exp(a);
            case EXP2 -> ComplexFunctions.exp(ComplexFunctions.scale(a, Math.log(2)));
            case EXPM1 -> ComplexFunctions.expm1(a);
            case LOG -> ComplexFunctions.log(a);
            case LOG2 -> ComplexFunctions.scale(ComplexFunctions.log(a), 1 / Math.log(2));
            case LOG10 -> ComplexFunctions.scale(ComplexFunctions.log(a), 1 / Math.log(10));
            case LOG1P -> ComplexFunctions.log1p(a);
            case SIN -> ComplexFunctions.sin(a);
            case COS -> ComplexFunctions.cos(a);
            case TAN -> ComplexFunctions.tan(a);
            case SINH -> ComplexFunctions.sinh(a);
            case COSH -> ComplexFunctions.cosh(a);
            case TANH -> ComplexFunctions.tanh(a);
            case ASIN -> ComplexFunctions.asin(a);
            case ACOS -> ComplexFunctions.acos(a);
            case ATAN -> ComplexFunctions.atan(a);
            case ASINH -> ComplexFunctions.asinh(a);
            case ACOSH -> ComplexFunctions.acosh(a);
            case ATANH -> ComplexFunctions.atanh(a);
            case SIGMOID -> ComplexFunctions.sigmoid(a);
            default -> null;
        };
    }

    private static Pair binary(Fn fn, Pair a, Pair b) {
        return switch (fn) {
            case ADD -> ComplexFunctions.add(a, b);
            case SUB -> ComplexFunctions.sub(a, b);
            case MUL -> ComplexFunctions.mul(a, b);
            case DIV -> ComplexFunctions.div(a, b);
            case POW -> ComplexFunctions.pow(a, b);
            case EQ ->
                    Pair.real(
                            a.isReal() && b.isReal()
                                    ? a.re.eq(b.re)
                                    : a.re.eq(b.re).mul(a.imaginary().eq(b.imaginary())));
            case NE ->
                    Pair.real(
                            a.isReal() && b.isReal()
                                    ? a.re.ne(b.re)
                                    : a.re.ne(b.re).max(a.imaginary().ne(b.imaginary())));
            default -> a.isReal() && b.isReal() ? Pair.real(Expr.call(fn, a.re, b.re)) : null;
        };
    }

    private static Pair ternary(Fn fn, Pair a, Pair b, Pair c) {
        return switch (fn) {
            case WHERE -> ComplexFunctions.where(truth(a), b, c);
            case FMA -> ComplexFunctions.add(ComplexFunctions.mul(a, b), c);
            default -> null;
        };
    }

    private static Expr truth(Pair a) {
        return a.isReal() ? a.re : a.re.ne(0).max(a.im.ne(0));
    }
}
