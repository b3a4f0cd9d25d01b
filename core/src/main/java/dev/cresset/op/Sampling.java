package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.CREATE;
import static dev.cresset.op.Primitive.Family.RANDOM;

import dev.cresset.random.Distributions;
import dev.cresset.random.Generator;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

/** Random numbers whose parameters are tensors, and distributions that only fill in place. */
public final class Sampling {
    private static final String SOURCE = ", *, Generator? generator=None) -> Tensor";

    /** Normal with a mean and a standard deviation for each element. */
    public static final Composite NORMAL_BOTH =
            new Composite(
                    "normal(Tensor mean, Tensor std" + SOURCE,
                    a -> {
                        var std = a.value(1);
                        checkDeviations(std);
                        var sizes = Check.broadcast(a.layout(0).sizes(), std.layout().sizes());
                        var type = Promotion.of(a.value(0), std);
                        return ValueOps.add(
                                a.value(0),
                                ValueOps.mul(
                                        standard(std, type, sizes, RandomOps.generator(a, 2)),
                                        std));
                    });

    /** Normal with a mean for each element. */
    public static final Composite NORMAL_MEANS =
            new Composite(
                    "normal(Tensor mean, float std=1.0" + SOURCE,
                    a -> {
                        var mean = a.value(0);
                        checkDeviation(a.number(1));
                        return ValueOps.add(
                                mean,
                                ValueOps.mul(
                                        standard(
                                                mean,
                                                mean.dtype(),
                                                mean.layout().sizes(),
                                                RandomOps.generator(a, 2)),
                                        a.number(1)));
                    });

    /** Normal with a standard deviation for each element. */
    public static final Composite NORMAL_DEVIATIONS =
            new Composite(
                    "normal(float mean, Tensor std" + SOURCE,
                    a -> {
                        var std = a.value(1);
                        checkDeviations(std);
                        return ValueOps.add(
                                ValueOps.mul(
                                        standard(
                                                std,
                                                std.dtype(),
                                                std.layout().sizes(),
                                                RandomOps.generator(a, 2)),
                                        std),
                                a.number(0));
                    });

    /** Normal with the same mean and standard deviation everywhere. */
    public static final Primitive NORMAL_SIZES =
            Primitive.of(
                    CREATE,
                    "normal(float mean, float std, int[] size, *, Generator? generator=None,"
                            + " ScalarType? dtype=None, Any? layout=None, Any? device=None, bool?"
                            + " pin_memory=False, bool? requires_grad=False) -> Tensor",
                    a -> {
                        Check.sizes("normal", a.longs(2));
                        checkDeviation(a.number(1));
                        var r = NewArray.empty(a.dtype(4, Promotion.defaultDType()), a.longs(2));
                        Distributions.normal(
                                RandomOps.generator(a, 3),
                                r.dtype(),
                                r.address(),
                                r.numel(),
                                a.number(0),
                                a.number(1));
                        return r;
                    });

    /** {@code exp} of normal numbers; used in place. */
    public static final Primitive LOG_NORMAL =
            fill(
                    "log_normal_(Tensor self, float mean=1.0, float std=2.0",
                    Distributions::logNormal);

    /** Cauchy distribution; used in place. */
    public static final Primitive CAUCHY =
            fill("cauchy_(Tensor self, float median=0.0, float sigma=1.0", Distributions::cauchy);

    /** Number of trials up to the first success; used in place. */
    public static final Primitive GEOMETRIC =
            Primitive.of(
                    RANDOM,
                    "geometric_(Tensor self, float p" + SOURCE,
                    a -> {
                        var r = RandomOps.emptyLike(a, -1);
                        Distributions.geometric(
                                RandomOps.generator(a, 2),
                                r.dtype(),
                                r.address(),
                                r.numel(),
                                a.number(1));
                        return r;
                    });

