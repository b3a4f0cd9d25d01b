package dev.cresset;

import dev.cresset.autograd.GradMode;
import dev.cresset.op.Arithmetic;
import dev.cresset.op.Backends;
import dev.cresset.op.Check;
import dev.cresset.op.ComplexOps;
import dev.cresset.op.Creations;
import dev.cresset.op.Joins;
import dev.cresset.op.Op;
import dev.cresset.op.OpException;
import dev.cresset.op.Promotion;
import dev.cresset.op.RandomOps;
import dev.cresset.op.Registry;
import dev.cresset.op.Scalars;
import dev.cresset.random.Generator;
import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.MemoryStatistics;
import dev.cresset.text.PrintOptions;
import dev.cresset.text.Python;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The functions of PyTorch's {@code torch} namespace that make tensors or concern all of them.
 *
 * <p>Meant for {@code import static dev.cresset.Torch.*}.
 */
public final class Torch extends StatisticsFunctions {
    private Torch() {}

    private static Tensor create(Op op, Object... leading) {
        int count = op.schema().parameters().size();
        return Tensor.of((Array) op.call(Arrays.copyOf(leading, count)));
    }

    // ---- tensors from Java values

    /** A 0-d tensor of the default floating dtype. */
    public static Tensor tensor(double value) {
        return scalar(value, Promotion.defaultDType());
    }

    /** A 0-d int64 tensor. */
    public static Tensor tensor(long value) {
        return scalar(value, DType.INT64);
    }

    /** A 0-d int64 tensor. */
    public static Tensor tensor(int value) {
        return scalar((long) value, DType.INT64);
    }

    /** A 0-d bool tensor. */
    public static Tensor tensor(boolean value) {
        return scalar(value ? 1L : 0L, DType.BOOL);
    }

    /** A bool vector. */
    public static Tensor tensor(boolean... values) {
        return Nested.tensor(values, null);
    }

    /** A vector of the default floating dtype. */
    public static Tensor tensor(double... values) {
        return Nested.tensor(values, null);
    }

    /** An int64 vector. */
    public static Tensor tensor(long... values) {
        return Nested.tensor(values, null);
    }

    /** A vector of the complex dtype that goes with the default one. */
    public static Tensor tensor(Complex... values) {
        return Nested.tensor(values, null);
    }

    /**
     * A tensor from an array of any rank: floating-point elements give the default dtype, integers
     * int64, truth values bool.
     */
    public static Tensor tensor(Object nested) {
        return Nested.tensor(nested, null);
    }

    /** A tensor of a dtype from a number or an array of any rank. */
    public static Tensor tensor(Object nested, DType dtype) {
        return Nested.tensor(nested, dtype);
    }

    /** A 0-d tensor. */
    static Tensor scalar(Number value, DType dtype) {
        var array = dev.cresset.op.NewArray.empty(dtype);
        Scalars.writeNumber(dtype, array.address(), value);
        return Tensor.of(array);
    }

    // ---- creation

    /** Undefined content of the default dtype. */
    public static Tensor empty(long... sizes) {
        return create(Creations.EMPTY, sizes);
    }

    /** Undefined content. */
    public static Tensor empty(DType dtype, long... sizes) {
        return create(Creations.EMPTY, sizes, dtype);
    }

    /** Zeros of the default dtype. */
    public static Tensor zeros(long... sizes) {
        return create(Creations.ZEROS, sizes);
    }

    /** Zeros. */
    public static Tensor zeros(DType dtype, long... sizes) {
        return create(Creations.ZEROS, sizes, dtype);
    }

    /** Ones of the default dtype. */
    public static Tensor ones(long... sizes) {
        return create(Creations.ONES, sizes);
    }

    /** Ones. */
    public static Tensor ones(DType dtype, long... sizes) {
        return create(Creations.ONES, sizes, dtype);
    }

    /** One number everywhere; its kind decides the dtype. */
    public static Tensor full(long[] sizes, Number value) {
        return create(Creations.FULL, sizes, value);
    }

    /** One number everywhere. */
    public static Tensor full(DType dtype, long[] sizes, Number value) {
        return create(Creations.FULL, sizes, value, dtype);
    }

