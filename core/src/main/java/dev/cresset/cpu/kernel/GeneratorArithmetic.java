package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;
import dev.cresset.spi.DType.Compute;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The steps of a program as vector code. Every step gives the bits that its method in {@link
 * Scalar} gives.
 *
 * <p>Truth values stay masks for as long as they are used as such; where one is used as a number it
 * is turned into zeros and ones there.
 */
final class GeneratorArithmetic {
    private static final ClassDesc CALLS = ClassDesc.of("dev.cresset.cpu.kernel.GeneratedCalls");

    private final CodeBuilder c;
    private final Program program;
    private final int lanes;
    private final GeneratorLane lane;
    private final GeneratorLane bits;
    private final GeneratorMemory memory;
    private final int[] local;
    private final boolean[] truth;

    /**
     * Writes to a code builder.
     *
     * @param lane the numbers computed with
     * @param local where each value lies
     * @param truth whether it lies there as a mask
     */
    GeneratorArithmetic(
            CodeBuilder c,
            Program program,
            GeneratorLane lane,
            int lanes,
            GeneratorMemory memory,
            int[] local,
            boolean[] truth) {
        this.c = c;
        this.program = program;
        this.lanes = lanes;
        this.lane = lane;
        this.bits = lane == GeneratorLane.FLOAT ? GeneratorLane.INT : GeneratorLane.LONG;
        this.memory = memory;
        this.local = local;
        this.truth = truth;
    }

    /** True if the vector code of a function exists. */
    static boolean has(Fn fn, Program program) {
        boolean rare = fn == Fn.SIN_LARGE || fn == Fn.COS_LARGE;
        return (rare && program.compute() == Compute.FLOAT)
                || !Program.isScalarCall(fn, program.compute());
    }

    /** Pushes value i as a number. */
    void number(int i) {
        c.aload(local[i]);
        if (truth[i]) {
            memory.number(lane);
        }
    }

    /** Pushes value i as a mask: where it is not 0. */
    void mask(int i) {
        c.aload(local[i]);
        if (!truth[i]) {
            lane.compare(c, "NE", 0);
        }
    }

    /** Computes step i and leaves it in its local. */
    void apply(int i, Program.Apply step) {
        truth[i] = push(step);
        c.astore(local[i]);
    }

    /** Computes a number of the formula or of the call, whose primitive is on the stack. */
    void broadcast(int i) {
        lane.broadcast(c);
        c.astore(local[i]);
    }

    /** Pushes the constant of the compute type that a double denotes. */
    void primitive(double value) {
        ConstantDesc constant =
                switch (lane) {
                    case FLOAT -> (float) value;
                    case DOUBLE -> value;
                    case LONG -> (long) value;
                    case INT, SHORT, BYTE -> (int) (long) value;
                };
        c.loadConstant(constant);
    }

    /** Pushes the result; returns whether it is a mask. */
    private boolean push(Program.Apply step) {
        int a = step.a();
        int b = step.b();
        switch (step.fn()) {
            case NEG, ABS, SQRT, NOT -> {
                number(a);
                lane.unary(c, step.fn().name());
            }
            case ADD, SUB, MUL, DIV, XOR -> binary(step.fn().name(), a, b);
            case MIN, MAX -> {
                if (lane.isFloating() && isNumber(b)) {
                    limit(step.fn(), a, b);
                } else if (lane.isFloating() && isNumber(a)) {
                    limit(step.fn(), b, a);
                } else {
                    binary(step.fn().name(), a, b);
                }
            }
            case AND, OR -> {
                if (truth[a] && truth[b]) {
                    combineMasks(step.fn(), a, b);
                    return true;
                }
                binary(step.fn().name(), a, b);
            }
            case SHL -> binary("LSHL", a, b);
            case SHR -> binary("ASHR", a, b);
            case EQ, NE, LT, LE -> {
                compare(step.fn(), a, b);
                return true;
            }
            case WHERE -> {
                number(step.c());
                number(b);
                mask(a);
                lane.blend(c);
            }
            case FMA -> {
                number(a);
                number(b);
                number(step.c());
                c.invokevirtual(
                        lane.vector(),
                        "fma",
                        MethodTypeDesc.of(
                                lane.vector(), GeneratorLane.VECTOR, GeneratorLane.VECTOR));
            }
            case EXPONENT -> {
                number(a);
                exponent();
            }
            case MANTISSA -> {
                number(a);
                mantissa();
            }
            case SCALE -> scale(a, b);
            case COPY_SIGN -> copySign(a, b);
            case SIN_LARGE, COS_LARGE -> large(step.fn(), a);
            default -> throw new IllegalArgumentException(step.fn() + ": has no vector form");
        }
        return false;
    }

    private void binary(String operator, int a, int b) {
        number(a);
        number(b);
        lane.binary(c, operator);
    }

    private boolean isNumber(int i) {
        return program.step(i) instanceof Program.Const constant && !Double.isNaN(constant.value());
    }

