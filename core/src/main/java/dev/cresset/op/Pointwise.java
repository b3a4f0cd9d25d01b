package dev.cresset.op;

import dev.cresset.expr.Conjugate;
import dev.cresset.expr.Derivative;
import dev.cresset.expr.Expr;
import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ops that compute each element of their results from the elements at the same place: a formula.
 *
 * <p>The leading arguments are operands, each a value or a number; the rest are numbers. In the
 * formula operand k is {@code In(k)} and the j-th number after the operands {@code Param(j)}. An
 * operand given as a number becomes one more {@code Param}. Gradients are formulas too: they read
 * the operands, the result as {@code In(operands)} and the incoming gradient as {@code In(operands
 * + 1)} (several results: first all results, then all incoming gradients), are derived symbolically
 * unless the row states them, and run as pointwise ops of their own, all wanted gradients in one
 * pass, which is also what makes them differentiable again.
 */
public final class Pointwise extends Op {
    /** How the dtype of the arithmetic and of the result follow from the operands. */
    public enum Rule {
        /** The common dtype. */
        PROMOTE,
        /** The common dtype; bool becomes int64. */
        COUNT,
        /** The common dtype; bool is refused. */
        NUMERIC,
        /** The common dtype; integers become the default floating dtype. */
        FLOAT,
        /** The common dtype, which must be floating point. */
        FLOATING,
        /** Computed in the common dtype, result bool. */
        BOOL,
        /** The common dtype of operands 1 and up; operand 0 is a condition. */
        CONDITION,
        /** The common dtype, which must be integral or bool. */
        INTEGRAL,
        /** The common dtype, which must be integral. */
        INTEGER,
        /** The common dtype; complex becomes the dtype of its parts. */
        MAGNITUDE
    }

    /** States gradients: one expression per operand, null where none flows. */
    @FunctionalInterface
    public interface Rules {
        /** Gradients from operands x, result y and incoming gradient g. */
        Expr[] of(Expr[] x, Expr y, Expr g);
    }

    private final int operands;
    private final List<Expr> outputs;
    private final Rule rule;
    private final Expr[] gradients;
    private final Map<Long, Variant> variants = new HashMap<>();
    private volatile Variant latest;
    private Primitive.Gradient stepwise;
    private boolean takesNumbers;
    private Expr[] complexGradients;
    private boolean realOnly;
    private boolean checksNumbers;
    private final Map<Long, PointwiseGradient> gradientOps = new HashMap<>();

    Pointwise(String schema, int operands, List<Expr> outputs, Rule rule, Expr[] gradients) {
        super(schema);
        this.operands = operands;
        this.outputs = List.copyOf(outputs);
        this.rule = rule;
        this.gradients = gradients;
    }

    /** A row whose gradients are derived from its formula. */
    public static Pointwise derived(String schema, int operands, Rule rule, Expr output) {
        var gradients = new Expr[operands];
        var g = Expr.in(operands + 1);
        for (int k = 0; k < operands; k++) {
            var partial = Derivative.of(output, k);
            gradients[k] = partial.is(0) ? null : partial.is(1) ? g : g.mul(partial);
        }
        return new Pointwise(schema, operands, List.of(output), rule, gradients);
    }

    /** A row that states its gradients. */
    public static Pointwise of(
            String schema, int operands, Rule rule, Expr output, Rules gradients) {
        var x = new Expr[operands];
        for (int k = 0; k < operands; k++) {
            x[k] = Expr.in(k);
        }
        return new Pointwise(
                schema,
                operands,
                List.of(output),
                rule,
                gradients.of(x, Expr.in(operands), Expr.in(operands + 1)));
    }

    /** A row through which no gradient flows. */
    public static Pointwise flat(String schema, int operands, Rule rule, Expr output) {
        return new Pointwise(schema, operands, List.of(output), rule, null);
    }

    /** A row with several results and no gradient of its own: an optimiser step. */
    public static Pointwise step(String name, int operands, List<Expr> outputs) {
        return new Pointwise(name + "() -> ()", operands, outputs, Rule.PROMOTE, null);
    }

    /** Lets all operands be numbers; the result is then an array for a 0-d tensor. */
    Pointwise ofNumbers() {
        takesNumbers = true;
        return this;
    }

    /**
     * Gives the row another gradient rule for float16, built of ops that round to float16 one by
     * one: for gradients whose intermediate results leave the range of float16, which in PyTorch
     * makes them infinite or NaN.
     */
    Pointwise stepwise(Primitive.Gradient rule) {
        stepwise = rule;
        return this;
    }

    /**
     * Says that the gradients hold for complex operands as they are stated. Of other rows they are
     * {@code g conj(f'(z))}, with {@code f'} as for real operands.
     */
    Pointwise statingComplexGradients() {
        complexGradients = gradients;
        return this;
    }

