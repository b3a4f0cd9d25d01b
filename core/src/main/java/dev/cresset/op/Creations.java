package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.CREATE;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;

/** New tensors from sizes and numbers. */
public final class Creations {
    private static final String OPTIONS =
            ", *, ScalarType? dtype=None, Any? layout=None, Any? device=None, bool?"
                    + " pin_memory=False, bool? requires_grad=False";
    private static final String LIKE = OPTIONS + ", Any? memory_format=None) -> Tensor";

    /** Undefined content. */
    public static final Primitive EMPTY =
            Primitive.of(
                            CREATE,
                            "empty(int[] size" + OPTIONS + ", Any? memory_format=None) -> Tensor",
                            a -> {
                                var layout = Layout.contiguous(checked("empty", a.longs(0)));
                                return empty("empty", a, 3, floating(a, 1), layout);
                            })
                    .anywhere();

    /** Zeros. */
    public static final Primitive ZEROS =
            Primitive.of(
                            CREATE,
                            "zeros(int[] size" + OPTIONS + ") -> Tensor",
                            a -> {
                                var layout = Layout.contiguous(checked("zeros", a.longs(0)));
                                var result = empty("zeros", a, 3, floating(a, 1), layout);
                                return NewArray.zeroed(result);
                            })
                    .anywhere();

    /** Ones. */
    public static final Primitive ONES =
            Primitive.of(
                            CREATE,
                            "ones(int[] size" + OPTIONS + ") -> Tensor",
                            a -> filled("ones", a, 3, floating(a, 1), 1L))
                    .anywhere();

    /** One number everywhere; its kind decides the dtype unless one is given. */
    public static final Primitive FULL =
            Primitive.of(
                            CREATE,
                            "full(int[] size, Scalar fill_value" + OPTIONS + ") -> Tensor",
                            a -> {
                                var number = a.all()[1];
                                return filled(
                                        "full", a, 4, a.dtype(2, Scalars.typeOf(number)), number);
                            })
                    .anywhere();

    /** Undefined content in the sizes and dtype of another tensor. */
    public static final Primitive EMPTY_LIKE = like("empty_like", null);

    /** Zeros in the sizes and dtype of another tensor. */
    public static final Primitive ZEROS_LIKE = like("zeros_like", 0L);

    /** Ones in the sizes and dtype of another tensor. */
    public static final Primitive ONES_LIKE = like("ones_like", 1L);

    /** One number everywhere in the sizes and dtype of another tensor. */
    public static final Primitive FULL_LIKE =
            Primitive.of(
                            Primitive.Family.COPY,
                            "full_like(Tensor self, Scalar fill_value" + LIKE,
                            a -> {
                                var result = beside("full_like", a, 4, a.dtype(2, a.dtypeOf(0)));
                                fill("full_like", result, a.all()[1]);
                                return result;
                            })
                    .anyNumbers()
                    .anywhere();

    /** The identity matrix. */
    public static final Primitive EYE =
            Primitive.of(
                            CREATE,
                            "eye(int n, int? m=None" + OPTIONS + ") -> Tensor",
                            a -> {
                                long n = a.integer(0);
                                long m = a.none(1) ? n : a.integer(1);
                                Check.that(n >= 0, "n must be greater or equal to 0, got %s", n);
                                Check.that(m >= 0, "m must be greater or equal to 0, got %s", m);
                                var layout = Layout.contiguous(checked("eye", new long[] {n, m}));
                                var result =
                                        NewArray.zeroed(empty("eye", a, 4, floating(a, 2), layout));
                                if (Meta.is(result)) {
                                    return result;
                                }
                                long ones = Math.min(n, m);
                                Copies.copy(
                                        filled(result.dtype(), 1L, ones),
                                        result.with(
                                                Layout.of(
                                                        new long[] {ones}, new long[] {m + 1}, 0)));
                                return result;
                            })
                    .anywhere();

    /** {@code start, start + step, ...} below end. */
    public static final Primitive ARANGE =
            Primitive.of(
                            CREATE,
                            "arange(Scalar start, Scalar end, Scalar step"
                                    + OPTIONS
                                    + ") -> Tensor",
                            a -> arange(a.all()[0], a.all()[1], a.all()[2], a, 3))
                    .anywhere();

    /** {@code start, start + 1, ...} below end. */
    public static final Primitive ARANGE_FROM =
            Primitive.of(
                            CREATE,
                            "arange(Scalar start, Scalar end" + OPTIONS + ") -> Tensor",
                            a -> arange(a.all()[0], a.all()[1], 1L, a, 2))
                    .anywhere();

    /** {@code 0, 1, ...} below end. */
    public static final Primitive ARANGE_TO =
            Primitive.of(
                            CREATE,
                            "arange(Scalar end" + OPTIONS + ") -> Tensor",
                            a -> arange(0L, a.all()[0], 1L, a, 1))
                    .anywhere();

