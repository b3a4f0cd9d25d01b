package dev.cresset.cpu.kernel;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A formula as a straight line of steps: lowered to the primitive functions of its compute type,
 * with equal subexpressions computed once.
 *
 * <p>Note [Two tiers, one result]: a formula first runs on {@link TileKernel}, a few dozen array
 * loops that are always compiled, and once it is hot on a class generated for it. A result must not
 * depend on which of the two computed it, nor on its place in the tensor, on strides or on the
 * number of threads. Both tiers therefore evaluate the same program, and every step of a program is
 * an operation that has exactly one right result: the IEEE operations, bit manipulations, or a call
 * of one shared scalar method (see {@link #isScalarCall}) for the few functions that have no vector
 * form. Nothing may be contracted or reordered: {@code a * b + c} has one rounding only where the
 * program says {@link Fn#FMA}.
 *
 * <p>Step i computes value i; operands are values of earlier steps. An output may be the same
 * memory as an input, so whoever runs a program over a block of elements reads all inputs of the
 * block before it writes any output of it.
 */
public final class Program {
    /** One step; equal steps compute equal values. */
    public sealed interface Step {}

    /** The element of an input, converted to the compute type. */
    public record Load(int input) implements Step {}

    /** A number of the call: the bits of a double, or of a long where the compute type is LONG. */
    public record Param(int index) implements Step {}

    /** A number of the formula. */
    public record Const(double value) implements Step {}

    /**
     * A primitive function of earlier values.
     *
     * @param fn the function, one that has a method in {@link Scalar} for the compute type
     * @param a value that is the first argument
     * @param b value that is the second argument, -1 for none
     * @param c value that is the third argument, -1 for none
     */
    public record Apply(Fn fn, int a, int b, int c) implements Step {
        /** The i-th argument. */
        public int arg(int i) {
            return switch (i) {
                case 0 -> a;
                case 1 -> b;
                case 2 -> c;
                default -> throw new IllegalArgumentException("argument " + i);
            };
        }
    }

    private final Formula formula;
    private final Step[] steps;
    private final int[] outputs;
    private final boolean[] uniform;
    private final int[] lastUse;
    private final int[] register;
    private final int registers;

    private Program(Formula formula, Step[] steps, int[] outputs) {
        this.formula = formula;
        this.steps = steps;
        this.outputs = outputs;
        this.uniform = new boolean[steps.length];
        this.lastUse = new int[steps.length];
        this.register = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            uniform[i] = isUniform(steps[i]);
            lastUse[i] = i;
            if (steps[i] instanceof Apply apply) {
                for (int k = 0; k < apply.fn().arity(); k++) {
                    lastUse[apply.arg(k)] = i;
                }
            }
        }
        for (int output : outputs) {
            lastUse[output] = steps.length;
        }
        this.registers = allocate();
    }

    /** The program of a formula: lowered for its compute type and with common values shared. */
    public static Program of(Formula formula) {
        var builder = new Builder();
        var outputs = new int[formula.outputs().size()];
        var lowering = new Lowering(formula.compute());
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = builder.value(lowering.lower(formula.outputs().get(k)));
        }
        return new Program(formula, builder.steps.toArray(Step[]::new), outputs);
    }

    private boolean isUniform(Step step) {
        return switch (step) {
            case Load load -> false;
            case Param param -> true;
            case Const constant -> true;
            case Apply apply -> {
                for (int k = 0; k < apply.fn().arity(); k++) {
                    if (!uniform[apply.arg(k)]) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    /** Linear scan: a register is free again after the last use of its value. */
    private int allocate() {
        var holder = new ArrayList<Integer>();
        for (int i = 0; i < steps.length; i++) {
            if (uniform[i]) {
                register[i] = -1;
                continue;
            }
            int slot = -1;
            for (int r = 0; r < holder.size() && slot < 0; r++) {
                slot = lastUse[holder.get(r)] <= i ? r : -1;
            }
            if (slot < 0) {
                slot = holder.size();
                holder.add(i);
            } else {
                holder.set(slot, i);
            }
            register[i] = slot;
        }
        return holder.size();
    }

    /** The formula this program computes. */
    public Formula formula() {
        return formula;
    }

    /** The arithmetic of every step. */
    public DType.Compute compute() {
        return formula.compute();
    }

    /** Number of steps. */
    public int size() {
        return steps.length;
    }

    /** Step i, which computes value i. */
    public Step step(int i) {
        return steps[i];
    }

    /** Number of outputs. */
    public int outputs() {
        return outputs.length;
    }

    /** The value stored to output k. */
    public int output(int k) {
        return outputs[k];
    }

    /** True if value i is the same for all elements of a call, as it reads no input. */
    public boolean uniform(int i) {
        return uniform[i];
    }

    /** The register of value i, which no other living value has; -1 for a uniform value. */
    public int register(int i) {
        return register[i];
    }

    /** Number of registers. */
    public int registers() {
        return registers;
    }

    /** True for functions whose result is 0 or 1. */
    public static boolean isPredicate(Fn fn) {
        return switch (fn) {
            case EQ, NE, LT, LE -> true;
            default -> false;
        };
    }

    /**
     * True if a function of a lowered program has no vector form, so that both tiers call its
     * method in {@link Scalar} for every element. {@link Fn#SIN_LARGE} and {@link Fn#COS_LARGE}
     * need the call only for elements beyond {@link Scalar#LARGE} in size; they are 0 for all
     * others.
     */
    public static boolean isScalarCall(Fn fn, DType.Compute compute) {
        return switch (fn) {
            case NEG, ABS, ADD, SUB, MUL, MIN, MAX, EQ, NE, LT, LE, WHERE -> false;
            case NOT, AND, OR, XOR, SHL, SHR -> false;
            case SQRT, FMA, SCALE, EXPONENT, MANTISSA, COPY_SIGN -> false;
            case DIV -> compute == DType.Compute.LONG;
            default -> true;
        };
    }

    /** One line per step, e.g. {@code v2 = MUL(v0, v1)}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < steps.length; i++) {
            text.append('v').append(i).append(" = ");
            switch (steps[i]) {
                case Load load -> text.append("input ").append(load.input());
                case Param param -> text.append("param ").append(param.index());
                case Const constant -> text.append(constant.value());
                case Apply apply -> {
                    text.append(apply.fn());
                    for (int k = 0; k < apply.fn().arity(); k++) {
                        text.append(k == 0 ? "(v" : ", v").append(apply.arg(k));
                    }
                    text.append(')');
                }
            }
            text.append('\n');
        }
        return text.append("outputs ").append(Arrays.toString(outputs)).toString();
    }

    /** Numbers values: by identity to walk shared trees once, by content to share equal steps. */
    private static final class Builder {
        final List<Step> steps = new ArrayList<>();
        final Map<Step, Integer> known = new HashMap<>();
        final IdentityHashMap<Expr, Integer> seen = new IdentityHashMap<>();

        int value(Expr e) {
            Integer earlier = seen.get(e);
            if (earlier != null) {
                return earlier;
            }
            int value =
                    add(
                            switch (e) {
                                case Expr.In in -> new Load(in.index());
                                case Expr.Param param -> new Param(param.index());
                                case Expr.Const constant -> new Const(constant.value());
                                case Expr.Call call -> apply(call);
                            });
            seen.put(e, value);
            return value;
        }

        private Step apply(Expr.Call call) {
            var args = new int[] {-1, -1, -1};
            for (int k = 0; k < call.args().size(); k++) {
                args[k] = value(call.args().get(k));
            }
            return new Apply(call.fn(), args[0], args[1], args[2]);
        }

        private int add(Step step) {
            Integer earlier = known.putIfAbsent(step, steps.size());
            if (earlier != null) {
                return earlier;
            }
            steps.add(step);
            return steps.size() - 1;
        }
    }
}
