package dev.cresset.op;

import dev.cresset.expr.Complexify;
import dev.cresset.expr.Expr;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pointwise ops on complex operands: the row's formula turned into formulas of real and imaginary
 * parts.
 *
 * <p>The kernel sees two operands for every complex tensor and one for every real one, in the order
 * of the operands, and two numbers for every number; see Note [Parts] in {@link Parts}.
 */
final class ComplexVariant {
    private ComplexVariant() {}

    static Variant of(
            Pointwise op,
            long key,
            DType common,
            List<DType> types,
            List<Integer> tensors,
            List<Integer> numbers,
            int plain) {
        if (op.isRealOnly()) {
            throw unsupported(op, common);
        }
        var output =
                switch (op.rule()) {
                    case PROMOTE, COUNT, NUMERIC, FLOAT, FLOATING -> common;
                    case CONDITION -> common;
                    case BOOL -> DType.BOOL;
                    case MAGNITUDE -> common.toReal();
                    case INTEGRAL, INTEGER -> throw unsupported(op, common);
                };
        var inputs = new ArrayList<DType>();
        var leaves = new ArrayList<Complexify.Pair>();
        for (var type : types) {
            int at = inputs.size();
            inputs.add(type.toReal());
            if (type.isComplex()) {
                inputs.add(type.toReal());
            }
            leaves.add(
                    new Complexify.Pair(
                            Expr.in(at), type.isComplex() ? Expr.in(at + 1) : Expr.of(0)));
        }
        var parts = new Complexify(leaf -> place(leaf, leaves, tensors, numbers, plain));
        var outputs = new ArrayList<Expr>();
        var outputTypes = new ArrayList<DType>();
        for (var formula : op.formulas()) {
            var pair = parts.of(formula).orElseThrow(() -> unsupported(op, common));
            outputs.add(pair.re());
            outputTypes.add(output.toReal());
            if (output.isComplex()) {
                outputs.add(pair.imaginary());
                outputTypes.add(output.toReal());
            }
        }
        var compute = common.compute();
        return new Variant(
                op,
                key,
                common,
                output,
                compute,
                Variant.ints(tensors),
                Variant.ints(numbers),
                op.operands(),
                true,
                false,
                false,
                Backends.cpu().compile(new Formula(outputs, compute, outputTypes, inputs)));
    }

    private static Complexify.Pair place(
            Expr leaf,
            List<Complexify.Pair> leaves,
            List<Integer> tensors,
            List<Integer> numbers,
            int plain) {
        int at;
        if (leaf instanceof Expr.In in) {
            int tensor = tensors.indexOf(in.index());
            if (tensor >= 0) {
                return leaves.get(tensor);
            }
            at = plain + numbers.indexOf(in.index());
        } else {
            at = ((Expr.Param) leaf).index();
        }
        return new Complexify.Pair(Expr.param(2 * at), Expr.param(2 * at + 1));
    }

    /** What PyTorch says of ops on complex tensors, where it is not the usual message. */
    private static final Map<String, String> REFUSALS =
            Map.ofEntries(
                    Map.entry("floor", "floor is not supported for complex inputs"),
                    Map.entry("ceil", "ceil is not supported for complex inputs"),
                    Map.entry("trunc", "trunc is not supported for complex inputs"),
                    Map.entry("clamp", "clamp is not supported for complex types"),
                    Map.entry("clamp_min", "clamp is not supported for complex types"),
                    Map.entry("clamp_max", "clamp is not supported for complex types"),
                    Map.entry("relu", "clamp is not supported for complex types"),
                    Map.entry("maximum", "maximum not implemented for complex tensors."),
                    Map.entry("minimum", "minimum not implemented for complex tensors."),
                    Map.entry(
                            "sign",
                            "Unlike NumPy, torch.sign is not intended to support complex numbers."
                                    + " Please use torch.sgn instead."),
                    Map.entry("sort", "Sort does not support complex dtypes on CPU"),
                    Map.entry("topk", "topk does not support complex dtypes on CPU"),
                    Map.entry("argmax", "argmax(): does not support complex input"),
                    Map.entry("argmin", "argmin(): does not support complex input"));

    /** The exception for an op that is not defined for complex numbers. */
    static OpException unsupported(Op op, DType dtype) {
        var usual = "\"%s_cpu\" not implemented for '%s'".formatted(op.name(), dtype.scalarName());
        return Check.error(
                "%s: %s; it is defined for real numbers only",
                op.name(), REFUSALS.getOrDefault(op.name(), usual));
    }
}
