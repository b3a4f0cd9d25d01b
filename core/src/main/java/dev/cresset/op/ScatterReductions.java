package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.eq;
import static dev.cresset.op.ValueOps.mul;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;

/**
 * Reductions of the elements that an index sends to the same place: {@code scatter_reduce} with an
 * index of the sizes of the source, {@code index_reduce} with one index per slice.
 *
 * <p>Both share one computation and one gradient rule; they differ in how elements are picked back
 * ({@link Way}). Where several source elements are extreme, they and the place itself share the
 * gradient.
 */
public final class ScatterReductions {
    /** The elements of src joined by a reduction at the places that index names along dim. */
    public static final Primitive SCATTER_REDUCE =
            reduction(
                    Way.ELEMENTS,
                    "scatter_reduce(Tensor self, int dim, Tensor index, Tensor src, str reduce, *,"
                            + " bool include_self=True) -> Tensor");

    /** The slices of source joined by a reduction at indices of a dimension. */
    public static final Primitive INDEX_REDUCE =
            reduction(
                    Way.SLICES,
                    "index_reduce(Tensor self, int dim, Tensor index, Tensor source, str reduce, *,"
                            + " bool include_self=True) -> Tensor");

    private ScatterReductions() {}

    /** How an index names places. */
    private enum Way {
        /** One index per element of the source. */
        ELEMENTS {
            @Override
            Array join(Scatter how, Args a, Value into, Value source) {
                return Moves.scatter(
                        "scatter_reduce",
                        how,
                        new Args(into, a.all()[1], a.all()[2]),
                        source.array());
            }

            @Override
            Value add(Value into, long d, Value index, Value source) {
                return ValueOps.scatterAdd(into, d, index, source);
            }

            @Override
            Value pick(Value from, long d, Value index, long[] sizes) {
                return ValueOps.gather(from, d, index);
            }

            @Override
            Value like(Value index, Value source) {
                var sizes = index.layout().sizes();
                return source.layout().hasSizes(sizes)
                        ? source
                        : ValueOps.asStrided(
                                ValueOps.contiguous(source),
                                sizes,
                                dev.cresset.spi.Layout.contiguous(source.layout().sizes())
                                        .strides(),
                                0);
            }
        },
        /** One index per slice. */
        SLICES {
            @Override
            Array join(Scatter how, Args a, Value into, Value source) {
                return Moves.selectScatter(
                        "index_reduce",
                        how,
                        new Args(into, a.all()[1], a.all()[2], source),
                        source);
            }

            @Override
            Value add(Value into, long d, Value index, Value source) {
                return ValueOps.indexAdd(into, d, index, source);
            }

            @Override
            Value pick(Value from, long d, Value index, long[] sizes) {
                return ValueOps.reshape(ValueOps.indexSelect(from, d, index), sizes);
            }

            @Override
            Value like(Value index, Value source) {
                return source;
            }
        };

        abstract Array join(Scatter how, Args a, Value into, Value source);

        abstract Value add(Value into, long d, Value index, Value source);

        /** The elements at the places that the index names, one for each of the source. */
        abstract Value pick(Value from, long d, Value index, long[] sizes);

        /** The part of the source that the index covers. */
        abstract Value like(Value index, Value source);
    }

    private static Primitive reduction(Way way, String schema) {
        var self = new Primitive[1];
        self[0] =
                Primitive.of(GATHER, schema, a -> reduced(way, a))
                        .gradient(b -> gradient(way, self[0], b), 0, 2, 3)
                        .savingResult();
        return self[0];
    }

    private static Scatter join(String op, String reduce, Way way) {
        boolean known =
                switch (reduce) {
                    case "prod", "mean", "amax", "amin" -> true;
                    case "sum" -> way == Way.ELEMENTS;
                    default -> false;
                };
        Check.that(
                known,
                way == Way.ELEMENTS
                        ? "%s: reduce argument must be either sum, prod, mean, amax or amin, got %s"
                        : "%s(): Expected reduce to be one of prod, mean, amax or amin but got %s.",
                op,
                reduce);
        return switch (reduce) {
            case "prod" -> Scatter.MUL;
            case "amax" -> Scatter.MAX;
            case "amin" -> Scatter.MIN;
            default -> Scatter.ADD;
        };
    }

    private static Object reduced(Way way, Args a) {
        var how = join(way == Way.ELEMENTS ? "scatter" : "index_reduce", a.text(4), way);
        var into = a.value(0);
        Check.that(
                into.dtype() == a.dtypeOf(3),
                way == Way.ELEMENTS
                        ? "scatter(): Expected self.dtype to be equal to src.dtype"
                        : "index_reduce_(): self and source expected to have the same dtype, but got"
                                + " (self) %s and (source) %s",
                into.dtype().scalarName(),
                a.dtypeOf(3).scalarName());
        var source = a.value(3);
        boolean includes = a.flag(5);
        if (!includes) {
            into =
                    into.tape()
                            .wrap(
                                    way.join(
                                            Scatter.SET,
                                            a,
                                            into,
                                            constant(source, neutral(how, into.dtype()))));
        }
        boolean mean = a.text(4).equals("mean");
        if (mean && into.dtype().isReduced()) {
            // Sums of many 16-bit numbers need more digits on the way.
            into = into.tape().wrap(Copies.copyTo(into.array(), DType.FLOAT32));
            source = into.tape().wrap(Copies.copyTo(source.array(), DType.FLOAT32));
        }
        var joined = way.join(how, a, into, source);
        if (!mean) {
            return joined;
        }
        var ones = constant(source, 1L);
        var start = constant(into, includes ? 1L : 0L);
        var count = into.tape().wrap(way.join(Scatter.ADD, a, start, ones));
        var divisor = ValueOps.where(eq(count, 0L), constant(into, 1L), count);
        var sum = into.tape().wrap(joined);
        var quotient =
                into.dtype().isFloatingPoint()
                        ? div(sum, divisor)
                        : Arithmetic.FLOOR_DIVIDE.value(sum, divisor);
        return Copies.dense(quotient.array(), a.dtypeOf(0));
    }