    /** Equal steps from start to end, both included. */
    public static final Primitive LINSPACE =
            Primitive.of(
                            CREATE,
                            "linspace(Scalar start, Scalar end, int steps"
                                    + OPTIONS
                                    + ") -> Tensor",
                            a -> {
                                checkSteps("linspace", a.integer(2));
                                var complex =
                                        Sequences.complexOrNull(
                                                "linspace",
                                                a.all()[0],
                                                a.all()[1],
                                                a.dtype(3, null));
                                if (isForMeta("linspace", a, 5)) {
                                    var dtype = complex != null ? complex : floating(a, 3);
                                    return Meta.empty(dtype, a.integer(2));
                                }
                                if (complex != null) {
                                    return Sequences.linspace(
                                            a.complex(0), a.complex(1), a.integer(2), complex);
                                }
                                return Sequences.linspace(
                                        a.number(0), a.number(1), a.integer(2), floating(a, 3));
                            })
                    .anywhere();

    /** Powers of base with exponents in equal steps. */
    public static final Primitive LOGSPACE =
            Primitive.of(
                            CREATE,
                            "logspace(Scalar start, Scalar end, int steps, float base=10.0"
                                    + OPTIONS
                                    + ") -> Tensor",
                            a -> {
                                checkSteps("logspace", a.integer(2));
                                var complex =
                                        Sequences.complexOrNull(
                                                "logspace",
                                                a.all()[0],
                                                a.all()[1],
                                                a.dtype(4, null));
                                if (isForMeta("logspace", a, 6)) {
                                    var dtype = complex != null ? complex : floating(a, 4);
                                    return Meta.empty(dtype, a.integer(2));
                                }
                                if (complex != null) {
                                    return Sequences.logspace(
                                            a.complex(0),
                                            a.complex(1),
                                            a.integer(2),
                                            a.number(3),
                                            complex);
                                }
                                return Sequences.logspace(
                                        a.number(0),
                                        a.number(1),
                                        a.integer(2),
                                        a.number(3),
                                        floating(a, 4));
                            })
                    .anywhere();

    private Creations() {}

    private static DType floating(Args a, int i) {
        return a.dtype(i, Promotion.defaultDType());
    }

    private static long[] checked(String op, long[] sizes) {
        Check.sizes(op, sizes);
        return sizes;
    }

    private static void checkSteps(String op, long steps) {
        Check.that(steps >= 0, "%s: number of steps must be non-negative, got %s", op, steps);
    }

    /** Equal steps in the dtype that argument i asks for, on the device of that after the next. */
    private static Array arange(Object start, Object end, Object step, Args a, int i) {
        var dtype = Sequences.arangeType(start, end, step, a.dtype(i, null));
        long n = Sequences.arangeLength(start, end, step, dtype);
        var result = empty("arange", a, i + 2, dtype, Layout.contiguous(n));
        if (!Meta.is(result)) {
            Sequences.arange(start, step, result);
        }
        return result;
    }

    /** True if argument i asks for a device without memory. */
    private static boolean isForMeta(String op, Args a, int i) {
        return Meta.is(Backends.supported(op, a.device(i, Device.cpu())));
    }

    /** New memory on the device that argument i asks for. */
    private static Array empty(String op, Args a, int i, DType dtype, Layout layout) {
        return NewArray.empty(op, a.device(i, Device.cpu()), dtype, layout);
    }

    /** One number everywhere, on the device that argument i asks for. */
    private static Array filled(String op, Args a, int i, DType dtype, Object number) {
        var result = empty(op, a, i, dtype, Layout.contiguous(checked(op, a.longs(0))));
        fill(op, result, number);
        return result;
    }

    /** New memory in the likeness of argument 0, on its device or the one of argument i. */
    private static Array beside(String op, Args a, int i, DType dtype) {
        var own = a.layout(0);
        var layout = a.value(0).hidden() ? Layout.contiguous(own.sizes()) : own.dense();
        var device = a.device(i, a.value(0).physical().storage().device());
        return NewArray.empty(op, device, dtype, layout);
    }

    private static Primitive like(String name, Object fill) {
        return Primitive.of(
                        Primitive.Family.COPY,
                        name + "(Tensor self" + LIKE,
                        a -> {
                            var result = beside(name, a, 3, a.dtype(1, a.dtypeOf(0)));
                            if (fill != null) {
                                fill(name, result, fill);
                            }
                            return result;
                        })
                .anyNumbers()
                .anywhere();
    }

    /** A row-major array with one number everywhere that its dtype has room for. */
    public static Array filled(DType dtype, Object number, long... sizes) {
        return filled("fill", dtype, number, sizes);
    }

    /** {@link #filled(DType, Object, long...)} for an op to be named where there is no room. */
    public static Array filled(String op, DType dtype, Object number, long... sizes) {
        var result = NewArray.empty(dtype, sizes);
        fill(op, result, number);
        return result;
    }

    /**
     * Writes one number everywhere, for which the dtype must have room; 16-bit ones round it.
     *
     * @param op what is told to have failed if there is no room
     */
    public static void fill(String op, Array array, Object number) {
        if (Meta.is(array)) {
            return;
        }
        var dtype = array.dtype();
        var scalar = NewArray.empty(dtype);
        var element = dtype.isReduced() ? number : Scalars.fitting(op, number, dtype);
        Scalars.writeNumber(dtype, scalar.address(), element);
        Copies.copy(scalar, array);
    }
}