    /**
     * The larger or smaller of a value and a constant: a comparison and a choice are all it takes,
     * while processors need several instructions for the rules of NaN and -0 when neither side is
     * known. Beyond the limit comes the limit; NaN is not beyond and stays; of two zeros the choice
     * must fall on the constant if it is the larger (smaller) zero.
     */
    private void limit(Fn fn, int a, int constant) {
        boolean max = fn == Fn.MAX;
        double given = ((Program.Const) program.step(constant)).value();
        double value = lane == GeneratorLane.FLOAT ? (float) given : given;
        boolean chosenZero = value == 0 && (1 / value > 0) == max;
        number(a);
        number(constant);
        number(a);
        number(constant);
        lane.compare(c, max ? (chosenZero ? "LE" : "LT") : (chosenZero ? "GE" : "GT"));
        lane.blend(c);
    }

    private void combineMasks(Fn fn, int a, int b) {
        c.aload(local[a]).aload(local[b]);
        c.invokevirtual(
                GeneratorLane.MASK,
                fn == Fn.AND ? "and" : "or",
                MethodTypeDesc.of(GeneratorLane.MASK, GeneratorLane.MASK));
    }

    private void compare(Fn fn, int a, int b) {
        // x != 0 and x == 0 of a truth value: itself and its opposite.
        if ((fn == Fn.NE || fn == Fn.EQ) && truth[a] && isZero(b)) {
            c.aload(local[a]);
            if (fn == Fn.EQ) {
                c.invokevirtual(GeneratorLane.MASK, "not", MethodTypeDesc.of(GeneratorLane.MASK));
            }
            return;
        }
        number(a);
        number(b);
        lane.compare(c, fn.name());
    }

    private boolean isZero(int i) {
        return program.step(i) instanceof Program.Const constant && constant.value() == 0;
    }

    /** The integer in the low bits of b is added to the exponent of a. */
    private void scale(int a, int b) {
        number(a);
        lane.reinterpret(c, bits);
        number(b);
        lane.reinterpret(c, bits);
        bits.binary(c, "LSHL", lane == GeneratorLane.FLOAT ? 23 : 52);
        bits.binary(c, "ADD");
        bits.reinterpret(c, lane);
    }

    private void exponent() {
        boolean single = lane == GeneratorLane.FLOAT;
        lane.reinterpret(c, bits);
        bits.binary(c, "SUB", single ? Scalar.SQRT_HALF : Scalar.SQRT_HALF_DOUBLE);
        bits.binary(c, "ASHR", single ? 23 : 52);
        if (single) {
            bits.convert(c, lane, lanes);
        } else {
            // Few processors convert longs; a small one may be added to the bits of ROUND.
            bits.binary(c, "ADD", Double.doubleToRawLongBits(Scalar.ROUND_DOUBLE));
            bits.reinterpret(c, lane);
            push(Scalar.ROUND_DOUBLE);
            lane.binary(c, "SUB");
        }
    }

    private void mantissa() {
        boolean single = lane == GeneratorLane.FLOAT;
        long first = single ? Scalar.SQRT_HALF : Scalar.SQRT_HALF_DOUBLE;
        lane.reinterpret(c, bits);
        bits.binary(c, "SUB", first);
        bits.binary(c, "AND", single ? 0x7fffff : 0xfffffffffffffL);
        bits.binary(c, "ADD", first);
        bits.reinterpret(c, lane);
    }

    private void copySign(int a, int b) {
        long sign = lane == GeneratorLane.FLOAT ? Integer.MIN_VALUE : Long.MIN_VALUE;
        number(a);
        lane.reinterpret(c, bits);
        bits.binary(c, "AND", ~sign);
        number(b);
        lane.reinterpret(c, bits);
        bits.binary(c, "AND", sign);
        bits.binary(c, "OR");
        bits.reinterpret(c, lane);
    }

    /** Zero, unless some lane is large: then lane by lane through an array. */
    private void large(Fn fn, int a) {
        Label none = c.newLabel();
        Label end = c.newLabel();
        var array = lane.primitive().arrayType();
        number(a);
        lane.unary(c, "ABS");
        c.getstatic(GeneratorLane.OPERATORS, "GT", GeneratorLane.OPERATORS.nested("Comparison"));
        primitive(Scalar.LARGE);
        c.invokevirtual(
                lane.vector(),
                "compare",
                MethodTypeDesc.of(
                        GeneratorLane.MASK,
                        GeneratorLane.OPERATORS.nested("Comparison"),
                        lane.primitive()));
        c.invokevirtual(GeneratorLane.MASK, "anyTrue", MethodTypeDesc.of(ConstantDescs.CD_boolean));
        c.ifeq(none);
        lane.species(c, lanes);
        number(a);
        c.invokevirtual(lane.vector(), "toArray", MethodTypeDesc.of(array));
        c.invokestatic(CALLS, Scalar.name(fn), MethodTypeDesc.of(array, array));
        c.iconst_0();
        c.invokestatic(
                lane.vector(),
                "fromArray",
                MethodTypeDesc.of(
                        lane.vector(), GeneratorLane.SPECIES, array, ConstantDescs.CD_int));
        c.goto_(end);
        c.labelBinding(none);
        lane.constant(c, lanes, 0);
        c.labelBinding(end);
    }

    private void push(double value) {
        lane.species(c, lanes);
        primitive(value);
        lane.broadcast(c);
    }
}