    /** Indices drawn with the probabilities of each row of weights. */
    public static final Primitive MULTINOMIAL =
            Primitive.of(
                    RANDOM,
                    "multinomial(Tensor self, int num_samples, bool replacement=False" + SOURCE,
                    a -> {
                        var weights = a.dense(0);
                        var sizes = weights.layout().sizes();
                        Check.floating("multinomial", weights.dtype());
                        Check.that(
                                sizes.length == 1 || sizes.length == 2,
                                "multinomial: prob_dist must be 1 or 2 dim, got %s",
                                weights.layout());
                        int last = sizes.length - 1;
                        int categories = Math.toIntExact(sizes[last]);
                        long rows = sizes.length == 1 ? 1 : sizes[0];
                        sizes[last] = a.integer(1);
                        Check.sizes("multinomial", sizes);
                        var r = NewArray.empty(DType.INT64, sizes);
                        var g = RandomOps.generator(a, 3);
                        if (a.flag(2)) {
                            Distributions.multinomialWithReplacement(
                                    g,
                                    weights.dtype(),
                                    weights.address(),
                                    rows,
                                    categories,
                                    a.integer(1),
                                    r.address());
                        } else {
                            Distributions.multinomialWithoutReplacement(
                                    g,
                                    weights.dtype(),
                                    weights.address(),
                                    rows,
                                    categories,
                                    Math.toIntExact(a.integer(1)),
                                    r.address());
                        }
                        return r;
                    });

    /** Poisson numbers with the rates that self holds. */
    public static final Primitive POISSON =
            Primitive.of(
                            RANDOM,
                            "poisson(Tensor self, Generator? generator=None) -> Tensor",
                            a -> {
                                var rates = a.dense(0);
                                Check.floating("poisson", rates.dtype());
                                var r = NewArray.empty(rates.dtype(), rates.layout().sizes());
                                Distributions.poisson(
                                        RandomOps.generator(a, 1),
                                        r.dtype(),
                                        r.address(),
                                        r.numel(),
                                        rates.address());
                                return r;
                            })
                    .gradient(b -> new Object[] {ValueOps.mul(b.grad(), 0L), null});

    /** Successes in {@code count} trials of probability {@code prob}. */
    public static final Primitive BINOMIAL =
            Primitive.of(
                            RANDOM,
                            "binomial(Tensor count, Tensor prob, Generator? generator=None) ->"
                                    + " Tensor",
                            a -> {
                                Check.floating("binomial", a.dtypeOf(0));
                                Check.sameDType("binomial", a.dtypeOf(0), a.dtypeOf(1));
                                var sizes =
                                        Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                                var count = spread(a.array(0), sizes);
                                var p = spread(a.array(1), sizes);
                                var r = NewArray.empty(count.dtype(), sizes);
                                Distributions.binomial(
                                        RandomOps.generator(a, 2),
                                        r.dtype(),
                                        r.address(),
                                        r.numel(),
                                        count.address(),
                                        p.address());
                                return r;
                            })
                    .gradient(
                            b ->
                                    new Object[] {
                                        null, ValueOps.zeros(b.grad(), b.layout(1).sizes()), null
                                    });

    private Sampling() {}

    /** Fills memory from two parameters. */
    @FunctionalInterface
    private interface Filling {
        void fill(Generator g, DType dtype, long address, long n, double a, double b);
    }

    private static Primitive fill(String schema, Filling filling) {
        return Primitive.of(
                RANDOM,
                schema + SOURCE,
                a -> {
                    var r = RandomOps.emptyLike(a, -1);
                    filling.fill(
                            RandomOps.generator(a, 3),
                            r.dtype(),
                            r.address(),
                            r.numel(),
                            a.number(1),
                            a.number(2));
                    return r;
                });
    }

    private static Array spread(Array x, long[] sizes) {
        return Copies.contiguous(x.with(x.layout().expand(sizes)));
    }

    private static Value standard(Value like, DType type, long[] sizes, Generator g) {
        var r = NewArray.empty(type, sizes);
        Distributions.normal(g, type, r.address(), r.numel(), 0, 1);
        return like.tape().wrap(r);
    }

    private static void checkDeviation(double std) {
        Check.that(std >= 0, "normal expects std >= 0.0, but found std %s", std);
    }

    private static void checkDeviations(Value std) {
        var array = std.array();
        boolean negative =
                array.numel() > 0
                        && Scalars.read(
                                        Aggregates.AMIN
                                                .value(std, new long[0], false, null)
                                                .array())
                                < 0;
        Check.that(!negative, "normal expects all elements of std >= 0.0");
    }
}
