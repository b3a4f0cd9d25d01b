package dev.cresset.op;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The test row of an op: a call by name with placeholders for tensors, and what holds for it.
 *
 * @param name the op
 * @param args arguments; a {@link Draw} stands for a tensor
 * @param kwargs keyword arguments, likewise
 * @param traits what holds
 */
record OpRow(String name, List<Object> args, Map<String, Object> kwargs, Set<Trait> traits) {
    enum Trait {
        /** First and second derivatives with respect to all floating-point tensors. */
        GRADIENTS,
        /** First derivatives only. */
        FIRST_GRADIENT,
        /** All tensors have the same sizes, any of them, and so has the result. */
        ELEMENTWISE,
        /** Draws random numbers, in the order of memory. */
        RANDOM,
        /** The content of the result is not defined. */
        UNDEFINED,
        /** Sums in an order that may depend on the layout: equal up to rounding. */
        SUMS
    }

    /** How the tensors of a call lie in memory. */
    enum Lie {
        CONTIGUOUS,
        STRIDED
    }

    /** A tensor to be drawn: uniform in a range. */
    record Draw(DType dtype, double low, double high, long... sizes) {
        Draw withSizes(long... other) {
            return new Draw(dtype, low, high, other);
        }

        private Tensor tensor(Generator generator, Lie lie) {
            var drawn = dtype.isComplex() ? dtype : DType.FLOAT64;
            var values = Torch.empty(drawn, sizes).uniform_(low, high, generator).to(dtype);
            if (lie == Lie.CONTIGUOUS) {
                return values;
            }
            var reversed = new long[sizes.length + 1];
            var order = new long[sizes.length];
            for (int d = 0; d < sizes.length; d++) {
                reversed[d] = sizes[sizes.length - 1 - d];
                order[d] = sizes.length - 1 - d;
            }
            reversed[sizes.length] = 2;
            var view = Torch.empty(dtype, reversed).select(-1, 1).permute(order);
            view.copy_(values);
            return view.detach();
        }
    }

    static Draw real(long... sizes) {
        return new Draw(DType.FLOAT64, -2, 2, sizes);
    }

    /** Both parts are drawn. */
    static Draw complex(long... sizes) {
        return new Draw(DType.COMPLEX128, -2, 2, sizes);
    }

    static Draw between(double low, double high, long... sizes) {
        return new Draw(DType.FLOAT64, low, high, sizes);
    }

    static Draw ints(int high, long... sizes) {
        return new Draw(DType.INT64, 0, high, sizes);
    }

    static Draw mask(long... sizes) {
        return new Draw(DType.BOOL, 0, 1, sizes);
    }

    static OpRow row(String name, Object... args) {
        return new OpRow(name, new ArrayList<>(java.util.Arrays.asList(args)), Map.of(), Set.of());
    }

    OpRow with(Trait... more) {
        var all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(List.of(more));
        return new OpRow(name, args, kwargs, all);
    }

    OpRow and(String key, Object value) {
        var all = new LinkedHashMap<>(kwargs);
        all.put(key, value);
        return new OpRow(name, args, all, traits);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** The same row with other sizes for all tensors. */
    OpRow withSizes(long... sizes) {
        var other =
                args.stream().map(arg -> arg instanceof Draw d ? d.withSizes(sizes) : arg).toList();
        return new OpRow(name, other, kwargs, traits);
    }

    /** The same row with other dtypes for its float64 tensors. */
    OpRow withDType(DType dtype) {
        var other = new ArrayList<>();
        for (var arg : args) {
            other.add(
                    arg instanceof Draw d && d.dtype == DType.FLOAT64
                            ? new Draw(dtype, d.low, d.high, d.sizes)
                            : arg);
        }
        return new OpRow(name, other, kwargs, traits);
    }

    /** Arguments with tensors; the same tensors at every call. */
    List<Object> arguments(Lie lie) {
        var generator = new Generator().manualSeed(name.hashCode());
        var list = new ArrayList<>();
        for (var arg : args) {
            list.add(
                    switch (arg) {
                        case Draw draw -> draw.tensor(generator, lie);
                        case List<?> inner when inner.stream().allMatch(Draw.class::isInstance) -> {
                            var tensors = new ArrayList<Tensor>();
                            inner.forEach(d -> tensors.add(((Draw) d).tensor(generator, lie)));
                            yield tensors;
                        }
                        case null, default -> arg;
                    });
        }
        return list;
    }

    /** Calls the op; random rows start from the same seed. */
    Object call(List<Object> arguments) {
        if (is(Trait.RANDOM)) {
            Torch.manualSeed(0);
        }
        return Torch.call(name, arguments, kwargs);
    }

    @Override
    public String toString() {
        return name + args + (kwargs.isEmpty() ? "" : kwargs);
    }
}
