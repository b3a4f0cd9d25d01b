package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.PointwiseKernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A pointwise op for one choice of operand dtypes, and of operands given as numbers.
 *
 * @param op the op
 * @param key what it is cached by
 * @param common the dtype in which numbers and operands meet
 * @param output dtype of the results
 * @param compute arithmetic
 * @param tensors positions of the operands that are values
 * @param numbers positions of the operands that are numbers
 * @param operands number of operands
 * @param complex true if the kernel computes on the parts of complex operands, see {@link
 *     ComplexVariant}
 * @param fits true if arguments must be fitted to the common dtype before the kernel sees them
 * @param divides true if integers are divided by operand 1, which must not be zero then
 * @param kernel the compiled formula
 */
record Variant(
        Pointwise op,
        long key,
        DType common,
        DType output,
        DType.Compute compute,
        int[] tensors,
        int[] numbers,
        int operands,
        boolean complex,
        boolean fits,
        boolean divides,
        PointwiseKernel kernel) {

    static Variant of(Pointwise op, long key, Object[] args) {
        int operands = op.operands();
        var tensors = new ArrayList<Integer>();
        var numbers = new ArrayList<Integer>();
        var inputs = new ArrayList<DType>();
        var promotion = new Promotion();
        for (int k = 0; k < operands; k++) {
            if (args[k] instanceof Value v) {
                tensors.add(k);
                inputs.add(v.dtype());
            } else {
                numbers.add(k);
            }
            if (k > 0 || op.rule() != Pointwise.Rule.CONDITION) {
                promotion.with(args[k]);
            }
        }
        Check.that(
                !tensors.isEmpty(),
                "%s(): argument 'input' (position 1) must be Tensor; all operands are numbers",
                op.name());
        if (promotion.result().isComplex()) {
            int plain = args.length - operands;
            return ComplexVariant.of(op, key, promotion.result(), inputs, tensors, numbers, plain);
        }
        Check.that(
                inputs.stream().noneMatch(DType::isComplex),
                "%s expected condition to be a boolean tensor, but got a tensor with complex dtype",
                op.name());
        if (op.rule() == Pointwise.Rule.NUMERIC) {
            checkTruth(op, promotion.result(), args);
        }
        var common = common(op, promotion.result());
        var output = op.rule() == Pointwise.Rule.BOOL ? DType.BOOL : common;
        int plain = args.length - operands;
        var outputs =
                op.formulas().stream()
                        .map(e -> e.map(leaf -> place(leaf, tensors, numbers, plain)))
                        .toList();
        var compute = common.compute();
        var types = new ArrayList<DType>();
        outputs.forEach(o -> types.add(output));
        boolean wide = false;
        for (int i = 0; i < inputs.size(); i++) {
            if (isWide(inputs.get(i), common)) {
                inputs.set(i, common);
                wide = true;
            }
        }
        boolean mayOverflow = common.isIntegral() && common != DType.INT64 || op.checksNumbers();
        return new Variant(
                op,
                key,
                common,
                output,
                compute,
                ints(tensors),
                ints(numbers),
                operands,
                false,
                wide || plain > 0 || mayOverflow && !numbers.isEmpty(),
                compute == DType.Compute.LONG && outputs.stream().anyMatch(Variant::divides),
                Backends.cpu().compile(new Formula(outputs, compute, types, inputs)));
    }

    /** True for an integer of no dimensions that does not fit into the common dtype. */
    static boolean isWide(DType dtype, DType common) {
        return common.isIntegral()
                && dtype.isIntegral()
                && dtype != common
                && dtype.size() >= common.size();
    }

    private static DType common(Pointwise op, DType common) {
        return switch (op.rule()) {
            case PROMOTE, BOOL, CONDITION, MAGNITUDE -> common;
            case COUNT -> common == DType.BOOL ? DType.INT64 : common;
            case FLOAT -> common.isFloatingPoint() ? common : Promotion.defaultDType();
            case NUMERIC -> implemented(op, common, common != DType.BOOL, "numbers");
            case FLOATING -> implemented(op, common, common.isFloatingPoint(), "floats");
            case INTEGRAL -> implemented(op, common, !common.isFloatingPoint(), "integers or bool");
            case INTEGER -> implemented(op, common, common.isIntegral(), "integers");
        };
    }

    private static DType implemented(Pointwise op, DType type, boolean fits, String expected) {
        Check.that(
                fits,
                "%s: \"%s_cpu\" not implemented for '%s'; expects %s",
                op.name(),
                op.name().replaceFirst("bitwise_([lr])[a-z]*_shift", "$1shift"),
                type.scalarName(),
                expected);
        return type;
    }

    /** Differences and negatives of truth values have no meaning; PyTorch says what has. */
    private static void checkTruth(Pointwise op, DType common, Object[] args) {
        if (op.name().equals("neg")) {
            Check.that(
                    common != DType.BOOL,
                    "neg: Negation, the `-` operator, on a bool tensor is not supported. If you are"
                            + " trying to invert a mask, use the `~` or `logical_not()` operator"
                            + " instead.");
        } else if (op.name().endsWith("sub")) {
            Check.that(
                    common != DType.BOOL,
                    "%s: Subtraction, the `-` operator, with two bool tensors is not supported. Use"
                            + " the `^` or `logical_xor()` operator instead.",
                    op.name());
            Check.that(
                    !isTruth(args[0]) && !isTruth(args[1]),
                    "%s: Subtraction, the `-` operator, with a bool tensor is not supported. If you"
                            + " are trying to invert a mask, use the `~` or `logical_not()`"
                            + " operator instead.",
                    op.name());
        }
    }

    private static boolean isTruth(Object operand) {
        return operand instanceof Boolean || operand instanceof Value v && v.dtype() == DType.BOOL;
    }

    private static Expr place(Expr leaf, List<Integer> tensors, List<Integer> numbers, int plain) {
        if (!(leaf instanceof Expr.In in)) {
            return leaf;
        }
        int at = tensors.indexOf(in.index());
        return at >= 0 ? Expr.in(at) : Expr.param(plain + numbers.indexOf(in.index()));
    }

    private static boolean divides(Expr e) {
        return e instanceof Expr.Call c
                && (c.fn() == Fn.DIV
                        || c.fn() == Fn.FLOOR_DIV
                        || c.fn() == Fn.REMAINDER
                        || c.fn() == Fn.FMOD
                        || c.args().stream().anyMatch(Variant::divides));
    }

    static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
