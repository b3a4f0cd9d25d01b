package dev.cresset.expr;

import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The living definition of every primitive function: evaluates a formula for one element in double
 * precision, as plainly as possible.
 *
 * <p>Kernels are tested against this class. Functions of integers work on the integral values of
 * the doubles, so they are right for integers up to 2^53 in size.
 */
public final class Interpreter {
    private final double[] inputs;
    private final double[] params;
    private final Map<Expr, Double> known = new IdentityHashMap<>();

    private Interpreter(double[] inputs, double[] params) {
        this.inputs = inputs;
        this.params = params;
    }

    /**
     * The value of a formula.
     *
     * @param e the formula
     * @param inputs the value of every input
     * @param params the value of every number of the call
     */
    public static double evaluate(Expr e, double[] inputs, double[] params) {
        return new Interpreter(inputs, params).value(e);
    }

    private double value(Expr e) {
        return switch (e) {
            case Expr.In in -> inputs[in.index()];
            case Expr.Param param -> params[param.index()];
            case Expr.Const constant -> constant.value();
            case Expr.Call call -> {
                Double earlier = known.get(e);
                if (earlier == null) {
                    earlier = apply(call);
                    known.put(e, earlier);
                }
                yield earlier;
            }
        };
    }

    private double apply(Expr.Call call) {
        double a = value(call.args().getFirst());
        return switch (call.fn().arity()) {
            case 1 -> unary(call.fn(), a);
            case 2 -> binary(call.fn(), a, value(call.args().get(1)));
            default -> ternary(call.fn(), a, value(call.args().get(1)), value(call.args().get(2)));
        };
    }

    private static double unary(Fn fn, double a) {
        return switch (fn) {
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> Math.sqrt(a);
            case FLOOR -> Math.floor(a);
            case CEIL -> Math.ceil(a);
            case RINT -> Math.rint(a);
            case TRUNC -> Math.copySign(Math.floor(Math.abs(a)), a);
            case SIGN -> a > 0 ? 1 : a < 0 ? -1 : 0;
            case EXP -> StrictMath.exp(a);
            case EXPM1 -> StrictMath.expm1(a);
            case EXP2 -> Functions.exp2(a);
            case LOG -> StrictMath.log(a);
            case LOG2 -> Functions.log2(a);
            case LOG10 -> StrictMath.log10(a);
            case LOG1P -> StrictMath.log1p(a);
            case SIN -> StrictMath.sin(a);
            case COS -> StrictMath.cos(a);
            case TAN -> StrictMath.tan(a);
            case ASIN -> StrictMath.asin(a);
            case ACOS -> StrictMath.acos(a);
            case ATAN -> StrictMath.atan(a);
            case SINH -> StrictMath.sinh(a);
            case COSH -> StrictMath.cosh(a);
            case TANH -> StrictMath.tanh(a);
            case ASINH -> Functions.asinh(a);
            case ACOSH -> Functions.acosh(a);
            case ATANH -> Functions.atanh(a);
            case ERF -> Functions.erf(a);
            case ERFC -> Functions.erfc(a);
            case SIGMOID -> Functions.sigmoid(a);
            case ERFINV -> SpecialFunctions.erfinv(a);
            case LGAMMA -> SpecialFunctions.lgamma(a);
            case DIGAMMA -> SpecialFunctions.digamma(a);
            case CONJ, REAL -> a;
            case IMAG -> 0;
            case ISNAN -> truth(Double.isNaN(a));
            case NOT -> ~(long) a;
            case EXPONENT -> exponent(a);
            case MANTISSA -> Math.scalb(a, -exponent(a));
            case SIN_LARGE -> Math.abs(a) > 10000 ? StrictMath.sin(a) : 0;
            case COS_LARGE -> Math.abs(a) > 10000 ? StrictMath.cos(a) : 0;
            default -> throw new IllegalArgumentException(fn + ": does not take 1 argument");
        };
    }

    private static int exponent(double a) {
        int exponent = Math.getExponent(a);
        return Math.scalb(a, -exponent) < Math.sqrt(2) ? exponent : exponent + 1;
    }

    private static double binary(Fn fn, double a, double b) {
        return switch (fn) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case POW -> Functions.pow(a, b);
            case ATAN2 -> StrictMath.atan2(a, b);
            case FMOD -> a % b;
            case FLOOR_DIV -> Functions.floorDiv(a, b);
            case REMAINDER -> Functions.remainder(a, b);
            case POLYGAMMA -> SpecialFunctions.polygamma(a, b);
            case NEXT_AFTER -> Math.nextAfter(a, b);
            case GCD -> SpecialFunctions.gcd((long) a, (long) b);
            case LCM -> SpecialFunctions.lcm((long) a, (long) b);
            case EQ -> truth(a == b);
            case NE -> truth(a != b);
            case LT -> truth(a < b);
            case LE -> truth(a <= b);
            case AND -> (long) a & (long) b;
            case OR -> (long) a | (long) b;
            case XOR -> (long) a ^ (long) b;
            case SHL -> b >= 0 && b < 64 ? (long) a << (long) b : 0;
            case SHR -> (long) a >> (b >= 0 && b < 64 ? (long) b : 63);
            case COPY_SIGN -> Math.copySign(a, b);
            case SCALE -> Math.scalb(a, (int) (b - 0x1.8p52));
            default -> throw new IllegalArgumentException(fn + ": does not take 2 arguments");
        };
    }

    private static double ternary(Fn fn, double a, double b, double c) {
        return switch (fn) {
            case WHERE -> a != 0 ? b : c;
            case FMA -> Math.fma(a, b, c);
            default -> throw new IllegalArgumentException(fn + ": does not take 3 arguments");
        };
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
