package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.CREATE;
import static dev.cresset.op.Primitive.Family.RANDOM;

import dev.cresset.random.Distributions;
import dev.cresset.random.Generator;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** Random numbers from a {@link Generator}, by default the process-wide one. */
public final class RandomOps {
    private static final String OPTIONS =
            ", *, Generator? generator=None, ScalarType? dtype=None, Any? layout=None, Any?"
                    + " device=None, bool? pin_memory=False, bool? requires_grad=False";
    private static final String LIKE =
            ", *, ScalarType? dtype=None, Any? layout=None, Any? device=None, bool?"
                    + " pin_memory=False, bool? requires_grad=False, Any? memory_format=None) ->"
                    + " Tensor";

    /** Uniform in [0, 1). */
    public static final Primitive RAND =
            Primitive.of(
                    CREATE,
                    "rand(int[] size" + OPTIONS + ") -> Tensor",
                    a -> uniform(empty("rand", a, 0, 2), generator(a, 1), 0, 1));

    /** Normal with mean 0 and standard deviation 1. */
    public static final Primitive RANDN =
            Primitive.of(
                    CREATE,
                    "randn(int[] size" + OPTIONS + ") -> Tensor",
                    a -> normal(empty("randn", a, 0, 2), generator(a, 1), 0, 1));

    /** Integers in [low, high). */
    public static final Primitive RANDINT_RANGE =
            Primitive.of(
                    CREATE,
                    "randint(int low, int high, int[] size" + OPTIONS + ") -> Tensor",
                    a ->
                            integers(
                                    NewArray.empty(a.dtype(4, DType.INT64), a.longs(2)),
                                    generator(a, 3),
                                    a.integer(0),
                                    a.integer(1)));

    /** Integers in [0, high). */
    public static final Primitive RANDINT =
            Primitive.of(
                    CREATE,
                    "randint(int high, int[] size" + OPTIONS + ") -> Tensor",
                    a ->
                            integers(
                                    NewArray.empty(a.dtype(3, DType.INT64), a.longs(1)),
                                    generator(a, 2),
                                    0,
                                    a.integer(0)));

    /** A permutation of 0 .. n - 1. */
    public static final Primitive RANDPERM =
            Primitive.of(
                    CREATE,
                    "randperm(int n" + OPTIONS + ") -> Tensor",
                    a -> {
                        long n = a.integer(0);
                        Check.that(n >= 0, "randperm: n must be non-negative, got %s", n);
                        var result = NewArray.empty(a.dtype(2, DType.INT64), n);
                        Distributions.randperm(
                                generator(a, 1), result.dtype(), result.address(), n);
                        return result;
                    });

    /** Uniform in [0, 1) in the sizes of another tensor. */
    public static final Primitive RAND_LIKE =
            Primitive.of(
                            RANDOM,
                            "rand_like(Tensor self" + LIKE,
                            a -> uniform(emptyLike(a, 1), Generator.defaultGenerator(), 0, 1))
                    .anyNumbers();

    /** Standard normal in the sizes of another tensor. */
    public static final Primitive RANDN_LIKE =
            Primitive.of(
                            RANDOM,
                            "randn_like(Tensor self" + LIKE,
                            a -> {
                                var r = emptyLike(a, 1);
                                return r.layout().isContiguous()
                                        ? normal(r, Generator.defaultGenerator(), 0, 1)
                                        : normalEach(r, Generator.defaultGenerator(), 0, 1);
                            })
                    .anyNumbers();

    /** Integers in [low, high) in the sizes of another tensor. */
    public static final Primitive RANDINT_LIKE_RANGE =
            Primitive.of(
                    RANDOM,
                    "randint_like(Tensor self, int low, int high" + LIKE,
                    a ->
                            integers(
                                    emptyLike(a, 3),
                                    Generator.defaultGenerator(),
                                    a.integer(1),
                                    a.integer(2)));

    /** Integers in [0, high) in the sizes of another tensor. */
    public static final Primitive RANDINT_LIKE =
            Primitive.of(
                    RANDOM,
                    "randint_like(Tensor self, int high" + LIKE,
                    a -> integers(emptyLike(a, 2), Generator.defaultGenerator(), 0, a.integer(1)));

    /** Uniform in [from, to); used in place. */
    public static final Primitive UNIFORM =
            Primitive.filling(
                            RANDOM,
                            "uniform_(Tensor self, float from=0.0, float to=1.0, *, Generator?"
                                    + " generator=None) -> Tensor",
                            (r, a) -> uniform(r, generator(a, 3), a.number(1), a.number(2)))
                    .anyNumbers();

    /** Normal; used in place. */
    public static final Primitive NORMAL =
            Primitive.filling(
                            RANDOM,
                            "normal_(Tensor self, float mean=0.0, float std=1.0, *, Generator?"
                                    + " generator=None) -> Tensor",
                            (r, a) -> {
                                if (a.value(0).hidden() || a.layout(0).isContiguous()) {
                                    normal(r, generator(a, 3), a.number(1), a.number(2));
                                } else {
                                    normalEach(r, generator(a, 3), a.number(1), a.number(2));
                                }
                            })
                    .anyNumbers();

