package dev.cresset;

import dev.cresset.op.Copies;
import dev.cresset.op.OpException;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Storage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;

/**
 * Methods that hand the elements to Java, in row-major order: as copies in arrays and lists, or as
 * the memory itself.
 */
sealed interface ExchangeMethods permits Tensor {
    /** The elements as float, converted as casts do. */
    default float[] toFloatArray() {
        return flat(float[].class);
    }

    /** The elements as double, converted as casts do. */
    default double[] toDoubleArray() {
        return flat(double[].class);
    }

    /** The elements as long, converted as casts do. */
    default long[] toLongArray() {
        return flat(long[].class);
    }

    /** The elements as int, converted as casts do. */
    default int[] toIntArray() {
        return flat(int[].class);
    }

    /** The elements as short, converted as casts do. */
    default short[] toShortArray() {
        return flat(short[].class);
    }

    /** The elements as byte, converted as casts do: uint8 keeps its bits. */
    default byte[] toByteArray() {
        return flat(byte[].class);
    }

    /** The elements as truth values: false is zero. */
    default boolean[] toBooleanArray() {
        return flat(boolean[].class);
    }

    private <T> T flat(Class<T> type) {
        return type.cast(array(type.getComponentType(), (Tensor) this, ((Tensor) this).numel()));
    }

    /**
     * The elements as a Java array with as many dimensions as this tensor, e.g. {@code float[][]}
     * for a float32 matrix: the counterpart of {@code numpy()}, but always a copy. bool gives
     * boolean, int8 byte, int16 short, uint8 and int32 int, int64 long, float64 double, other
     * floating-point dtypes float. A 0-d tensor gives its element.
     *
     * @throws OpException for complex numbers
     */
    default Object toArray() {
        var self = (Tensor) this;
        var component =
                JavaArrays.component(self.dtype())
                        .orElseThrow(
                                () ->
                                        new OpException(
                                                "toArray: Java has no arrays of "
                                                        + self.dtype()
                                                        + "; take the real and imaginary parts"));
        return self.dim() == 0 ? self.itemObject() : array(component, self, sizes(self));
    }

    /**
     * The elements as a Java array of a given type, converted as casts do: {@code
     * toArray(double[][].class)}.
     *
     * @throws OpException if the rank differs from that of this tensor, or if the elements are not
     *     of a primitive type
     */
    default <T> T toArray(Class<T> type) {
        var self = (Tensor) this;
        var component = JavaArrays.component(type);
        if (JavaArrays.rank(type) != self.dim() || self.dim() == 0) {
            throw new OpException(
                    "toArray: "
                            + type.getSimpleName()
                            + " has rank "
                            + JavaArrays.rank(type)
                            + ", the tensor is of size "
                            + self.shape());
        }
        if (JavaArrays.dtype(component).isEmpty()) {
            throw new OpException(
                    "toArray: expects an array of boolean, byte, short, int, long, float or"
                            + " double, got "
                            + type.getSimpleName());
        }
        return type.cast(array(component, self, sizes(self)));
    }

    private static long[] sizes(Tensor self) {
        return self.layout().sizes();
    }

    private static Object array(Class<?> component, Tensor self, long... sizes) {
        var lengths = new int[sizes.length];
        for (int d = 0; d < lengths.length; d++) {
            if (sizes[d] > Integer.MAX_VALUE - 8) {
                throw new OpException(
                        "toArray: Java's arrays hold 2^31 elements, the tensor is of size "
                                + self.shape());
            }
            lengths[d] = (int) sizes[d];
        }
        var result = java.lang.reflect.Array.newInstance(component, lengths);
        if (self.numel() > 0) {
            try (var _ = AddressUse.begin()) {
                var dense = Copies.dense(self.array(), JavaArrays.dtype(component).orElseThrow());
                fill(result, dense.address(), dense.dtype());
            }
        }
        return result;
    }

    private static long fill(Object array, long address, DType dtype) {
        if (array instanceof Object[] rows) {
            for (var row : rows) {
                address = fill(row, address, dtype);
            }
            return address;
        }
        JavaArrays.read(address, array);
        return address + (long) java.lang.reflect.Array.getLength(array) * dtype.size();
    }

    /**
     * The elements as lists of lists of Java numbers, as deep as there are dimensions; of a 0-d
     * tensor its element: Boolean, Long, Double.
     */
    default Object tolist() {
        var self = (Tensor) this;
        if (self.dim() == 0) {
            return self.itemObject();
        }
        var list = new ArrayList<Object>();
        for (var row : self.detach().unbind(0)) {
            list.add(row.tolist());
        }
        return Collections.unmodifiableList(list);
    }

    /**
     * The memory of this tensor, not a copy: what is written there is seen in the tensor and its
     * views, and the other way round. It stays valid as long as the segment is in use, also without
     * the tensor. Writing goes past the graph: gradients know nothing of it.
     *
     * @throws OpException if the elements do not lie in row-major order without gaps
     */
    default MemorySegment memorySegment() {
        var self = (Tensor) this;
        if (!self.isContiguous()) {
            throw new OpException(
                    "memorySegment: the elements must lie in row-major order, got strides "
                            + Arrays.toString(self.stride())
                            + " for "
                            + self.shape()
                            + "; call contiguous() first");
        }
        var array = self.array();
        return MemorySegment.ofAddress(array.address())
                .reinterpret(self.nbytes(), Arena.ofAuto(), keeping(array));
    }

    /** Refers to the storage as long as the arena of the segment lives. */
    private static java.util.function.Consumer<MemorySegment> keeping(Array array) {
        Storage storage = array.storage();
        return _ -> java.lang.ref.Reference.reachabilityFence(storage);
    }

    /**
     * The memory of this tensor as a buffer in the machine's byte order, not a copy; see {@link
     * #memorySegment}. {@code byteBuffer().asFloatBuffer()} gives the elements of a float32 tensor.
     *
     * @throws OpException if the elements do not lie in row-major order, or fill more than 2 GiB
     */
    default ByteBuffer byteBuffer() {
        var segment = memorySegment();
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new OpException(
                    "byteBuffer: buffers hold 2 GiB, the tensor has "
                            + segment.byteSize()
                            + " bytes; use memorySegment()");
        }
        return segment.asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
