package dev.cresset.op;

import dev.cresset.spi.DType;

/**
 * Arguments of pointwise ops as the common dtype holds them.
 *
 * <p>Note [Numbers out of range]. {@code uint8 + 300} is computed in uint8, and there PyTorch has
 * two ways with a number that has no place in the dtype. Where a number stands for an operand it is
 * converted like a tensor, which drops the higher bits: 300 counts as 44 and -1 as 255, in sums and
 * in comparisons. Where the op takes a number and nothing else (alpha, bounds of clamp, exponents,
 * fill values) it is an error. The same holds for 0-d tensors of a wider integral dtype, which do
 * not promote tensors with dimensions either: they are operands.
 */
final class Fitting {
    private Fitting() {}

    /** The arguments for a variant's kernel. */
    static Object[] of(Variant variant, Object[] args) {
        var fitted = args.clone();
        for (int k = 0; k < args.length; k++) {
            boolean isOperand = k < variant.operands();
            if (args[k] instanceof Value v) {
                fitted[k] = isOperand ? operand(variant, v) : v;
            } else if (args[k] != null) {
                fitted[k] =
                        isOperand ? number(variant, k, args[k]) : parameter(variant, k, args[k]);
            }
        }
        return fitted;
    }

    private static Value operand(Variant variant, Value v) {
        var common = variant.common();
        if (!Variant.isWide(v.dtype(), common)) {
            return v;
        }
        return Elementwise.plain(
                Meta.is(v.physical())
                        ? Meta.empty(common, v.layout())
                        : Copies.dense(v.array(), common));
    }

    private static Object number(Variant variant, int k, Object number) {
        var common = variant.common();
        var op = variant.op();
        if (k > 0 && op.checksNumbers()) {
            boolean rounds = op.rule() == Pointwise.Rule.CONDITION && common.isReduced();
            return rounds ? number : Scalars.fitting(op.name(), number, common);
        }
        return common.isIntegral()
                ? (Object) Scalars.wrapped(Scalars.toLong(number), common)
                : number;
    }

    private static Object parameter(Variant variant, int k, Object number) {
        var op = variant.op();
        if (!variant.common().isDifferentiable()
                && op.schema().parameters().get(k).name().equals("alpha")) {
            Check.that(
                    !(number instanceof Double || number instanceof Float),
                    "%s: For integral input tensors, argument alpha must not be a floating point"
                            + " number.",
                    op.name());
            Check.that(
                    !(number instanceof Boolean) || variant.common() == DType.BOOL,
                    "%s: Boolean alpha only supported for Boolean results.",
                    op.name());
        }
        boolean subtracts = op == Arithmetic.SUB || op == Arithmetic.RSUB;
        if (subtracts && variant.common().isIntegral()) {
            var fitted = Scalars.fitting(op.name(), -Scalars.toLong(number), variant.common());
            return -Scalars.toLong(fitted);
        }
        return Scalars.fitting(op.name(), number, variant.common());
    }
}