    /** The identity matrix. */
    public static Tensor eye(long n) {
        return create(Creations.EYE, n);
    }

    /** An n x m matrix with ones on the diagonal. */
    public static Tensor eye(long n, long m) {
        return create(Creations.EYE, n, m);
    }

    /** {@code 0, 1, ..., end - 1}, int64. */
    public static Tensor arange(long end) {
        return create(Creations.ARANGE_TO, end);
    }

    /** {@code 0, 1, ...} below end, of the default floating dtype. */
    public static Tensor arange(double end) {
        return create(Creations.ARANGE_TO, end);
    }

    /** {@code start, ..., end - 1}, int64. */
    public static Tensor arange(long start, long end) {
        return create(Creations.ARANGE_FROM, start, end);
    }

    /** {@code start, start + step, ...} below end. */
    public static Tensor arange(Number start, Number end, Number step) {
        return create(Creations.ARANGE, start, end, step);
    }

    /** {@code start, start + step, ...} below end. */
    public static Tensor arange(DType dtype, Number start, Number end, Number step) {
        return create(Creations.ARANGE, start, end, step, dtype);
    }

    /** Equal steps from start to end, both included; complex if one of them is. */
    public static Tensor linspace(Number start, Number end, long steps) {
        return create(Creations.LINSPACE, start, end, steps);
    }

    /** Equal steps from start to end, both included. */
    public static Tensor linspace(double start, double end, long steps) {
        return create(Creations.LINSPACE, start, end, steps);
    }

    /** Powers of ten with exponents in equal steps. */
    public static Tensor logspace(double start, double end, long steps) {
        return create(Creations.LOGSPACE, start, end, steps, 10.0);
    }

    /** Uniform random numbers in [0, 1). */
    public static Tensor rand(long... sizes) {
        return create(RandomOps.RAND, (Object) sizes);
    }

    /** Uniform random numbers in [0, 1). */
    public static Tensor rand(DType dtype, long... sizes) {
        return create(RandomOps.RAND, sizes, null, dtype);
    }

    /** Standard normal random numbers. */
    public static Tensor randn(long... sizes) {
        return create(RandomOps.RANDN, (Object) sizes);
    }

    /** Standard normal random numbers. */
    public static Tensor randn(DType dtype, long... sizes) {
        return create(RandomOps.RANDN, sizes, null, dtype);
    }

    /** Random int64 integers in [low, high). */
    public static Tensor randint(long low, long high, long... sizes) {
        return create(RandomOps.RANDINT_RANGE, low, high, sizes);
    }

    /** A random permutation of 0 .. n - 1, int64. */
    public static Tensor randperm(long n) {
        return create(RandomOps.RANDPERM, n);
    }

    /** Ones with the probabilities that p holds. */
    public static Tensor bernoulli(Tensor p) {
        return Calls.call(RandomOps.BERNOULLI, p, null);
    }

    /** Zeros in the sizes and dtype of another tensor. */
    public static Tensor zerosLike(Tensor other) {
        return like(Creations.ZEROS_LIKE, other);
    }

    /** Ones in the sizes and dtype of another tensor. */
    public static Tensor onesLike(Tensor other) {
        return like(Creations.ONES_LIKE, other);
    }

    /** Ones in the sizes of another tensor. */
    public static Tensor onesLike(Tensor other, DType dtype) {
        return ones(dtype, other.layout().sizes());
    }

    /** Undefined content in the sizes and dtype of another tensor. */
    public static Tensor emptyLike(Tensor other) {
        return like(Creations.EMPTY_LIKE, other);
    }

    /** Uniform random numbers in the sizes and dtype of another tensor. */
    public static Tensor randLike(Tensor other) {
        return like(RandomOps.RAND_LIKE, other);
    }

    /** Standard normal random numbers in the sizes and dtype of another tensor. */
    public static Tensor randnLike(Tensor other) {
        return like(RandomOps.RANDN_LIKE, other);
    }

    /** One number in the sizes and dtype of another tensor. */
    public static Tensor fullLike(Tensor other, Number value) {
        return (Tensor)
                Creations.FULL_LIKE.value(
                        Arrays.copyOf(
                                new Object[] {other, value},
                                Creations.FULL_LIKE.schema().parameters().size()));
    }

