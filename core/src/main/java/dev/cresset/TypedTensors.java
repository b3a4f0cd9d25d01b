package dev.cresset;

import dev.cresset.op.Backends;
import dev.cresset.op.Check;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

import java.util.stream.LongStream;

/**
 * PyTorch's constructors named after the type of their elements, and the names of these types.
 *
 * <p>Sizes give a tensor with undefined content. Data is a Java array of any rank, a list, or a
 * tensor of that very dtype, whose memory is then shared.
 */
abstract sealed class TypedTensors extends ExchangeFunctions permits CombiningFunctions {
    TypedTensors() {}

    private static Tensor sized(DType dtype, long first, long[] more) {
        return Torch.empty(
                dtype, LongStream.concat(LongStream.of(first), LongStream.of(more)).toArray());
    }

    private static Tensor of(DType dtype, Object data) {
        return switch (data) {
            case Size size -> Torch.empty(dtype, size.toArray());
            case Tensor tensor -> {
                Check.that(
                        tensor.dtype() == dtype,
                        "%sTensor: expected a tensor of dtype %s (got %s); convert it with to()",
                        dtype.scalarName(),
                        dtype,
                        tensor.dtype());
                yield tensor.detach();
            }
            case Number number -> {
                Check.that(
                        number.doubleValue() == number.longValue(),
                        "%sTensor: new(): data must be a sequence (got float)",
                        dtype.scalarName());
                yield Torch.empty(dtype, number.longValue());
            }
            default -> Torch.tensor(data, dtype);
        };
    }

    /** The name of the type of tensors. */
    static String name(DType dtype, Device device) {
        return (device.equals(Device.cpu()) ? "torch." : "torch." + device.type() + ".")
                + dtype.scalarName()
                + "Tensor";
    }

    /** The dtype of a type of tensors by its name. */
    static DType dtype(String name) {
        for (var dtype : DType.values()) {
            if (name(dtype, Device.cpu()).equals(name)) {
                return dtype;
            }
            if (name(dtype, Device.of("cuda")).equals(name)) {
                throw Backends.missingCuda("type");
            }
        }
        throw new OpException(
                "type: invalid type: '" + name + "', expects one like 'torch.FloatTensor'");
    }

    /** No elements, of the default floating dtype. */
    public static Tensor Tensor() {
        return Torch.empty(0);
    }

    /** Undefined content of the default floating dtype. */
    public static Tensor Tensor(long size, long... more) {
        return sized(Torch.getDefaultDtype(), size, more);
    }

    /** Data in the default floating dtype; a whole number is the size of a vector. */
    public static Tensor Tensor(Object data) {
        return of(Torch.getDefaultDtype(), data);
    }

    /** A float32 tensor of given sizes with undefined content. */
    public static Tensor FloatTensor(long size, long... more) {
        return sized(DType.FLOAT32, size, more);
    }

    /** A float32 tensor of data; a whole number is the size of a vector. */
    public static Tensor FloatTensor(Object data) {
        return of(DType.FLOAT32, data);
    }

    /** A float64 tensor of given sizes with undefined content. */
    public static Tensor DoubleTensor(long size, long... more) {
        return sized(DType.FLOAT64, size, more);
    }

    /** A float64 tensor of data; a whole number is the size of a vector. */
    public static Tensor DoubleTensor(Object data) {
        return of(DType.FLOAT64, data);
    }

    /** A float16 tensor of given sizes with undefined content. */
    public static Tensor HalfTensor(long size, long... more) {
        return sized(DType.FLOAT16, size, more);
    }

    /** A float16 tensor of data; a whole number is the size of a vector. */
    public static Tensor HalfTensor(Object data) {
        return of(DType.FLOAT16, data);
    }

    /** A bfloat16 tensor of given sizes with undefined content. */
    public static Tensor BFloat16Tensor(long size, long... more) {
        return sized(DType.BFLOAT16, size, more);
    }

    /** A bfloat16 tensor of data; a whole number is the size of a vector. */
    public static Tensor BFloat16Tensor(Object data) {
        return of(DType.BFLOAT16, data);
    }

    /** A uint8 tensor of given sizes with undefined content. */
    public static Tensor ByteTensor(long size, long... more) {
        return sized(DType.UINT8, size, more);
    }

    /** A uint8 tensor of data; a whole number is the size of a vector. */
    public static Tensor ByteTensor(Object data) {
        return of(DType.UINT8, data);
    }

    /** A int8 tensor of given sizes with undefined content. */
    public static Tensor CharTensor(long size, long... more) {
        return sized(DType.INT8, size, more);
    }

    /** A int8 tensor of data; a whole number is the size of a vector. */
    public static Tensor CharTensor(Object data) {
        return of(DType.INT8, data);
    }

    /** A int16 tensor of given sizes with undefined content. */
    public static Tensor ShortTensor(long size, long... more) {
        return sized(DType.INT16, size, more);
    }

    /** A int16 tensor of data; a whole number is the size of a vector. */
    public static Tensor ShortTensor(Object data) {
        return of(DType.INT16, data);
    }

    /** A int32 tensor of given sizes with undefined content. */
    public static Tensor IntTensor(long size, long... more) {
        return sized(DType.INT32, size, more);
    }

    /** A int32 tensor of data; a whole number is the size of a vector. */
    public static Tensor IntTensor(Object data) {
        return of(DType.INT32, data);
    }

    /** A int64 tensor of given sizes with undefined content. */
    public static Tensor LongTensor(long size, long... more) {
        return sized(DType.INT64, size, more);
    }

    /** A int64 tensor of data; a whole number is the size of a vector. */
    public static Tensor LongTensor(Object data) {
        return of(DType.INT64, data);
    }

    /** A bool tensor of given sizes with undefined content. */
    public static Tensor BoolTensor(long size, long... more) {
        return sized(DType.BOOL, size, more);
    }

    /** A bool tensor of data; a whole number is the size of a vector. */
    public static Tensor BoolTensor(Object data) {
        return of(DType.BOOL, data);
    }
}