    private static Value constant(Value like, Object number) {
        return like.tape().wrap(Creations.filled(like.dtype(), number, like.layout().sizes()));
    }

    /** The number that changes nothing when joined to another. */
    private static Object neutral(Scatter how, DType dtype) {
        return switch (how) {
            case ADD, SET -> 0L;
            case MUL -> 1L;
            case MAX -> dtype.isFloatingPoint() ? Double.NEGATIVE_INFINITY : (Object) least(dtype);
            case MIN -> dtype.isFloatingPoint() ? Double.POSITIVE_INFINITY : (Object) most(dtype);
        };
    }

    private static long least(DType dtype) {
        return dtype == DType.UINT8 || dtype == DType.BOOL ? 0 : -1L << 8 * dtype.size() - 1;
    }

    private static long most(DType dtype) {
        return switch (dtype) {
            case BOOL -> 1;
            case UINT8 -> 255;
            default -> ~least(dtype);
        };
    }

    private static Object[] gradient(Way way, Primitive op, Backward b) {
        long d = b.args().integer(1);
        boolean includes = b.args().flag(5);
        var index = b.value(2);
        var g = b.grad();
        var own = b.value(0);
        var whole = b.value(3);
        var source = way.like(index, whole);
        var sizes = source.layout().sizes();
        var result = b.result(0);
        Value self;
        Value src;
        switch (b.args().text(4)) {
            case "sum" -> {
                self = g;
                src = way.pick(g, d, index, sizes);
            }
            case "mean" -> {
                var start = constant(g, includes ? 1L : 0L);
                var count = way.add(start, d, index, constant(source, 1L));
                count = ValueOps.where(eq(count, 0L), 1L, count);
                self = div(g, count);
                src = way.pick(self, d, index, sizes);
            }
            case "prod" -> {
                var filled = ValueOps.where(eq(own, 0L), 1L, own);
                var others = op.value(filled, d, index, whole, "prod", includes);
                self = div(mul(g, others), filled);
                src = productGradient(way, op, b, source, sizes);
            }
            default -> {
                var selfWins = ValueOps.to(eq(own, result), g.dtype());
                var sourceWins =
                        ValueOps.to(eq(source, way.pick(result, d, index, sizes)), g.dtype());
                var start = includes ? selfWins : untouched(way, selfWins, d, index, source);
                var share = div(g, way.add(start, d, index, sourceWins));
                self = mul(start, share);
                src = mul(sourceWins, way.pick(share, d, index, sizes));
            }
        }
        if (!includes) {
            self = untouched(way, self, d, index, source);
        }
        return grads(self, null, null, placed(src, whole));
    }

    /** Zero at the places that the index names. */
    private static Value untouched(Way way, Value x, long d, Value index, Value source) {
        var touched =
                way.add(
                        ValueOps.zerosLike(x),
                        d,
                        index,
                        constant(ValueOps.to(source, x.dtype()), 1L));
        return ValueOps.where(eq(touched, 0L), x, 0L);
    }

    /** A zero among the factors gets the product of the others. */
    private static Value productGradient(
            Way way, Primitive op, Backward b, Value source, long[] sizes) {
        long d = b.args().integer(1);
        var index = b.value(2);
        var g = b.grad();
        var zero = eq(source, 0L);
        var zeros =
                way.pick(
                        way.add(
                                ValueOps.zeros(g, b.layout(0).sizes()),
                                d,
                                index,
                                ValueOps.to(zero, g.dtype())),
                        d,
                        index,
                        sizes);
        var single = Comparisons.LOGICAL_AND.value(zero, eq(zeros, 1L));
        var filled = ValueOps.where(single, 1L, source);
        var others = op.value(b.value(0), d, index, filled, "prod", b.args().flag(5));
        return ValueOps.where(
                single,
                way.pick(mul(g, others), d, index, sizes),
                div(
                        way.pick(mul(g, b.result(0)), d, index, sizes),
                        ValueOps.where(zero, 1L, source)));
    }

    /** A gradient of the covered part of the source as one of the whole. */
    private static Value placed(Value part, Value whole) {
        var sizes = whole.layout().sizes();
        if (part.layout().hasSizes(sizes)) {
            return part;
        }
        return ValueOps.asStridedScatter(
                ValueOps.zeros(part, sizes),
                part,
                part.layout().sizes(),
                dev.cresset.spi.Layout.contiguous(sizes).strides(),
                0);
    }
}