    private static Tensor like(Op op, Tensor other) {
        return (Tensor)
                op.value(Arrays.copyOf(new Object[] {other}, op.schema().parameters().size()));
    }

    // ---- complex numbers

    /** {@code real + i imag}, of two float32 or two float64 tensors. */
    public static Tensor complex(Tensor real, Tensor imag) {
        return Calls.call(ComplexOps.COMPLEX, real, imag);
    }

    /** {@code abs (cos angle + i sin angle)}, of two float32 or two float64 tensors. */
    public static Tensor polar(Tensor abs, Tensor angle) {
        return Calls.call(ComplexOps.POLAR, abs, angle);
    }

    /** The parts of complex numbers as a last dimension of size 2, in the same memory. */
    public static Tensor viewAsReal(Tensor complex) {
        return Calls.call(ComplexOps.VIEW_AS_REAL, complex);
    }

    /** The last dimension, of size 2, as complex numbers in the same memory. */
    public static Tensor viewAsComplex(Tensor real) {
        return Calls.call(ComplexOps.VIEW_AS_COMPLEX, real);
    }

    // ---- joining and choosing

    /** Tensors joined along the first dimension. */
    public static Tensor cat(List<Tensor> tensors) {
        return Calls.call(Joins.CAT, tensors, 0L);
    }

    /** Tensors joined along a dimension. */
    public static Tensor cat(List<Tensor> tensors, long dim) {
        return Calls.call(Joins.CAT, tensors, dim);
    }

    /** Tensors of equal sizes joined along a new first dimension. */
    public static Tensor stack(List<Tensor> tensors) {
        return Calls.call(Joins.STACK, tensors, 0L);
    }

    /** Tensors of equal sizes joined along a new dimension. */
    public static Tensor stack(List<Tensor> tensors, long dim) {
        return Calls.call(Joins.STACK, tensors, dim);
    }

    /** a where the condition holds, else b. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        return Calls.call(Arithmetic.WHERE, condition, a, b);
    }

    // ---- gradients

    /** Gradients of outputs with respect to inputs; leaves are left alone. */
    public static List<Tensor> grad(Tensor output, List<Tensor> inputs, GraphOption... options) {
        return Gradients.grad(List.of(output), inputs, null, options);
    }

    /** Gradients of {@code sum(output * gradOutput)} with respect to inputs. */
    public static List<Tensor> grad(
            List<Tensor> outputs,
            List<Tensor> inputs,
            List<Tensor> gradOutputs,
            GraphOption... options) {
        return Gradients.grad(outputs, inputs, gradOutputs, options);
    }

    /** Turns recording off until closed: {@code try (var off = noGrad()) { ... }}. */
    public static GradMode noGrad() {
        return GradMode.set(false);
    }

    /** Runs without recording. */
    public static void noGrad(Runnable task) {
        try (var off = GradMode.set(false)) {
            task.run();
        }
    }

    /** Computes without recording. */
    public static <T> T noGrad(Supplier<T> task) {
        try (var off = GradMode.set(false)) {
            return task.get();
        }
    }

    /** Turns recording on until closed. */
    public static GradMode enableGrad() {
        return GradMode.set(true);
    }

    /** Enters inference mode until closed. */
    public static GradMode inferenceMode() {
        return GradMode.enterInference();
    }

    /** True if operations are recorded. */
    public static boolean isGradEnabled() {
        return GradMode.enabled();
    }

    // ---- settings

    /** Seeds the default generator. */
    public static Generator manualSeed(long seed) {
        return Generator.defaultGenerator().manualSeed(seed);
    }

    /** Seeds the default generator with an unpredictable number and returns that. */
    public static long seed() {
        return Generator.defaultGenerator().seed();
    }

    /** The seed that the default generator started from. */
    public static long initialSeed() {
        return Generator.defaultGenerator().initialSeed();
    }

    /** The generator that is used where none is given. */
    public static Generator defaultGenerator() {
        return Generator.defaultGenerator();
    }

