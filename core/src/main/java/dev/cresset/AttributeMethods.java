package dev.cresset;

import dev.cresset.op.OpException;
import dev.cresset.op.ValueOps;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

import java.util.stream.IntStream;

/** Methods that tell what a tensor is and where it lies, and that bring it elsewhere. */
sealed interface AttributeMethods permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** Number of dimensions. */
    default int ndim() {
        return self().dim();
    }

    /** Number of elements. */
    default long nelement() {
        return self().numel();
    }

    /** The size of the first dimension: Python's {@code len}. */
    default long len() {
        if (self().dim() == 0) {
            throw new OpException("len: len() of a 0-d tensor; it has one element, item()");
        }
        return self().size(0);
    }

    /** Bytes per element. */
    default int itemsize() {
        return self().elementSize();
    }

    /** Bytes of all elements, not counting gaps and other parts of the storage. */
    default long nbytes() {
        return self().numel() * self().elementSize();
    }

    /** Address of the first element; valid as long as something refers to the tensor. */
    default long dataPtr() {
        return self().array().address();
    }

    /** True where the dtype has negative numbers. */
    default boolean isSigned() {
        return self().dtype() != DType.BOOL && self().dtype() != DType.UINT8;
    }

    /** True where another tensor has the same sizes. */
    default boolean isSameSize(Tensor other) {
        return self().layout().sameSizes(other.layout());
    }

    /** True if the memory is the processor's. */
    default boolean isCpu() {
        return self().device().type().equals("cpu");
    }

    /** True if the memory lies on a graphics processor. */
    default boolean isCuda() {
        return self().device().type().equals("cuda");
    }

    /** True if there is no memory, only sizes and a dtype. */
    default boolean isMeta() {
        return self().device().type().equals("meta");
    }

    /** Number of the graphics processor, or -1 on the processor. */
    default int getDevice() {
        return self().device().index();
    }

    /** The dimensions from the outermost in memory to the innermost. */
    default long[] dimOrder() {
        var strides = self().stride();
        return IntStream.range(0, strides.length)
                .boxed()
                .sorted((a, b) -> Long.compare(strides[b], strides[a]))
                .mapToLong(Integer::longValue)
                .toArray();
    }

    /** True if the elements lie in a memory format without gaps. */
    default boolean isContiguous(MemoryFormat format) {
        return switch (format) {
            case CONTIGUOUS_FORMAT -> self().isContiguous();
            case PRESERVE_FORMAT ->
                    throw new OpException(
                            "isContiguous: preserve memory format is unsupported by the"
                                    + " contiguous operator; name a format");
            case CHANNELS_LAST, CHANNELS_LAST_3D ->
                    self().dim() == (format == MemoryFormat.CHANNELS_LAST ? 4 : 5)
                            && self().permute(format.order(self().dim())).isContiguous();
        };
    }

    /** This tensor if it lies in the memory format, else a copy that does. */
    default Tensor contiguous(MemoryFormat format) {
        if (isContiguous(format)) {
            return self();
        }
        if (format == MemoryFormat.CONTIGUOUS_FORMAT) {
            return self().contiguous();
        }
        var order = format.order(self().dim());
        var back = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            back[(int) order[i]] = i;
        }
        return self().permute(order).contiguous().permute(back);
    }

    /** PyTorch's name of the type of tensor, e.g. {@code torch.FloatTensor}. */
    default String type() {
        return TypedTensors.name(self().dtype(), self().device());
    }

    /**
     * The same numbers in the dtype that a type of tensor has, e.g. {@code torch.DoubleTensor}.
     *
     * @throws OpException for a name that is no type of tensor
     */
    default Tensor type(String name) {
        return self().to(TypedTensors.dtype(name));
    }

    /** The same numbers in another dtype. */
    default Tensor type(DType dtype) {
        return self().to(dtype);
    }

    /** The dtype of another tensor. */
    default Tensor typeAs(Tensor other) {
        return self().to(other.dtype());
    }

    /** The same numbers in another dtype; this tensor itself if it has that dtype. */
    default Tensor to(DType dtype) {
        return (Tensor) ValueOps.to(self(), dtype);
    }

    /**
     * The same numbers on a device; this tensor itself if it lives there. On the meta device remain
     * sizes and dtype.
     *
     * @throws OpException if this machine has no such device
     * @throws dev.cresset.spi.NoDataException if this tensor has no memory and the device has
     */
    default Tensor to(Device device) {
        return (Tensor) ValueOps.to(self(), device);
    }

    /** The same numbers on a device and in a dtype. */
    default Tensor to(Device device, DType dtype) {
        return self().to(device).to(dtype);
    }

    /** The dtype and device of another tensor. */
    default Tensor to(Tensor other) {
        return self().to(other.device(), other.dtype());
    }

    /** On the processor; this tensor itself if it lives there. */
    default Tensor cpu() {
        return self().to(Device.cpu());
    }

    /**
     * On the current graphics processor.
     *
     * @throws OpException if there is none
     */
    default Tensor cuda() {
        return self().to(Device.of("cuda"));
    }

    /** float32. */
    default Tensor toFloat() {
        return self().to(DType.FLOAT32);
    }

    /** float64. */
    default Tensor toDouble() {
        return self().to(DType.FLOAT64);
    }

    /** float16. */
    default Tensor toHalf() {
        return self().to(DType.FLOAT16);
    }

    /** bfloat16. */
    default Tensor toBFloat16() {
        return self().to(DType.BFLOAT16);
    }

    /** int64. */
    default Tensor toLong() {
        return self().to(DType.INT64);
    }

    /** int32. */
    default Tensor toInt() {
        return self().to(DType.INT32);
    }

    /** int16. */
    default Tensor toShort() {
        return self().to(DType.INT16);
    }

    /** int8. */
    default Tensor toChar() {
        return self().to(DType.INT8);
    }

    /** uint8. */
    default Tensor toByte() {
        return self().to(DType.UINT8);
    }

    /** bool. */
    default Tensor toBool() {
        return self().to(DType.BOOL);
    }
}
