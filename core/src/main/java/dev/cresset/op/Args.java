package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;

import java.util.Arrays;
import java.util.List;

/**
 * Typed reading of an op's arguments by position in its schema.
 *
 * @param op the name of the op, for messages
 * @param all the arguments
 */
public record Args(String op, Object[] all) {
    /** Arguments of a computation without a name of its own. */
    public Args(Object... all) {
        this("operation", all);
    }

    /** The arguments of an op. */
    static Args of(Op op, Object[] all) {
        return new Args(op.name(), all);
    }

    /** True if the argument is None. */
    public boolean none(int i) {
        return all[i] == null;
    }

    /** A value. */
    public Value value(int i) {
        return (Value) all[i];
    }

    /** The array of a value, in the layout the user sees. */
    public Array array(int i) {
        return value(i).array();
    }

    /**
     * The array of a value, row-major (copied if it is not), so that its address is all one needs.
     */
    public Array dense(int i) {
        return Copies.contiguous(array(i));
    }

    /** The layout of a value. */
    public Layout layout(int i) {
        return value(i).layout();
    }

    /** The dtype of a value. */
    public DType dtypeOf(int i) {
        return value(i).dtype();
    }

    /** A list of values. */
    @SuppressWarnings("unchecked")
    public List<Value> values(int i) {
        return (List<Value>) all[i];
    }

    /** An integer. */
    public long integer(int i) {
        return ((Number) all[i]).longValue();
    }

    /** A number. */
    public double number(int i) {
        return Scalars.toDouble(all[i]);
    }

    /** A number as a complex one. */
    public Complex complex(int i) {
        return Complex.of((Number) all[i]);
    }

    /** A truth value. */
    public boolean flag(int i) {
        return (Boolean) all[i];
    }

    /** A text. */
    public String text(int i) {
        return (String) all[i];
    }

    /** A list of integers, or null for None. */
    public long[] longs(int i) {
        return (long[]) all[i];
    }

    /** A dtype, or {@code fallback} for None. */
    public DType dtype(int i, DType fallback) {
        return all[i] == null ? fallback : (DType) all[i];
    }

    /** A device, given as such or by its text, or {@code fallback} for None. */
    public Device device(int i, Device fallback) {
        return switch (all[i]) {
            case null -> fallback;
            case Device device -> device;
            default -> Device.of(text(i));
        };
    }

    /** True if the tensors among the arguments have no memory; then all must be without. */
    boolean withoutMemory() {
        boolean meta = Meta.among(all);
        if (meta) {
            Meta.checkSame(
                    op,
                    Arrays.stream(all)
                            .filter(Value.class::isInstance)
                            .map(arg -> ((Value) arg).physical())
                            .toArray(Array[]::new));
        }
        return meta;
    }

    /** Argument i as a dimension of the value in argument 0, negative counting from the end. */
    public int dim(int i) {
        return Check.dim(integer(i), layout(0).dim());
    }
}
