package dev.cresset.op;

import dev.cresset.spi.Array;

import java.util.function.Function;

/**
 * Ops written in terms of other ops, which give them their gradient.
 *
 * <p>Its node in the graph is that of the last op it calls.
 */
public final class Composite extends Op {
    private final Function<Args, Object> body;
    private boolean changes;

    /** An op with its body; it may return a value, a list of values or a plain number. */
    public Composite(String schema, Function<Args, Object> body) {
        super(schema);
        this.body = body;
    }

    /** An op whose body itself changes the first argument; it exists in place only. */
    static Composite changing(String schema, Function<Args, Object> body) {
        var op = new Composite(schema, body);
        op.changes = true;
        return op;
    }

    @Override
    public Object call(Object... args) {
        return body.apply(new Args(args));
    }

    @Override
    public Value callInPlace(Object... args) {
        if (changes) {
            return (Value) call(args);
        }
        var self = (Value) args[0];
        var result = (Value) call(isRecorded(args) ? withCopy(args) : args);
        Copies.checkInPlace(name(), result.array(), self.array());
        return Copying.COPY_FROM.callInPlace(self, result);
    }

    private static boolean isRecorded(Object[] args) {
        for (Object arg : args) {
            if (arg instanceof Value v && v.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    /** The ops of the body may save the first argument, whose memory is about to change. */
    private static Object[] withCopy(Object[] args) {
        var copied = args.clone();
        copied[0] = ValueOps.clone((Value) args[0]);
        return copied;
    }

    @Override
    Array computeOne(Object[] args) {
        return ((Value) call(args)).array();
    }

    @Override
    public boolean differentiable() {
        return false;
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
        throw new IllegalStateException(name() + ": a composite op is never recorded itself");
    }
}
