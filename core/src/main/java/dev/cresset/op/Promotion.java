package dev.cresset.op;

import dev.cresset.spi.DType;

/**
 * PyTorch's type promotion: tensors with dimensions decide; 0-d tensors, and after them plain
 * numbers, only raise the result to a higher category.
 */
public final class Promotion {
    private static volatile DType defaultDType = DType.FLOAT32;

    private DType dimensional;
    private DType zeroDim;
    private DType number;

    /** Nothing seen yet. */
    public Promotion() {}

    /** The dtype of floating-point numbers without one of their own; float32 unless changed. */
    public static DType defaultDType() {
        return defaultDType;
    }

    /** Sets the default dtype; it must be floating point. */
    public static void defaultDType(DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new OpException(
                    "set_default_dtype: only floating-point types are supported as the default"
                            + " type, got "
                            + dtype);
        }
        defaultDType = dtype;
    }

    /** Takes an operand into account: a {@link Value} or a number. */
    public Promotion with(Object operand) {
        if (operand instanceof Value v) {
            if (v.layout().dim() > 0) {
                dimensional = join(dimensional, v.dtype());
            } else {
                zeroDim = join(zeroDim, v.dtype());
            }
        } else if (operand != null) {
            number = join(number, Scalars.typeOf(operand));
        }
        return this;
    }

    /** The common dtype of everything seen. */
    public DType result() {
        return combine(dimensional, combine(zeroDim, number));
    }

    /** The common dtype of several operands. */
    public static DType of(Object... operands) {
        var promotion = new Promotion();
        for (Object operand : operands) {
            promotion.with(operand);
        }
        return promotion.result();
    }

    private static DType join(DType a, DType b) {
        return a == null ? b : b == null ? a : DType.promote(a, b);
    }

    private static DType combine(DType higher, DType lower) {
        if (higher != null && higher.isDifferentiable()) {
            return lower != null && lower.isComplex() ? higher.toComplex() : higher;
        }
        if (higher == DType.BOOL || (lower != null && lower.isDifferentiable())) {
            return join(higher, lower);
        }
        return higher != null ? higher : lower;
    }
}
