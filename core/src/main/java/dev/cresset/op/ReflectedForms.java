package dev.cresset.op;

/** Python's operators with the tensor on the right: {@code 2 - x} is {@code x.__rsub__(2)}. */
public final class ReflectedForms {
    /** {@code other + self}. */
    public static final Composite RADD =
            form("__radd__", a -> Arithmetic.PLUS.call(a.value(0), a.all()[1]));

    /** {@code other * self}. */
    public static final Composite RMUL =
            form("__rmul__", a -> Arithmetic.MUL.call(a.value(0), a.all()[1]));

    /** {@code other - self}. */
    public static final Composite RSUB =
            form("__rsub__", a -> Arithmetic.RSUB.call(a.value(0), a.all()[1], 1L));

    /** {@code other / self}. */
    public static final Composite RDIV =
            form(
                    "__rdiv__",
                    a -> ValueOps.mul(Arithmetic.RECIPROCAL.value(a.value(0)), a.all()[1]));

    /** {@code other ** self}. */
    public static final Composite RPOW =
            form("__rpow__", a -> Arithmetic.POW.call(a.all()[1], a.value(0)));

    /** {@code other % self}. */
    public static final Composite RMOD =
            form("__rmod__", a -> Arithmetic.REMAINDER.call(a.all()[1], a.value(0)));

    /** {@code other // self}. */
    public static final Composite RFLOORDIV =
            form("__rfloordiv__", a -> Arithmetic.FLOOR_DIVIDE.call(a.all()[1], a.value(0)));

    /** {@code other @ self}. */
    public static final Composite RMATMUL =
            new Composite(
                    "__rmatmul__(Tensor self, Tensor other) -> Tensor",
                    a -> Products.MATMUL.call(a.value(1), a.value(0)));

    /** {@code other & self}. */
    public static final Composite RAND =
            form("__rand__", a -> Arithmetic.BITWISE_AND.call(a.all()[1], a.value(0)));

    /** {@code other | self}. */
    public static final Composite ROR =
            form("__ror__", a -> Arithmetic.BITWISE_OR.call(a.all()[1], a.value(0)));

    /** {@code other ^ self}. */
    public static final Composite RXOR =
            form("__rxor__", a -> Arithmetic.BITWISE_XOR.call(a.all()[1], a.value(0)));

    /** {@code other << self}. */
    public static final Composite RLSHIFT =
            form("__rlshift__", a -> PairFunctions.BITWISE_LEFT_SHIFT.call(a.all()[1], a.value(0)));

    /** {@code other >> self}. */
    public static final Composite RRSHIFT =
            form(
                    "__rrshift__",
                    a -> PairFunctions.BITWISE_RIGHT_SHIFT.call(a.all()[1], a.value(0)));

    private ReflectedForms() {}

    private static Composite form(
            String name, java.util.function.Function<Args, Object> computation) {
        return new Composite(name + "(Tensor self, Operand other) -> Tensor", computation);
    }
}
