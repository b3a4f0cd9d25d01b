package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.MetaStorage;

import java.util.List;

/**
 * Tensors without memory: sizes, strides and dtype of results without the numbers.
 *
 * <p>Note [Meta tensors]: ops find out the layout and dtype of a result before they compute it. On
 * the meta device they stop there. Pointwise ops, reductions and views do so for all their rows; a
 * primitive row does if it says that its forward asks for memory beside its arguments ({@link
 * Primitive#anywhere}), and is refused otherwise. Whatever slips through all that asks a {@link
 * MetaStorage} for its address and is refused there, so that no wrong number can come out.
 */
public final class Meta {
    private Meta() {}

    /** True where there is no memory behind an array. */
    public static boolean is(Array array) {
        return array.storage() instanceof MetaStorage;
    }

    /** True for the device where there is no memory. */
    public static boolean is(Device device) {
        return device.type().equals("meta");
    }

    /** Sizes and dtype without memory. */
    static Array empty(DType dtype, Layout layout) {
        return new Array(new MetaStorage(NewArray.bytes(dtype, layout)), layout, dtype);
    }

    /** Row-major sizes and dtype without memory. */
    static Array empty(DType dtype, long... sizes) {
        return empty(dtype, Layout.contiguous(sizes));
    }

    /** True if one of the tensors among arguments has no memory. */
    static boolean among(Object[] args) {
        if (MetaStorage.exist()) {
            for (Object arg : args) {
                if (arg instanceof Value v && is(v.physical())) {
                    return true;
                }
                if (arg instanceof Array array && is(array)) {
                    return true;
                }
                if (arg instanceof List<?> list && among(list.toArray())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Refuses a mixture: operands are on one device, apart from single numbers, which may lie in
     * memory.
     */
    static void checkSame(String op, Array... arrays) {
        for (var array : arrays) {
            Check.that(
                    is(array) || array.layout().dim() == 0,
                    "%s: Tensor on device cpu is not on the expected device meta! Bring all operands"
                            + " to one device by to(Device.meta()), or make those that have no"
                            + " memory anew on Device.cpu()",
                    op);
        }
    }

    /** What is wrong where an op has no rule for tensors without memory. */
    static OpException refused(String op) {
        return Check.error(
                "%s: attempted to run this operator with Meta tensors, but there is no rule for the"
                        + " sizes of its result; compute with tensors on Device.cpu()",
                op);
    }
}
