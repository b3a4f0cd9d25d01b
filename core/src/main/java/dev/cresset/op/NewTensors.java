package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.COPY;
import static dev.cresset.op.Primitive.Family.CREATE;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;

import java.util.ArrayList;
import java.util.List;

/** New tensors in the likeness of another one, other memory for a tensor, and numbers out of it. */
public final class NewTensors {
    private static final String OPTIONS =
            ", *, ScalarType? dtype=None, Any? layout=None, Any? device=None, bool?"
                    + " pin_memory=False, bool? requires_grad=False) -> Tensor";

    /** Undefined content in other sizes. */
    public static final Primitive NEW_EMPTY =
            Primitive.of(
                            COPY,
                            "new_empty(Tensor self, int[] size" + OPTIONS,
                            a -> fresh("new_empty", a, 2))
                    .anyNumbers()
                    .anywhere();

    /** Zeros in other sizes. */
    public static final Primitive NEW_ZEROS =
            Primitive.of(
                            COPY,
                            "new_zeros(Tensor self, int[] size" + OPTIONS,
                            a -> NewArray.zeroed(fresh("new_zeros", a, 2)))
                    .anyNumbers()
                    .anywhere();

    /** Ones in other sizes. */
    public static final Primitive NEW_ONES =
            Primitive.of(
                            COPY,
                            "new_ones(Tensor self, int[] size" + OPTIONS,
                            a -> filled("new_ones", a, 2, 1L))
                    .anyNumbers()
                    .anywhere();

    /** One number in other sizes. */
    public static final Primitive NEW_FULL =
            Primitive.of(
                            COPY,
                            "new_full(Tensor self, int[] size, Scalar fill_value" + OPTIONS,
                            a -> filled("new_full", a, 3, a.all()[2]))
                    .anyNumbers()
                    .anywhere();

    /** Undefined content in other sizes and strides. */
    public static final Primitive NEW_EMPTY_STRIDED =
            Primitive.of(
                            COPY,
                            "new_empty_strided(Tensor self, int[] size, int[] stride" + OPTIONS,
                            a -> {
                                var own = a.value(0).physical().storage().device();
                                var type = a.dtype(3, a.dtypeOf(0));
                                return strided("new_empty_strided", a, 1, type, a.device(5, own));
                            })
                    .anyNumbers()
                    .anywhere();

    /** Undefined content in sizes and strides. */
    public static final Primitive EMPTY_STRIDED =
            Primitive.of(
                            CREATE,
                            "empty_strided(int[] size, int[] stride" + OPTIONS,
                            a -> {
                                var type = a.dtype(2, Promotion.defaultDType());
                                return strided(
                                        "empty_strided", a, 0, type, a.device(4, Device.cpu()));
                            })
                    .anywhere();

    /** Undefined content whose dimensions lie in memory in a given order, the slowest first. */
    public static final Primitive EMPTY_PERMUTED =
            Primitive.of(
                            CREATE,
                            "empty_permuted(int[] size, int[] physical_layout" + OPTIONS,
                            a -> {
                                var sizes = checked("empty_permuted", a, 0);
                                var order = a.longs(1);
                                Check.that(
                                        sizes.length == order.length,
                                        "Number of dimensions in size does not match the length of the"
                                                + " physical_layout; i.e. len(size) = %s is not equal to"
                                                + " len(physical_layout) = %s",
                                        sizes.length,
                                        order.length);
                                var seen = new boolean[sizes.length];
                                var strides = new long[sizes.length];
                                long stride = 1;
                                for (int k = order.length - 1; k >= 0; k--) {
                                    long d = order[k];
                                    Check.that(
                                            d >= 0 && d < sizes.length,
                                            "Dimension out of range (expected to be between 0 and %s, but"
                                                    + " got %s at index %s).  NB: negative dims not"
                                                    + " currently supported; file an issue if you want it.",
                                            sizes.length - 1,
                                            d,
                                            k);
                                    Check.that(!seen[(int) d], "Duplicate dim not allowed");
                                    seen[(int) d] = true;
                                    strides[(int) d] = stride;
                                    stride *= sizes[(int) d];
                                }
                                var type = a.dtype(2, Promotion.defaultDType());
                                var layout = Layout.of(sizes, strides, 0);
                                return NewArray.empty(
                                        "empty_permuted", a.device(4, Device.cpu()), type, layout);
                            })
                    .anywhere();

