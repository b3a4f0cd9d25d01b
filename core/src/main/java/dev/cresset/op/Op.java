package dev.cresset.op;

import dev.cresset.spi.Array;

import java.util.List;
import java.util.function.Predicate;

/**
 * An operation on values, registered under PyTorch's name with PyTorch's schema.
 *
 * <p>There are few kinds and many rows. A kind says how its rows are computed, differentiated and
 * written in place; a row is one constant of a table class. See docs/design/core.md.
 */
public abstract sealed class Op permits Pointwise, Reduce, View, Primitive, Composite {
    private final Schema schema;
    private String nodeName;

    Op(String schema) {
        this.schema = Schema.of(schema);
    }

    /** The signature. */
    public final Schema schema() {
        return schema;
    }

    /** The name without overload suffix. */
    public final String name() {
        return schema.name();
    }

    /** The name of the graph node, as PyTorch prints it, e.g. {@code AddmmBackward0}. */
    public final String nodeName() {
        if (nodeName == null) {
            var camel = new StringBuilder();
            for (String part : name().split("[_.]")) {
                if (!part.isEmpty()) {
                    camel.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
                }
            }
            nodeName = camel.append("Backward").append(0).toString();
        }
        return nodeName;
    }

    /** Gives the graph node another name than the one derived from the op's. */
    final void nodeName(String name) {
        nodeName = name;
    }

    /**
     * Runs the op on arguments in schema order.
     *
     * @param args values, numbers, {@code long[]}, lists, strings, dtypes or null for None
     * @return a value, a list of values, or a plain number or truth value
     */
    public abstract Object call(Object... args);

    /** Runs the op and expects one value. */
    public final Value value(Object... args) {
        return (Value) call(args);
    }

    /** Runs the op and expects several values. */
    @SuppressWarnings("unchecked")
    public final List<Value> values(Object... args) {
        return (List<Value>) call(args);
    }

    /** Runs the op and stores its result in its first argument. */
    public Value callInPlace(Object... args) {
        var self = (Value) args[0];
        return self.tape().recordInPlace(this, self, args, (target, now) -> into(target, now));
    }

    /** Computes the result for plain arguments into existing memory. */
    void into(Array target, Object[] args) {
        var result = computeOne(args);
        Copies.checkInPlace(name(), result, target);
        Copies.copy(result, target);
        // Nobody else has seen it, unless it is a view of an argument.
        if (!anyValue(args, v -> v.physical().storage() == result.storage())) {
            result.storage().release();
        }
    }

    /** True if a value among arguments has a property, looking into lists. */
    static boolean anyValue(Object[] args, Predicate<Value> property) {
        for (Object arg : args) {
            if (arg instanceof Value v) {
                if (property.test(v)) {
                    return true;
                }
            } else if (arg instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Value v && property.test(v)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The single result without history. */
    abstract Array computeOne(Object[] args);

    /** True if results can carry gradients to their arguments. */
    public abstract boolean differentiable();

    /** True if the gradient rule reads the value of argument {@code index}. */
    public abstract boolean savesArgument(int index);

    /** True if the gradient rule reads the results. */
    public abstract boolean savesResult();

    /**
     * Gradients for the arguments.
     *
     * @return one entry per argument: a value, a list of values for list arguments, or null
     */
    public abstract Object[] gradient(Backward b);

    /** The first value among arguments, looking into lists. */
    static Value firstValue(Object[] args) {
        for (Object arg : args) {
            if (arg instanceof Value v) {
                return v;
            }
            if (arg instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Value v) {
                        return v;
                    }
                }
            }
        }
        throw new OpException("op: expects at least one tensor among its arguments");
    }

    @Override
    public String toString() {
        return schema.text();
    }
}