    /** Exponential; used in place. */
    public static final Primitive EXPONENTIAL =
            Primitive.filling(
                    RANDOM,
                    "exponential_(Tensor self, float lambd=1.0, *, Generator? generator=None) ->"
                            + " Tensor",
                    (r, a) ->
                            Distributions.exponential(
                                    generator(a, 2),
                                    r.dtype(),
                                    r.address(),
                                    r.numel(),
                                    a.number(1)));

    /** Ones with probability p, else zeros; used in place. */
    public static final Primitive BERNOULLI_P =
            Primitive.filling(
                    RANDOM,
                    "bernoulli(Tensor self, float p, *, Generator? generator=None) -> Tensor",
                    (r, a) ->
                            Distributions.bernoulli(
                                    generator(a, 2),
                                    r.dtype(),
                                    r.address(),
                                    r.numel(),
                                    a.number(1)));

    /** Ones with the probabilities that self holds. */
    public static final Primitive BERNOULLI =
            Primitive.of(
                            RANDOM,
                            "bernoulli(Tensor self, *, Generator? generator=None) -> Tensor",
                            a -> {
                                var p = a.dense(0);
                                Check.floating("bernoulli", p.dtype());
                                var r = NewArray.empty(p.dtype(), p.layout().sizes());
                                Distributions.bernoulli(
                                        generator(a, 1),
                                        r.dtype(),
                                        r.address(),
                                        r.numel(),
                                        p.dtype(),
                                        p.address());
                                return r;
                            })
                    .gradient(b -> new Object[] {ValueOps.mul(b.grad(), 0L)});

    /** Integers in [from, to); used in place. */
    public static final Primitive RANDOM_RANGE =
            Primitive.filling(
                    RANDOM,
                    "random_(Tensor self, int from, int to, *, Generator? generator=None) ->"
                            + " Tensor",
                    (r, a) -> integers(r, generator(a, 3), a.integer(1), a.integer(2)));

    /** Integers in [0, to); used in place. */
    public static final Primitive RANDOM_TO =
            Primitive.filling(
                    RANDOM,
                    "random_(Tensor self, int to, *, Generator? generator=None) -> Tensor",
                    (r, a) -> integers(r, generator(a, 2), 0, a.integer(1)));

    /** Integers over the range of the dtype; used in place. */
    public static final Primitive RANDOM_FULL =
            Primitive.filling(
                    RANDOM,
                    "random_(Tensor self, *, Generator? generator=None) -> Tensor",
                    (r, a) ->
                            Distributions.random(
                                    generator(a, 1), r.dtype(), r.address(), r.numel()));

    private RandomOps() {}

    static Generator generator(Args a, int i) {
        return a.none(i) ? Generator.defaultGenerator() : (Generator) a.all()[i];
    }

    private static Array empty(String op, Args a, int size, int dtype) {
        var type = a.dtype(dtype, Promotion.defaultDType());
        Check.that(
                type.isDifferentiable(),
                "%s: \"check_uniform_bounds\" not implemented for '%s'; expects a floating dtype",
                op,
                type.scalarName());
        Check.sizes(op, a.longs(size));
        return NewArray.empty(type, a.longs(size));
    }

    static Array emptyLike(Args a, int dtype) {
        var type = dtype < 0 ? a.dtypeOf(0) : a.dtype(dtype, a.dtypeOf(0));
        return NewArray.empty(type, order(a.value(0)));
    }

    /** Numbers are drawn in the order of memory, which for users is row-major if hidden. */
    private static Layout order(Value like) {
        return like.hidden() ? Layout.contiguous(like.layout().sizes()) : like.layout().dense();
    }

    private static Array uniform(Array r, Generator g, double from, double to) {
        var parts = real(r);
        Distributions.uniform(g, parts.dtype(), parts.address(), parts.numel(), from, to);
        return r;
    }

    private static Array normal(Array r, Generator g, double mean, double std) {
        var parts = real(r);
        double each = partDeviation(r, std);
        Distributions.normal(g, parts.dtype(), parts.address(), parts.numel(), mean, each);
        return r;
    }

    /** As PyTorch fills memory that is not contiguous. */
    private static Array normalEach(Array r, Generator g, double mean, double std) {
        var parts = real(r);
        double each = partDeviation(r, std);
        Distributions.normalEach(g, parts.dtype(), parts.address(), parts.numel(), mean, each);
        return r;
    }

    /** The numbers to draw: of complex elements both parts, in the order of memory. */
    private static Array real(Array r) {
        return r.dtype().isComplex() ? Parts.pairs(r) : r;
    }

    /** The parts of a complex number share its variance. */
    private static double partDeviation(Array r, double std) {
        return r.dtype().isComplex() ? std / Math.sqrt(2) : std;
    }

    private static Array integers(Array r, Generator g, long low, long high) {
        Check.that(
                low < high,
                "randint: random_ expects 'from' to be less than 'to', but got from=%s >= to=%s",
                low,
                high);
        Distributions.randint(g, r.dtype(), r.address(), r.numel(), low, high);
        return r;
    }
}
