package dev.cresset;

import dev.cresset.op.NewArray;
import dev.cresset.op.OpException;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.SegmentStorage;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Functions that take the data of Java programs: the counterparts of {@code from_numpy} and {@code
 * frombuffer}.
 */
abstract sealed class ExchangeFunctions extends RandomFunctions permits TypedTensors {
    ExchangeFunctions() {}

    /**
     * A tensor with the elements of a Java array of any rank, in the dtype of the array: {@code
     * float[][]} gives float32, {@code byte[]} int8. Always a copy; {@link Torch#tensor(Object)}
     * instead chooses dtypes as Python's lists get them.
     *
     * @throws OpException if the elements are not of a primitive type or rows differ in length
     */
    public static Tensor fromArray(Object array) {
        var component = JavaArrays.component(array.getClass());
        var dtype = JavaArrays.dtype(component);
        if (!array.getClass().isArray() || dtype.isEmpty()) {
            throw new OpException(
                    "fromArray: expects an array of boolean, byte, short, int, long, float or"
                            + " double, got "
                            + array.getClass().getSimpleName());
        }
        return Nested.tensor(array, dtype.get());
    }

    /**
     * A vector over memory outside of the Java heap, or a copy of memory inside: the remaining
     * elements of a buffer, in the dtype of its elements, bytes as int8. A direct, writable buffer
     * in the machine's byte order shares its memory with the tensor; every other buffer is copied.
     */
    public static Tensor frombuffer(Buffer buffer) {
        var dtype =
                switch (buffer) {
                    case ByteBuffer _ -> DType.INT8;
                    case ShortBuffer _ -> DType.INT16;
                    case IntBuffer _ -> DType.INT32;
                    case LongBuffer _ -> DType.INT64;
                    case FloatBuffer _ -> DType.FLOAT32;
                    case DoubleBuffer _ -> DType.FLOAT64;
                    case CharBuffer _ ->
                            throw new OpException("frombuffer: there are no tensors of char");
                };
        boolean isNative = buffer instanceof ByteBuffer || order(buffer) == ByteOrder.nativeOrder();
        var segment = MemorySegment.ofBuffer(buffer);
        if (isNative && isShareable(segment, dtype)) {
            return over(segment, dtype, buffer.remaining());
        }
        return isNative ? copy(segment, dtype) : fromArray(elements(buffer));
    }

    /**
     * A vector over the remaining bytes of a buffer, taken as numbers of a dtype in the machine's
     * byte order. Direct, writable buffers share their memory with the tensor; others are copied.
     *
     * @throws OpException if the bytes are no whole number of elements
     */
    public static Tensor frombuffer(ByteBuffer buffer, DType dtype) {
        if (buffer.remaining() % dtype.size() != 0) {
            throw new OpException(
                    "frombuffer: buffer size ("
                            + buffer.remaining()
                            + " bytes) must be a multiple of element size ("
                            + dtype.size()
                            + ")");
        }
        var segment = MemorySegment.ofBuffer(buffer);
        return isShareable(segment, dtype)
                ? over(segment, dtype, buffer.remaining() / dtype.size())
                : copy(segment, dtype);
    }

    /**
     * A row-major tensor over memory outside of the Java heap, not a copy: what is written to the
     * segment is seen in the tensor and the other way round. The tensor keeps the memory of
     * automatic arenas; the memory of an arena that is closed must not be used any more, and an
     * attempt is an {@link IllegalStateException}. Do not close an arena while another thread
     * computes with its tensors.
     *
     * @param segment at least as many bytes as the elements need
     * @throws OpException if the segment is too small, not aligned to elements, read-only, or on
     *     the heap
     */
    public static Tensor fromMemorySegment(MemorySegment segment, DType dtype, long... sizes) {
        long numel = Layout.contiguous(sizes).numel();
        if (numel > segment.byteSize() / dtype.size()) {
            throw new OpException(
                    "fromMemorySegment: "
                            + new Size(sizes)
                            + " of "
                            + dtype
                            + " needs "
                            + numel * dtype.size()
                            + " bytes, the segment has "
                            + segment.byteSize());
        }
        if (!isShareable(segment, dtype)) {
            throw new OpException(
                    "fromMemorySegment: expects a writable segment outside of the heap, aligned to "
                            + dtype.size()
                            + " bytes, got "
                            + segment
                            + "; copy its elements with tensor(array) instead");
        }
        return over(segment, dtype, sizes);
    }

    private static boolean isShareable(MemorySegment segment, DType dtype) {
        return segment.isNative() && !segment.isReadOnly() && segment.address() % dtype.size() == 0;
    }

    private static Tensor over(MemorySegment segment, DType dtype, long... sizes) {
        return Tensor.of(
                new Array(
                        new SegmentStorage(segment, Device.cpu()),
                        Layout.contiguous(sizes),
                        dtype));
    }

    private static Tensor copy(MemorySegment segment, DType dtype) {
        try (var _ = AddressUse.begin()) {
            var array = NewArray.empty(dtype, segment.byteSize() / dtype.size());
            MemorySegment.copy(
                    segment,
                    0,
                    dev.cresset.spi.Memory.ALL,
                    array.address(),
                    array.numel() * dtype.size());
            return Tensor.of(array);
        }
    }

    private static ByteOrder order(Buffer buffer) {
        return switch (buffer) {
            case ByteBuffer b -> b.order();
            case ShortBuffer b -> b.order();
            case IntBuffer b -> b.order();
            case LongBuffer b -> b.order();
            case FloatBuffer b -> b.order();
            case DoubleBuffer b -> b.order();
            case CharBuffer b -> b.order();
        };
    }

    /** The remaining elements in an array. */
    private static Object elements(Buffer buffer) {
        int n = buffer.remaining();
        switch (buffer) {
            case ShortBuffer b -> {
                var array = new short[n];
                b.get(b.position(), array);
                return array;
            }
            case IntBuffer b -> {
                var array = new int[n];
                b.get(b.position(), array);
                return array;
            }
            case LongBuffer b -> {
                var array = new long[n];
                b.get(b.position(), array);
                return array;
            }
            case FloatBuffer b -> {
                var array = new float[n];
                b.get(b.position(), array);
                return array;
            }
            case DoubleBuffer b -> {
                var array = new double[n];
                b.get(b.position(), array);
                return array;
            }
            case ByteBuffer b -> {
                var array = new byte[n];
                b.get(b.position(), array);
                return array;
            }
            case CharBuffer b -> {
                var array = new char[n];
                b.get(b.position(), array);
                return array;
            }
        }
    }
}
