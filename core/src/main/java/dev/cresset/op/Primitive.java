package dev.cresset.op;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;

import java.util.ArrayList;
import java.util.List;

/**
 * Ops with a computation and a gradient of their own: products, windows, moves by index, sorting,
 * random numbers, creation.
 */
public final class Primitive extends Op {
    /** What a primitive does, for tables and the profiler. */
    public enum Family {
        /** Matrix products. */
        CONTRACT,
        /** Convolution, pooling. */
        WINDOW,
        /** Moving elements by index, joining tensors. */
        GATHER,
        /** Sorting and selecting by rank. */
        SORT,
        /** Sums and products along a dimension that keep it. */
        SCAN,
        /** Normalisation and softmax. */
        NORMALIZE,
        /** Steps along a sequence. */
        RECURRENT,
        /** Random numbers. */
        RANDOM,
        /** New tensors from sizes and numbers. */
        CREATE,
        /** Conversions and copies. */
        COPY
    }

    /** Computes without history. */
    @FunctionalInterface
    public interface Forward {
        /** An {@link Array}, an {@code Array[]}, a {@link Hidden}, or a plain number. */
        Object of(Args args);
    }

    /** A gradient rule. */
    @FunctionalInterface
    public interface Gradient {
        /** See {@link Op#gradient}. */
        Object[] of(Backward b);
    }

    /** A result in a memory order that the user need not know. */
    record Hidden(Array array) {}

    private final Family family;
    private final Forward forward;
    private Gradient gradient;
    private int saved;
    private boolean savesResult;

    private Primitive(String schema, Family family, Forward forward) {
        super(schema);
        this.family = family;
        this.forward = forward;
    }

    /** A row through which no gradient flows, until {@link #gradient} gives it one. */
    static Primitive of(Family family, String schema, Forward forward) {
        return new Primitive(schema, family, forward);
    }

    /** Adds the gradient rule and names the arguments it reads. */
    Primitive gradient(Gradient rule, int... savedArguments) {
        gradient = rule;
        for (int index : savedArguments) {
            saved |= 1 << index;
        }
        return this;
    }

    /** Declares that the gradient rule reads the results. */
    Primitive savingResult() {
        savesResult = true;
        return this;
    }

    /** Sets the name of the graph node. */
    Primitive named(String node) {
        nodeName(node);
        return this;
    }

    /** What kind of computation this is. */
    public Family family() {
        return family;
    }

    @Override
    public Object call(Object... args) {
        Object computed = compute(args);
        if (family == Family.CREATE && computed instanceof Array) {
            return computed;
        }
        return switch (computed) {
            case Array array -> {
                var tape = firstValue(args).tape();
                yield tape.record(this, args, new Value[] {tape.wrap(array)})[0];
            }
            case Hidden hidden -> {
                var tape = firstValue(args).tape();
                yield tape.record(this, args, new Value[] {tape.wrapHidden(hidden.array)})[0];
            }
            case Object[] several -> {
                var tape = firstValue(args).tape();
                var values = new ArrayList<Value>();
                for (var one : several) {
                    values.add(
                            one instanceof Hidden h
                                    ? tape.wrapHidden(h.array)
                                    : tape.wrap((Array) one));
                }
                yield List.of(tape.record(this, args, values.toArray(new Value[0])));
            }
            default -> computed;
        };
    }

    private Object compute(Object[] args) {
        try (var _ = AddressUse.begin()) {
            return forward.of(new Args(args));
        } catch (IllegalArgumentException e) {
            // The distributions know nothing of ops.
            throw new OpException(e.getMessage(), e);
        }
    }

    @Override
    Array computeOne(Object[] args) {
        return switch (compute(args)) {
            case Array array -> array;
            case Hidden hidden -> Copies.contiguous(hidden.array);
            default ->
                    throw Check.error("%s_: there is no in-place form of this operation", name());
        };
    }

    @Override
    public boolean differentiable() {
        return gradient != null;
    }

    @Override
    public boolean savesArgument(int index) {
        return (saved >> index & 1) != 0;
    }

    @Override
    public boolean savesResult() {
        return savesResult;
    }

    @Override
    public Object[] gradient(Backward b) {
        return gradient.of(b);
    }
}
