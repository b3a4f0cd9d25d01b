package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.function.UnaryOperator;

/** Ops whose result is another layout of the same memory. */
public final class View extends Op {
    /** Computes the new layout. */
    @FunctionalInterface
    public interface Geometry {
        /** The layout of the result, or null where the memory cannot be seen that way. */
        Layout of(Layout self, Args args);
    }

    /** A gradient rule. */
    @FunctionalInterface
    public interface Gradient {
        /** The gradient of the viewed value. */
        Value of(Backward b);
    }

    private final Geometry geometry;
    private final Gradient gradient;
    private final UnaryOperator<DType> type;

    View(String schema, Geometry geometry, Gradient gradient) {
        this(schema, geometry, UnaryOperator.identity(), gradient);
    }

    /** A view that also sees the elements as another dtype, which {@code type} gives or refuses. */
    View(String schema, Geometry geometry, UnaryOperator<DType> type, Gradient gradient) {
        super(schema);
        this.geometry = geometry;
        this.type = type;
        this.gradient = gradient;
    }

    /** Sets the name of the graph node. */
    View named(String node) {
        nodeName(node);
        return this;
    }

    @Override
    public Object call(Object... args) {
        var self = (Value) args[0];
        return self.tape().record(this, args, new Value[] {self.tape().wrap(computeOne(args))})[0];
    }

    /** The layout of the result for arguments. */
    public Layout layout(Object[] args) {
        var self = ((Value) args[0]).array().layout();
        var layout = geometry.of(self, new Args(args));
        Check.that(
                layout != null,
                "%s: view size is not compatible with input tensor's size and stride (at least one"
                        + " dimension spans across two contiguous subspaces). Use .reshape(...)"
                        + " instead. Got %s",
                name(),
                self);
        return layout;
    }

    @Override
    Array computeOne(Object[] args) {
        var self = ((Value) args[0]).array();
        var dtype = type.apply(self.dtype());
        return new Array(self.storage(), layout(args), dtype);
    }

    @Override
    public Value callInPlace(Object... args) {
        var self = (Value) args[0];
        Check.that(
                type.apply(self.dtype()) == self.dtype(),
                "%s_: there is no in-place form of this operation",
                name());
        return self.tape().relayoutInPlace(this, self, args);
    }

    @Override
    public boolean differentiable() {
        return true;
    }

    @Override
    public boolean savesArgument(int index) {
        return false;
    }

    @Override
    public boolean savesResult() {
        return false;
    }

    @Override
    public Object[] gradient(Backward b) {
        var all = new Object[b.args().all().length];
        all[0] = gradient.of(b);
        return all;
    }
}