    /**
     * Refuses numbers in place of operand 1 and up for which the common dtype has no room; other
     * rows drop the bits that it does not hold. Numbers after the operands must always fit.
     */
    Pointwise checkingNumbers() {
        checksNumbers = true;
        return this;
    }

    /** True if numbers in place of operands must fit into the common dtype. */
    boolean checksNumbers() {
        return checksNumbers;
    }

    /** Refuses complex operands, for which PyTorch has no such op though the formula would do. */
    Pointwise realOnly() {
        realOnly = true;
        return this;
    }

    /** True if complex operands are refused. */
    boolean isRealOnly() {
        return realOnly;
    }

    /** States other gradients for complex operands. */
    Pointwise complexGradients(Rules rules) {
        var x = new Expr[operands];
        for (int k = 0; k < operands; k++) {
            x[k] = Expr.in(k);
        }
        complexGradients = rules.of(x, Expr.in(operands), Expr.in(operands + 1));
        return this;
    }

    /** Sets the name of the graph node. */
    Pointwise named(String node) {
        nodeName(node);
        return this;
    }

    /** The formulas of the results. */
    public List<Expr> formulas() {
        return outputs;
    }

    /** The number of leading arguments that may be values. */
    public int operands() {
        return operands;
    }

    /** The dtype rule. */
    public Rule rule() {
        return rule;
    }

    /** The formula of the gradient of operand k, or null. */
    public Expr gradientFormula(int k) {
        return gradients == null ? null : gradients[k];
    }

    /** The formula of the gradient of operand k for complex operands, or null. */
    Expr complexGradientFormula(int k) {
        if (complexGradients != null) {
            return complexGradients[k];
        }
        var formula = gradientFormula(k);
        return formula == null ? null : Conjugate.ofAllBut(operands + 1, formula);
    }

    @Override
    public Object call(Object... args) {
        if (takesNumbers && !(args[0] instanceof Value) && !(args[1] instanceof Value)) {
            var wrapped = args.clone();
            wrapped[0] = Elementwise.number(args[0]);
            return computeOne(wrapped);
        }
        var variant = variant(args);
        var results = Elementwise.compute(variant, args, outputs.size());
        var tape = firstValue(args).tape();
        var recorded = tape.record(this, args, Elementwise.wrap(tape, results));
        return recorded.length == 1 ? recorded[0] : List.of(recorded);
    }

    @Override
    void into(Array target, Object[] args) {
        var variant = variant(args);
        Copies.checkCast(name(), variant.output(), target.dtype());
        Check.that(
                rule != Rule.MAGNITUDE || !target.dtype().isComplex(),
                "In-place %s is not supported for complex tensors. Use %s, which returns a new one",
                name(),
                name());
        Elementwise.into(variant, args, target);
    }

    @Override
    Array computeOne(Object[] args) {
        return Elementwise.compute(variant(args), args, 1)[0].array();
    }

    /**
     * Runs the formulas over existing arrays of equal sizes and dtype, without history: the way of
     * optimiser steps. An output may be one of the inputs.
     */
    public void run(Array[] results, Array[] inputs, double... numbers) {
        Elementwise.run(this, results, inputs, numbers);
    }

    /** What a call with these argument dtypes computes; cached. */
    Variant variant(Object[] args) {
        long key = Promotion.defaultDType().ordinal();
        for (int k = 0; k < operands; k++) {
            key = key << 6 | code(args[k]);
        }
        var variant = latest;
        if (variant != null && variant.key() == key) {
            return variant;
        }
        synchronized (variants) {
            variant = variants.get(key);
            if (variant == null) {
                variant = Variant.of(this, key, args);
                variants.put(key, variant);
            }
        }
        latest = variant;
        return variant;
    }

    private int code(Object operand) {
        return switch (operand) {
            case Value v -> v.dtype().ordinal() + (v.layout().dim() == 0 ? 16 : 0);
            case Boolean b -> 40;
            case Double d -> 42;
            case Float f -> 42;
            case Complex z -> 43;
            case Number n -> 41;
            case null, default ->
                    throw Check.error(
                            "%s: expects a tensor or a number as operand, got %s", name(), operand);
        };
    }

    @Override
    public boolean differentiable() {
        return gradients != null;
    }

    @Override
    public boolean savesArgument(int index) {
        return index < operands && mentions(index);
    }

    @Override
    public boolean savesResult() {
        return mentions(operands);
    }

    private boolean mentions(int index) {
        if (gradients != null) {
            for (var gradient : gradients) {
                if (gradient != null && gradient.reads(index)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public Object[] gradient(Backward b) {
        if (stepwise != null && b.grad() != null && b.grad().dtype() == DType.FLOAT16) {
            return stepwise.of(b);
        }
        var key = PointwiseGradient.key(this, b);
        PointwiseGradient op;
        synchronized (gradientOps) {
            op = gradientOps.get(key);
            if (op == null) {
                op = PointwiseGradient.of(this, key, b.args().all().length - operands);
                gradientOps.put(key, op);
            }
        }
        return op.apply(b);
    }
}