    /** The state of the default generator. */
    public static Tensor getRngState() {
        return Nested.bytes(Generator.defaultGenerator().state());
    }

    /**
     * Restores the state of the default generator.
     *
     * @throws OpException if the state is not the uint8 vector that {@link #getRngState} gives
     */
    public static void setRngState(Tensor state) {
        Check.that(
                state.dtype() == DType.UINT8,
                "set_rng_state: RNG state must be a torch.ByteTensor, got %s",
                state.dtype());
        Generator.defaultGenerator().state(Nested.bytes(state));
    }

    /** Limits of the default floating dtype. */
    public static FloatInfo finfo() {
        return finfo(getDefaultDtype());
    }

    /** Limits of a floating-point dtype. */
    public static FloatInfo finfo(DType dtype) {
        return FloatInfo.of(dtype);
    }

    /** Limits of an integer dtype. */
    public static IntInfo iinfo(DType dtype) {
        return IntInfo.of(dtype);
    }

    /**
     * A value as Python's {@code f"{value:spec}"} shows it, e.g. {@code format(loss, ".4f")}. A 0-d
     * tensor shows as its element.
     *
     * @throws IllegalArgumentException if the specification does not suit the value
     */
    public static String format(Object value, String spec) {
        return Python.format(
                value instanceof Tensor tensor && tensor.dim() == 0 ? tensor.itemObject() : value,
                spec);
    }

    /** The dtype of new floating-point tensors. */
    public static DType getDefaultDtype() {
        return Promotion.defaultDType();
    }

    /** Sets the dtype of new floating-point tensors. */
    public static void setDefaultDtype(DType dtype) {
        Promotion.defaultDType(dtype);
    }

    /**
     * Computes with another dtype of new floating-point tensors: PyTorch's {@code dtype=} of
     * layers.
     *
     * {@snippet :
     * var layer = Torch.withDefaultDtype(DType.FLOAT64, () -> new Linear(4, 3));
     * }
     *
     * <p>The setting is the process's, as {@link #setDefaultDtype}'s is.
     */
    public static <T> T withDefaultDtype(DType dtype, Supplier<T> task) {
        var before = getDefaultDtype();
        setDefaultDtype(dtype);
        try {
            return task.get();
        } finally {
            setDefaultDtype(before);
        }
    }

    /** The common dtype of two dtypes. */
    public static DType promoteTypes(DType a, DType b) {
        return DType.promote(a, b);
    }

    /** The dtype of arithmetic between two operands. */
    public static DType resultType(Object a, Object b) {
        return Promotion.of(a, b);
    }

    /** How tensors are printed. */
    public static PrintOptions getPrintOptions() {
        return PrintOptions.current();
    }

    /** Changes how tensors are printed. */
    public static void setPrintOptions(PrintOptions options) {
        PrintOptions.current(options);
    }

    /** Number of threads used by kernels. */
    public static int getNumThreads() {
        return Backends.cpu().threads();
    }

    /** Sets the number of threads used by kernels and native libraries. */
    public static void setNumThreads(int count) {
        Backends.cpu().threads(count);
    }

    /** What the allocator holds. */
    public static MemoryStatistics memoryStatistics() {
        return Backends.cpu().memory();
    }

    // ---- calls by name

    /**
     * Calls an op by PyTorch's name, e.g. {@code call("clamp", List.of(x), Map.of("min", 0))}.
     *
     * @param args tensors, numbers, truth values, strings, dtypes, null for None, lists of those
     * @return a tensor, a list of tensors, or a plain number or truth value
     */
    public static Object call(String name, List<?> args, Map<String, ?> keywords) {
        return result(Registry.call(name, args, keywords));
    }

    /** Calls the in-place form of an op by PyTorch's name without the underscore. */
    public static Tensor callInPlace(String name, List<?> args, Map<String, ?> keywords) {
        return (Tensor) Registry.callInPlace(name, args, keywords);
    }

    private static Object result(Object computed) {
        return switch (computed) {
            case Array array -> Tensor.of(array);
            case List<?> list -> {
                var results = new ArrayList<Object>();
                list.forEach(one -> results.add(result(one)));
                yield results;
            }
            default -> computed;
        };
    }
}