    /** A 0-d tensor of the default dtype, or another. */
    public static final Primitive SCALAR_TENSOR =
            Primitive.of(
                            CREATE,
                            "scalar_tensor(Scalar s" + OPTIONS,
                            a -> {
                                var type = a.dtype(1, Promotion.defaultDType());
                                var device = a.device(3, Device.cpu());
                                var result =
                                        NewArray.empty(
                                                "scalar_tensor", device, type, Layout.contiguous());
                                Creations.fill("scalar_tensor", result, a.all()[0]);
                                return result;
                            })
                    .anywhere();

    /**
     * Other sizes for the tensor itself: its elements stay in the order of memory, and what is
     * added is not defined.
     */
    public static final Composite RESIZE =
            Composite.changing(
                    "resize_(Tensor self, int[] size, *, Any? memory_format=None) -> Tensor",
                    a -> {
                        var sizes = checked("resize_", a, 1);
                        return a.layout(0).hasSizes(sizes)
                                ? a.value(0)
                                : resized(a.value(0), sizes);
                    });

    /** The sizes of another tensor for the tensor itself, in row-major order. */
    public static final Composite RESIZE_AS =
            Composite.changing(
                    "resize_as_(Tensor self, Tensor the_template, *, Any? memory_format=None) ->"
                            + " Tensor",
                    a -> resized(a.value(0), a.layout(1).sizes()));

    /** The only element as a plain number. */
    public static final Composite ITEM =
            new Composite(
                    "item(Tensor self) -> Scalar",
                    a -> {
                        Check.that(
                                a.layout(0).numel() == 1,
                                "item: a Tensor with %s elements cannot be converted to Scalar",
                                a.layout(0).numel());
                        return Scalars.of(a.array(0));
                    });

    /** All elements as plain numbers in lists of lists, one depth per dimension. */
    public static final Composite TOLIST =
            new Composite(
                    "tolist(Tensor self) -> Any",
                    a -> {
                        var dense = a.dense(0);
                        return nested(dense, dense.address(), 0);
                    });

    private NewTensors() {}

    /**
     * Memory of the sizes of argument 1; dtype and device are those asked for, or those of self.
     */
    private static Array fresh(String op, Args a, int dtype) {
        var device = a.device(dtype + 2, a.value(0).physical().storage().device());
        var layout = Layout.contiguous(checked(op, a, 1));
        return NewArray.empty(op, device, a.dtype(dtype, a.dtypeOf(0)), layout);
    }

    private static Array filled(String op, Args a, int dtype, Object number) {
        var array = fresh(op, a, dtype);
        Creations.fill(op, array, number);
        return array;
    }

    private static long[] checked(String op, Args a, int i) {
        Check.sizes(op, a.longs(i));
        return a.longs(i);
    }

    private static Array strided(String op, Args a, int i, DType dtype, Device device) {
        var sizes = checked(op, a, i);
        var strides = a.longs(i + 1);
        Check.that(
                sizes.length == strides.length,
                "%s: dimensionality of sizes (%s) must match dimensionality of strides (%s)",
                op,
                sizes.length,
                strides.length);
        for (long stride : strides) {
            Check.that(stride >= 0, "%s: strides must not be negative, got %s", op, strides);
        }
        var layout = Layout.of(sizes, strides, 0);
        // The memory must reach to the last element, also where elements overlap.
        long extent = layout.numel() == 0 ? 0 : layout.extent();
        var flat = NewArray.empty(op, device, dtype, Layout.contiguous(extent));
        return flat.with(layout);
    }

    private static Value resized(Value self, long[] sizes) {
        Check.that(!self.requiresGrad(), "cannot resize variables that require grad");
        var array = self.array();
        var layout = array.layout();
        var wanted = Layout.contiguous(sizes).withOffset(layout.offset());
        long bytes = (wanted.offset() + wanted.numel()) * array.dtype().size();
        if (bytes <= array.storage().bytes()) {
            return self.tape().replace(self, array.with(wanted));
        }
        var larger = NewArray.beside(array, array.dtype(), wanted.offset() + wanted.numel());
        if (!Meta.is(larger)) {
            Memory.copy(
                    array.storage().address(),
                    larger.storage().address(),
                    Math.min(array.storage().bytes(), bytes));
        }
        return self.tape().replace(self, larger.with(wanted));
    }

    private static Object nested(Array x, long address, int d) {
        if (d == x.layout().dim()) {
            return switch (x.dtype().category()) {
                case BOOL -> Scalars.readLong(x.dtype(), address) != 0;
                case INTEGRAL -> Scalars.readLong(x.dtype(), address);
                default -> Scalars.read(x.dtype(), address);
            };
        }
        var list = new ArrayList<Object>();
        long step = x.layout().stride(d) * x.dtype().size();
        for (long i = 0; i < x.layout().size(d); i++) {
            list.add(nested(x, address + i * step, d + 1));
        }
        return List.copyOf(list);
    }
}
