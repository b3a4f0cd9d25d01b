package dev.cresset.spi;

/**
 * The element type of a tensor, with PyTorch's names, sizes and promotion rules.
 *
 * <p>float16 and bfloat16 are storage types: arithmetic on them is done in float32 and rounded once
 * when the result is stored (round to nearest, ties to even).
 */
public enum DType {
    /** One byte holding 0 or 1. */
    BOOL("bool", 1, Category.BOOL),
    /** Unsigned 8-bit integer. */
    UINT8("uint8", 1, Category.INTEGRAL),
    /** Signed 8-bit integer. */
    INT8("int8", 1, Category.INTEGRAL),
    /** Signed 16-bit integer. */
    INT16("int16", 2, Category.INTEGRAL),
    /** Signed 32-bit integer. */
    INT32("int32", 4, Category.INTEGRAL),
    /** Signed 64-bit integer. */
    INT64("int64", 8, Category.INTEGRAL),
    /** IEEE 754 binary16. */
    FLOAT16("float16", 2, Category.FLOATING),
    /** The upper half of a binary32. */
    BFLOAT16("bfloat16", 2, Category.FLOATING),
    /** IEEE 754 binary32. */
    FLOAT32("float32", 4, Category.FLOATING),
    /** IEEE 754 binary64. */
    FLOAT64("float64", 8, Category.FLOATING),
    /** Complex numbers: two float32, real part first. */
    COMPLEX64("complex64", 8, Category.COMPLEX),
    /** Complex numbers: two float64, real part first. */
    COMPLEX128("complex128", 16, Category.COMPLEX);

    /** The kinds of number, in order of promotion. */
    public enum Category {
        /** Truth values. */
        BOOL,
        /** Integers. */
        INTEGRAL,
        /** Floating-point numbers. */
        FLOATING,
        /** Complex numbers with floating-point parts. */
        COMPLEX
    }

    /** The Java type in which elements of a dtype, or the parts of complex ones, are computed. */
    public enum Compute {
        /** float32 arithmetic: float16, bfloat16, float32. */
        FLOAT,
        /** float64 arithmetic. */
        DOUBLE,
        /** 64-bit integer arithmetic, wrapped when stored: bool and all integers. */
        LONG
    }

    private final String text;
    private final int size;
    private final Category category;

    DType(String text, int size, Category category) {
        this.text = text;
        this.size = size;
        this.category = category;
    }

    /** The name without prefix, e.g. {@code float32}. */
    public String text() {
        return text;
    }

    /** Bytes per element. */
    public int size() {
        return size;
    }

    /** Truth value, integer, floating point or complex. */
    public Category category() {
        return category;
    }

    /** True for float16, bfloat16, float32 and float64; complex types are not among them. */
    public boolean isFloatingPoint() {
        return category == Category.FLOATING;
    }

    /** True for complex64 and complex128. */
    public boolean isComplex() {
        return category == Category.COMPLEX;
    }

    /** True for floating-point and complex types: those through which gradients flow. */
    public boolean isDifferentiable() {
        return category.compareTo(Category.FLOATING) >= 0;
    }

    /** The dtype of the parts of a complex dtype; the dtype itself if it is not complex. */
    public DType toReal() {
        return switch (this) {
            case COMPLEX64 -> FLOAT32;
            case COMPLEX128 -> FLOAT64;
            default -> this;
        };
    }

    /**
     * The complex dtype that holds these numbers: complex128 for float64, complex64 for narrower
     * floats and everything that becomes the default floating dtype.
     */
    public DType toComplex() {
        return this == FLOAT64 || this == COMPLEX128 ? COMPLEX128 : COMPLEX64;
    }

    /** True for the integer types; {@link #BOOL} is not one of them. */
    public boolean isIntegral() {
        return category == Category.INTEGRAL;
    }

    /** True for float16 and bfloat16, whose arithmetic is done in float32. */
    public boolean isReduced() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /** The Java type in which this dtype is computed. */
    public Compute compute() {
        return switch (category) {
            case FLOATING -> this == FLOAT64 ? Compute.DOUBLE : Compute.FLOAT;
            case COMPLEX -> this == COMPLEX128 ? Compute.DOUBLE : Compute.FLOAT;
            case INTEGRAL, BOOL -> Compute.LONG;
        };
    }

    /** The name PyTorch uses in error messages for the scalar type, e.g. {@code Float}. */
    public String scalarName() {
        return switch (this) {
            case BOOL -> "Bool";
            case UINT8 -> "Byte";
            case INT8 -> "Char";
            case INT16 -> "Short";
            case INT32 -> "Int";
            case INT64 -> "Long";
            case FLOAT16 -> "Half";
            case BFLOAT16 -> "BFloat16";
            case FLOAT32 -> "Float";
            case FLOAT64 -> "Double";
            case COMPLEX64 -> "ComplexFloat";
            case COMPLEX128 -> "ComplexDouble";
        };
    }

    /**
     * The common dtype of two tensors of equal standing ({@code torch.promote_types}): the higher
     * category wins; within a category the wider type; uint8 with a signed type of the same size
     * gives the next wider signed type; float16 with bfloat16 gives float32; complex64 with float64
     * gives complex128.
     */
    public static DType promote(DType a, DType b) {
        if (a == b) {
            return a;
        }
        if (a.isComplex() || b.isComplex()) {
            return a.toComplex().compareTo(b.toComplex()) > 0 ? a.toComplex() : b.toComplex();
        }
        if (a.category != b.category) {
            return a.category.compareTo(b.category) > 0 ? a : b;
        }
        if (a.category == Category.FLOATING) {
            if (a.isReduced() && b.isReduced()) {
                return FLOAT32;
            }
            return a.compareTo(b) > 0 ? a : b;
        }
        if ((a == UINT8 && b == INT8) || (a == INT8 && b == UINT8)) {
            return INT16;
        }
        return a.compareTo(b) > 0 ? a : b;
    }

    /** True where PyTorch lets a result of this dtype be stored in a tensor of {@code target}. */
    public boolean canCast(DType target) {
        return category.compareTo(target.category) <= 0;
    }

    /** PyTorch's printed form, e.g. {@code torch.float32}. */
    @Override
    public String toString() {
        return "torch." + text;
    }
}
