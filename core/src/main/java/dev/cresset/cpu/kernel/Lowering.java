package dev.cresset.cpu.kernel;

import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType.Compute;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a formula into the primitive functions that both tiers evaluate identically.
 *
 * <p>What remains afterwards: {@code NEG ABS SQRT ADD SUB MUL DIV MIN MAX FMA WHERE COPY_SIGN SCALE
 * EXPONENT MANTISSA}, the comparisons {@code EQ NE LT LE}, on integers {@code NOT AND OR XOR SHL
 * SHR}, and functions that are a call of {@link Scalar} ({@link Program#isScalarCall}).
 */
final class Lowering {
    private final Compute compute;
    private final Map<Expr, Expr> done = new IdentityHashMap<>();

    Lowering(Compute compute) {
        this.compute = compute;
    }

    /** The formula in primitive functions; subexpressions that are one object stay one object. */
    Expr lower(Expr e) {
        if (!(e instanceof Expr.Call call)) {
            return e;
        }
        Expr earlier = done.get(e);
        if (earlier != null) {
            return earlier;
        }
        var args = call.args().stream().map(this::lower).toList();
        Expr lowered =
                switch (compute) {
                    case LONG -> integer(call.fn(), args);
                    case FLOAT, DOUBLE -> floating(call.fn(), args);
                };
        done.put(e, lowered);
        return lowered;
    }

    private Expr integer(Fn fn, List<Expr> args) {
        Expr a = args.getFirst();
        if (fn == Fn.POW && args.get(1) instanceof Expr.Const(double exponent)) {
            Expr product = exponent >= 0 ? power(a, exponent) : null;
            return product != null ? product : new Expr.Call(fn, args);
        }
        return switch (fn) {
            case FLOOR, CEIL, RINT, TRUNC, CONJ, REAL -> a;
            case IMAG -> of(0);
            case SIGN -> sign(a);
            case ISNAN -> of(0);
            case FMA -> call(Fn.ADD, call(Fn.MUL, a, args.get(1)), args.get(2));
            case SHL -> call(Fn.WHERE, inWord(args.get(1)), call(fn, a, args.get(1)), of(0));
            case SHR -> call(Fn.SHR, a, call(Fn.WHERE, inWord(args.get(1)), args.get(1), of(63)));
            case NEG, ABS, NOT, ADD, SUB, MUL, DIV, MIN, MAX, POW, FMOD, FLOOR_DIV, REMAINDER ->
                    new Expr.Call(fn, args);
            case EQ, NE, LT, LE, AND, OR, XOR, WHERE -> new Expr.Call(fn, args);
            case SQRT, EXP, EXPM1, EXP2, LOG, LOG2, LOG10, LOG1P, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                    throw unfit(fn);
            case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC, SIGMOID, ATAN2 ->
                    throw unfit(fn);
            case SCALE, EXPONENT, MANTISSA, SIN_LARGE, COS_LARGE, COPY_SIGN -> throw unfit(fn);
            case GCD, LCM -> new Expr.Call(fn, args);
            case ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, NEXT_AFTER -> throw unfit(fn);
            case TIMES_I -> throw unfit(fn);
        };
    }

    /** Shifts by a negative count or by 64 and more shift everything out. */
    private static Expr inWord(Expr count) {
        return call(Fn.AND, call(Fn.LE, of(0), count), call(Fn.LT, count, of(64)));
    }

    private Expr floating(Fn fn, List<Expr> args) {
        Expr a = args.getFirst();
        return switch (fn) {
            case RINT -> rint(a);
            case FLOOR -> floor(a);
            case CEIL -> call(Fn.NEG, floor(call(Fn.NEG, a)));
            case TRUNC -> call(Fn.COPY_SIGN, floor(call(Fn.ABS, a)), a);
            case SIGN -> sign(a);
            case ISNAN -> call(Fn.NE, a, a);
            case CONJ, REAL -> a;
            case IMAG -> of(0);
            case FLOOR_DIV -> floorDiv(a, args.get(1));
            case REMAINDER -> remainder(a, args.get(1));
            case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, MIN, MAX, FMOD, WHERE, FMA, COPY_SIGN ->
                    new Expr.Call(fn, args);
            case EQ, NE, LT, LE, SCALE, EXPONENT, MANTISSA, SIN_LARGE, COS_LARGE ->
                    new Expr.Call(fn, args);
            case ERFINV, LGAMMA, DIGAMMA, POLYGAMMA, NEXT_AFTER -> new Expr.Call(fn, args);
            case NOT, AND, OR, XOR, SHL, SHR, GCD, LCM, TIMES_I -> throw unfit(fn);
            case EXP, EXPM1, EXP2, LOG, LOG2, LOG10, LOG1P, SIN, COS, TAN, ASIN, ACOS, ATAN ->
                    transcendental(fn, args);
            case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC, SIGMOID, POW, ATAN2 ->
                    transcendental(fn, args);
        };
    }

    /** The power for exponents that PyTorch does by multiplying, dividing and roots, else null. */
    private static Expr power(Expr a, double exponent) {
        if (exponent < 0) {
            Expr positive = power(a, -exponent);
            return positive == null || exponent == -3 ? null : positive.reciprocal();
        }
        if (exponent == 0.5) {
            return a.sqrt();
        }
        return switch ((int) exponent == exponent ? (int) exponent : -1) {
            case 0 -> of(1);
            case 1 -> a;
            case 2 -> a.square();
            case 3 -> a.square().mul(a);
            default -> null;
        };
    }

    private Expr transcendental(Fn fn, List<Expr> args) {
        Expr a = args.getFirst();
        if (fn == Fn.POW && args.get(1) instanceof Expr.Const(double exponent)) {
            Expr product = power(a, exponent);
            if (product != null) {
                return product;
            }
        }
        var family =
                compute == Compute.FLOAT ? LoweringExponential.FLOAT : LoweringExponential.DOUBLE;
        return switch (fn) {
            case EXP -> family.exp(a);
            case EXPM1 -> family.expm1(a);
            case EXP2 -> family.exp2(a);
            case LOG -> family.log(a);
            case LOG2 -> family.log2(a);
            case LOG10 -> family.log10(a);
            case LOG1P -> family.log1p(a);
            case SINH -> family.sinh(a);
            case COSH -> family.cosh(a);
            case TANH -> family.tanh(a);
            case ASINH -> family.asinh(a);
            case ACOSH -> family.acosh(a);
            case ATANH -> family.atanh(a);
            case SIGMOID -> family.sigmoid(a);
            default -> compute == Compute.FLOAT ? single(fn, args) : new Expr.Call(fn, args);
        };
    }

    /** Functions that have formulas in float32 only. */
    private Expr single(Fn fn, List<Expr> args) {
        Expr a = args.getFirst();
        return switch (fn) {
            case SIN -> LoweringTrigonometry.sin(a);
            case COS -> LoweringTrigonometry.cos(a);
            case TAN -> LoweringTrigonometry.tan(a);
            case ASIN -> LoweringTrigonometry.asin(a);
            case ACOS -> LoweringTrigonometry.acos(a);
            case ATAN -> LoweringTrigonometry.atan(a);
            case ATAN2 -> LoweringTrigonometry.atan2(a, args.get(1));
            case ERF -> LoweringFloat.erf(a);
            case ERFC -> LoweringFloat.erfc(a);
            case POW -> LoweringFloat.pow(a, args.get(1));
            default -> throw unfit(fn);
        };
    }

    private IllegalArgumentException unfit(Fn fn) {
        return new IllegalArgumentException(fn + ": not a function of " + compute + " numbers");
    }

    private static Expr sign(Expr a) {
        return call(Fn.SUB, call(Fn.LT, of(0), a), call(Fn.LT, a, of(0)));
    }

    /** Adding and subtracting 2^23 (2^52) leaves no room for a fraction; larger a have none. */
    private Expr rint(Expr a) {
        Expr limit = of(compute == Compute.FLOAT ? 0x1p23 : 0x1p52);
        Expr size = call(Fn.ABS, a);
        Expr rounded = call(Fn.SUB, call(Fn.ADD, size, limit), limit);
        return call(Fn.WHERE, call(Fn.LT, size, limit), call(Fn.COPY_SIGN, rounded, a), a);
    }

    private Expr floor(Expr a) {
        Expr nearest = rint(a);
        Expr below = call(Fn.SUB, nearest, call(Fn.LT, a, nearest));
        return call(Fn.COPY_SIGN, below, a);
    }

    /**
     * PyTorch's div_floor: built on the exact remainder, so that rounding cannot cross an integer.
     */
    private Expr floorDiv(Expr a, Expr b) {
        Expr mod = call(Fn.FMOD, a, b);
        Expr plain = call(Fn.DIV, call(Fn.SUB, a, mod), b);
        Expr quotient = call(Fn.SUB, plain, signsDiffer(mod, b));
        Expr down = floor(quotient);
        Expr nearest = call(Fn.ADD, down, call(Fn.LT, of(0.5), call(Fn.SUB, quotient, down)));
        Expr ratio = call(Fn.DIV, a, b);
        Expr zero = call(Fn.COPY_SIGN, of(0), ratio);
        return call(
                Fn.WHERE,
                call(Fn.EQ, b, of(0)),
                ratio,
                call(Fn.WHERE, call(Fn.NE, quotient, of(0)), nearest, zero));
    }

    private Expr remainder(Expr a, Expr b) {
        Expr mod = call(Fn.FMOD, a, b);
        return call(Fn.WHERE, signsDiffer(mod, b), call(Fn.ADD, mod, b), mod);
    }

    /** 1 where mod is not 0 and its sign is not that of b. */
    private static Expr signsDiffer(Expr mod, Expr b) {
        return call(
                Fn.MUL,
                call(Fn.NE, mod, of(0)),
                call(Fn.NE, call(Fn.LT, b, of(0)), call(Fn.LT, mod, of(0))));
    }
}
