package dev.cresset.op;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

import java.util.ArrayList;
import java.util.Collections;
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

    /** Writes numbers that do not depend on what was in their place. */
    @FunctionalInterface
    interface Filling {
        /** Fills an array whose elements lie side by side, in their order in memory. */
        void fill(Array array, Args args);
    }

    /** A gradient rule. */
    @FunctionalInterface
    public interface Gradient {
        /** See {@link Op#gradient}. */
        Object[] of(Backward b);
    }

    /** A result in a memory order that the user need not know. */
    record Hidden(Array array) {}

    /** How a primitive treats complex tensors. */
    private enum Numbers {
        /** It refuses them. */
        REAL,
        /** Its computation knows them, and the gradient rule holds for them as it is. */
        ANY,
        /** Its computation knows them; it is an analytic function of its arguments. */
        ANALYTIC,
        /** It is computed on real and imaginary parts apart. */
        PARTS,
        /** It is a product of two arguments, computed on their parts crosswise. */
        BILINEAR
    }

    private final Family family;
    private final Forward forward;
    private Numbers numbers = Numbers.REAL;
    private int[] special = {};
    private Filling filling;
    private Gradient gradient;
    private int saved;
    private boolean savesResult;
    private boolean anywhere;
    private final boolean takesDevice;

    private Primitive(String schema, Family family, Forward forward) {
        super(schema);
        this.family = family;
        this.forward = forward;
        this.takesDevice = schema.contains(" device=");
    }

    /** A row through which no gradient flows, until {@link #gradient} gives it one. */
    static Primitive of(Family family, String schema, Forward forward) {
        return new Primitive(schema, family, forward);
    }

    /** A row whose result is an array like its first argument with other numbers. */
    static Primitive filling(Family family, String schema, Filling filling) {
        var row =
                new Primitive(
                        schema,
                        family,
                        a -> {
                            var result = RandomOps.emptyLike(a, -1);
                            filling.fill(result, a);
                            return result;
                        });
        row.filling = filling;
        return row;
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

    /**
     * Says that the computation handles complex tensors itself and that, as for everything that
     * only moves or adds elements, the gradient rule needs no conjugates.
     */
    Primitive anyNumbers() {
        numbers = Numbers.ANY;
        return this;
    }

    /**
     * Says that the computation handles complex tensors itself and is an analytic function, whose
     * rule for real gradients is to be applied between conjugations; see Note [Conjugated rules].
     */
    Primitive analytic() {
        numbers = Numbers.ANALYTIC;
        return this;
    }

    /**
     * Says that the op moves and adds elements, so that complex tensors can be computed part by
     * part, with the same gradient rule. Numbers that are put in the place of elements, unlike
     * those that elements are multiplied by, are split too.
     *
     * @param elements positions of arguments that are such numbers
     */
    Primitive byParts(int... elements) {
        numbers = Numbers.PARTS;
        special = elements;
        return this;
    }

    /** Says that the op is a product of the tensors in two arguments. */
    Primitive bilinear(int first, int second) {
        numbers = Numbers.BILINEAR;
        special = new int[] {first, second};
        return this;
    }

    /**
     * Says that the computation asks for memory beside its arguments, or on the device that it is
     * told, so that it holds on the meta device too. See Note [Meta tensors] in {@link Meta}.
     */
    Primitive anywhere() {
        anywhere = true;
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

    @Override
    void into(Array target, Object[] args) {
        var layout = target.layout();
        if (filling == null || ((Value) args[0]).hidden() || !layout.equals(layout.dense())) {
            super.into(target, args);
            return;
        }
        compute(
                args,
                a -> {
                    filling.fill(target, a);
                    return target;
                });
    }

    private Object compute(Object[] args) {
        return compute(args, forward);
    }

    private Object compute(Object[] args, Forward computation) {
        if (!anywhere && Meta.among(args)) {
            throw Meta.refused(name());
        }
        try (var _ = AddressUse.begin()) {
            if (takesDevice && !anywhere && isForMeta(args)) {
                throw Check.error(
                        "%s: makes no tensors on the meta device; make one by empty there", name());
            }
            if (numbers != Numbers.ANY && numbers != Numbers.ANALYTIC && anyComplex(args)) {
                return computeComplex(args);
            }
            return computation.of(Args.of(this, args));
        } catch (IllegalArgumentException e) {
            // The distributions know nothing of ops.
            throw new OpException(e.getMessage(), e);
        }
    }

    /** True if a device is asked for that has no memory. */
    private boolean isForMeta(Object[] args) {
        var parameters = schema().parameters();
        for (int i = 0; i < args.length; i++) {
            if (args[i] != null && parameters.get(i).name().equals("device")) {
                return Meta.is(Backends.supported(name(), new Args(args).device(i, Device.cpu())));
            }
        }
        return false;
    }

    private static boolean anyComplex(Object[] args) {
        return anyValue(args, v -> v.dtype().isComplex());
    }

    private Object computeComplex(Object[] args) {
        return switch (numbers) {
            case PARTS -> ComplexForward.byParts(forward, args, special);
            case BILINEAR -> ComplexForward.bilinear(forward, args, special[0], special[1], -1);
            default -> throw ComplexVariant.unsupported(this, complexType(args));
        };
    }

    private static DType complexType(Object[] args) {
        DType common = DType.BOOL;
        for (Object arg : args) {
            for (Object one : arg instanceof List<?> list ? list : Collections.singletonList(arg)) {
                if (one instanceof Value v) {
                    common = DType.promote(common, v.dtype());
                }
            }
        }
        return common;
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
        boolean conjugated = numbers == Numbers.ANALYTIC || numbers == Numbers.BILINEAR;
        return conjugated && ConjugatedBackward.applies(b)
                ? ConjugatedBackward.of(gradient, b)
                : gradient.of(b);
    }
}
