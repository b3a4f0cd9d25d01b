package dev.cresset;

import dev.cresset.op.Creations;
import dev.cresset.op.Op;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

import java.util.Arrays;

/**
 * New tensors on a device. On {@link Device#meta()} they have sizes and a dtype only and take no
 * memory, whatever their size:
 *
 * {@snippet :
 * var x = Torch.empty(Device.meta(), 1_000_000, 1_000_000);
 * System.out.println(x.mm(x).shape()); // torch.Size([1000000, 1000000])
 * }
 *
 * <p>All of them throw {@link dev.cresset.op.OpException} for a device that this machine has not.
 */
abstract sealed class DeviceFunctions permits RandomFunctions {
    private static final int DTYPE = 1;
    private static final int DEVICE = 3;

    DeviceFunctions() {}

    private static Object[] options(Op op, Object first, DType dtype, Device device) {
        var args = Arrays.copyOf(new Object[] {first}, op.schema().parameters().size());
        args[DTYPE] = dtype;
        args[DEVICE] = device;
        return args;
    }

    private static Tensor create(Op op, long[] sizes, DType dtype, Device device) {
        return Tensor.of((Array) op.call(options(op, sizes, dtype, device)));
    }

    /** Undefined content of the default dtype on a device. */
    public static Tensor empty(Device device, long... sizes) {
        return create(Creations.EMPTY, sizes, null, device);
    }

    /** Undefined content on a device. */
    public static Tensor empty(Device device, DType dtype, long... sizes) {
        return create(Creations.EMPTY, sizes, dtype, device);
    }

    /** Zeros of the default dtype on a device. */
    public static Tensor zeros(Device device, long... sizes) {
        return create(Creations.ZEROS, sizes, null, device);
    }

    /** Zeros on a device. */
    public static Tensor zeros(Device device, DType dtype, long... sizes) {
        return create(Creations.ZEROS, sizes, dtype, device);
    }

    /** Ones of the default dtype on a device. */
    public static Tensor ones(Device device, long... sizes) {
        return create(Creations.ONES, sizes, null, device);
    }

    /** Ones on a device. */
    public static Tensor ones(Device device, DType dtype, long... sizes) {
        return create(Creations.ONES, sizes, dtype, device);
    }

    /** Undefined content in the sizes and dtype of another tensor on a device. */
    public static Tensor emptyLike(Tensor other, Device device) {
        return (Tensor)
                Creations.EMPTY_LIKE.value(options(Creations.EMPTY_LIKE, other, null, device));
    }

    /** Zeros in the sizes and dtype of another tensor on a device. */
    public static Tensor zerosLike(Tensor other, Device device) {
        return (Tensor)
                Creations.ZEROS_LIKE.value(options(Creations.ZEROS_LIKE, other, null, device));
    }

    /** Ones in the sizes and dtype of another tensor on a device. */
    public static Tensor onesLike(Tensor other, Device device) {
        return (Tensor)
                Creations.ONES_LIKE.value(options(Creations.ONES_LIKE, other, null, device));
    }
}
