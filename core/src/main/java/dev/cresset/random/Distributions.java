package dev.cresset.random;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * Fills of contiguous memory with random numbers, equal to those of PyTorch on the CPU.
 *
 * <p>{@code n} elements of a dtype start at an address; bounds are the caller's business. A fill of
 * no elements draws nothing.
 *
 * <p>Note [Words a number costs]: the streams of PyTorch are reproduced by drawing the same number
 * of 32-bit words, in the same order:
 *
 * <table>
 *   <caption>Words of an element</caption>
 *   <tr><td>{@code uniform}</td><td>float64: 2 (53 bits); float32, float16, bfloat16: 1 (24 bits,
 *       then rounded)</td></tr>
 *   <tr><td>{@code normal}, 16 and more elements</td><td>1 (float64: 2); where n is no multiple of
 *       16, another 16 numbers replace the last 16 (float16, bfloat16: the incomplete group itself
 *       is not drawn)</td></tr>
 *   <tr><td>{@code normal}, fewer, and {@code logNormal}</td><td>4 for two, the second cached in
 *       the generator</td></tr>
 *   <tr><td>{@code bernoulli}</td><td>2; with probabilities not of float64: 1</td></tr>
 *   <tr><td>{@code randint}</td><td>2 from a range of 2<sup>28</sup> on, else 1</td></tr>
 *   <tr><td>{@code random}</td><td>int64, float64: 2; others: 1</td></tr>
 *   <tr><td>{@code exponential, geometric, cauchy}</td><td>2</td></tr>
 *   <tr><td>{@code randperm(n)}</td><td>n - 1 altogether, 2 n from 214,748,364 on</td></tr>
 * </table>
 *
 * <p>Note [Tensors that are not contiguous]: PyTorch walks an output in the order of its memory:
 * dimensions sorted by stride, the smallest innermost. A permuted tensor without gaps gets the fill
 * of its memory block; {@code x[:, ::2]} is filled row by row. So fill a contiguous buffer and copy
 * it in that order. Normals are the exception: an output that {@code is_contiguous()} denies
 * (including channels_last) is filled by {@link #normalEach}, whatever its size. In {@code
 * bernoulli(probabilities)} the order is that of the output.
 */
public final class Distributions {
    private static final int BLOCK = BoxMuller.BLOCK;

    private Distributions() {}

    /**
     * Uniform numbers of [from, to): {@code u * (to - from) + from}, computed with one rounding.
     *
     * @throws IllegalArgumentException for bounds that are reversed, not finite in this dtype or
     *     too far apart, and for dtypes that are not floating point
     */
    public static void uniform(
            Generator g, DType dtype, long address, long n, double from, double to) {
        Bounds.uniform(dtype, from, to);
        if (dtype == DType.FLOAT64) {
            double span = to - from;
            transform(
                    g,
                    dtype,
                    address,
                    n,
                    u -> {
                        double value = Math.fma(u, span, from);
                        return value == to ? from : value;
                    });
            return;
        }
        float low = (float) from;
        float span = (float) to - low;
        float roundedFrom = (float) Cells.rounded(dtype, from);
        float roundedTo = (float) Cells.rounded(dtype, to);
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            int[] words = new int[block];
            float[] values = new float[block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                g.words(words, k);
                for (int i = 0; i < k; i++) {
                    float u = (words[i] & BoxMuller.MASK_24) * BoxMuller.SCALE_24;
                    values[i] = Math.fma(u, span, low);
                }
                if (dtype.isReduced()) {
                    for (int i = 0; i < k; i++) {
                        values[i] = (float) Cells.rounded(dtype, values[i]);
                    }
                }
                for (int i = 0; i < k; i++) {
                    values[i] = values[i] == roundedTo ? roundedFrom : values[i];
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }

    /**
     * Normal numbers of a contiguous tensor: groups of 16 words by Box and Muller, or {@link
     * #normalEach} for fewer than 16 elements.
     *
     * @throws IllegalArgumentException for a negative {@code std} or a dtype that is not floating
     *     point
     */
    public static void normal(
            Generator g, DType dtype, long address, long n, double mean, double std) {
        if (n < BoxMuller.GROUP) {
            normalEach(g, dtype, address, n, mean, std);
            return;
        }
        Bounds.normal(dtype, std);
        synchronized (g) {
            if (dtype == DType.FLOAT64) {
                normal64(g, address, n, mean, std);
            } else {
                normal32(g, dtype, address, n, (float) mean, (float) std);
            }
        }
    }

    private static void normal32(
            Generator g, DType dtype, long address, long n, float mean, float std) {
        var normals = new BoxMuller(mean, std);
        int[] words = new int[(int) Math.min(n, BLOCK)];
        float[] values = new float[words.length];
        long groups = n - n % BoxMuller.GROUP;
        for (long at = 0; at < groups; at += BLOCK) {
            int k = (int) Math.min(groups - at, BLOCK);
            g.words(words, k);
            normals.fill(words, values, k);
            Elements.store(dtype, address + at * dtype.size(), values, k);
        }
        if (groups < n) {
            if (dtype == DType.FLOAT32) {
                g.words(words, (int) (n - groups));
            }
            g.words(words, BoxMuller.GROUP);
            normals.fill(words, values, BoxMuller.GROUP);
            long last = address + (n - BoxMuller.GROUP) * dtype.size();
            Elements.store(dtype, last, values, BoxMuller.GROUP);
        }
    }

    private static void normal64(Generator g, long address, long n, double mean, double std) {
        double[] values = new double[(int) Math.min(n, BLOCK)];
        int[] words = new int[2 * values.length];
        long groups = n - n % BoxMuller.GROUP;
        for (long at = 0; at < groups; at += BLOCK) {
            int k = (int) Math.min(groups - at, BLOCK);
            g.uniform53(words, values, k);
            BoxMuller.fill(values, k, mean, std);
            Elements.store(DType.FLOAT64, address + 8 * at, values, k);
        }
        if (groups < n) {
            g.words(words, 2 * (int) (n - groups));
            g.uniform53(words, values, BoxMuller.GROUP);
            BoxMuller.fill(values, BoxMuller.GROUP, mean, std);
            long last = address + 8 * (n - BoxMuller.GROUP);
            Elements.store(DType.FLOAT64, last, values, BoxMuller.GROUP);
        }
    }

    /**
     * Normal numbers one by one, in float64 and with the generator's cache: what PyTorch does for
     * fewer than 16 elements and for every tensor that is not contiguous.
     */
    public static void normalEach(
            Generator g, DType dtype, long address, long n, double mean, double std) {
        Bounds.normal(dtype, std);
        each(g, dtype, address, n, () -> Math.fma(g.normal(), std, mean));
    }

    /** Numbers {@code exp(x)} with x normal, {@code log_normal_}; {@code std > 0}. */
    public static void logNormal(
            Generator g, DType dtype, long address, long n, double mean, double std) {
        Bounds.positive("log_normal_", "std", std);
        Bounds.floating("log_normal_cpu", dtype);
        each(g, dtype, address, n, () -> Math.exp(Math.fma(g.normal(), std, mean)));
    }

    /** Exponential numbers {@code -log1p(-u) / lambda}; {@code lambda > 0}. */
    public static void exponential(Generator g, DType dtype, long address, long n, double lambda) {
        Bounds.positive("exponential_", "lambda", lambda);
        Bounds.continuous("exponential_", "Exponential", dtype);
        double scale = -1 / lambda;
        transform(g, dtype, address, n, u -> scale * Logarithm.ofComplement(u));
    }

    /** Cauchy numbers {@code median + sigma * tan(pi (u - 1/2))}; {@code sigma > 0}. */
    public static void cauchy(
            Generator g, DType dtype, long address, long n, double median, double sigma) {
        Bounds.positive("cauchy_", "sigma", sigma);
        Bounds.continuous("cauchy_", "Cauchy", dtype);
        transform(
                g, dtype, address, n, u -> Math.fma(sigma, Math.tan(Math.PI * (u - 0.5)), median));
    }

    /**
     * Trials up to the first success, {@code ceil(log(u) / log(1 - p))}; {@code 0 < p < 1}. Any
     * dtype but bool.
     */
    public static void geometric(Generator g, DType dtype, long address, long n, double p) {
        Bounds.geometric(dtype, p);
        double scale = Math.log1p(-p);
        transform(g, dtype, address, n, u -> Math.ceil(Math.log(u) / scale));
    }

    /** Ones with probability p, else zeros: {@code bernoulli_(p)} with a number, any dtype. */
    public static void bernoulli(Generator g, DType dtype, long address, long n, double p) {
        Bounds.bernoulli(p);
        // u < p on whole numbers, because a branch that nobody can predict is slow.
        long threshold = (long) Math.ceil(p * 0x1p53);
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            int[] words = new int[2 * block];
            long[] values = new long[block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                g.words(words, 2 * k);
                for (int i = 0; i < k; i++) {
                    long u = Generator.low53(words[2 * i], words[2 * i + 1]);
                    values[i] = (u - threshold) >>> 63;
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }

    /**
     * Ones with probability p[i], else zeros: {@code bernoulli_(p)} with a tensor and {@code
     * torch.bernoulli(p)}.
     *
     * @param pDType the floating-point dtype of the probabilities, which decides how many words are
     *     drawn
     * @param pAddress the {@code n} probabilities, contiguous, in the order of the output
     */
    public static void bernoulli(
            Generator g, DType dtype, long address, long n, DType pDType, long pAddress) {
        Bounds.floating("bernoulli_tensor_cpu_p_", pDType);
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            int[] words = new int[2 * block];
            double[] values = new double[block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                if (pDType == DType.FLOAT64) {
                    g.uniform53(words, values, k);
                } else {
                    g.words(words, k);
                    for (int i = 0; i < k; i++) {
                        values[i] = (words[i] & BoxMuller.MASK_24) * 0x1p-24;
                    }
                }
                for (int i = 0; i < k; i++) {
                    double p = Elements.load(pDType, pAddress + (at + i) * pDType.size());
                    Bounds.bernoulli(p);
                    values[i] = values[i] < p ? 1 : 0;
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }

    /**
     * Integers of [from, to), for {@code random_(from, to)}, {@code randint} and {@code
     * randint_like}. For floating-point dtypes the bounds move inwards to the next numbers that the
     * dtype can hold.
     *
     * @throws IllegalArgumentException for an empty range or one outside the dtype
     */
    public static void randint(Generator g, DType dtype, long address, long n, long from, long to) {
        long[] bounds = Bounds.integers(dtype, from, to);
        integers(g, dtype, address, n, bounds[0], bounds[1] - bounds[0]);
    }

    /**
     * Integers from {@code from} up to the largest of the dtype (2<sup>digits</sup> for floating
     * point), for {@code random_(from, None)}. From {@code Long.MIN_VALUE} on it is all 64 bits,
     * for int64, float64, float32 and bfloat16 only.
     */
    public static void randomFrom(Generator g, DType dtype, long address, long n, long from) {
        if (from != Long.MIN_VALUE) {
            long[] bounds = Bounds.integersFrom(dtype, from);
            integers(g, dtype, address, n, bounds[0], bounds[1] - bounds[0] + 1);
            return;
        }
        switch (dtype) {
            case INT64, FLOAT64, FLOAT32, BFLOAT16 -> integers(g, dtype, address, n, 0, 0);
            default ->
                    throw new IllegalArgumentException(
                            "random_: random_full_64_bits_range_kernel_cpu handles only int64,"
                                    + " double, float and bfloat16, got "
                                    + dtype);
        }
    }

    /**
     * Integers of the whole non-negative range of a dtype, for {@code random_()}: [0, max] for
     * integers, [0, 2<sup>digits</sup>] for floating point, {0, 1} for bool.
     */
    public static void random(Generator g, DType dtype, long address, long n) {
        long range =
                switch (dtype) {
                    case BOOL -> 2;
                    case UINT8 -> 1 << 8;
                    case INT8 -> 1 << 7;
                    case INT16 -> 1 << 15;
                    case INT32 -> 1L << 31;
                    case INT64 -> Long.MIN_VALUE; // 2^63 as an unsigned number
                    case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> (1L << Bounds.digits(dtype)) + 1;
                    case COMPLEX64, COMPLEX128 ->
                            throw Elements.notImplemented("random_kernel_cpu", dtype);
                };
        boolean wide = dtype == DType.INT64 || dtype == DType.FLOAT64;
        integers(g, dtype, address, n, 0, range, wide);
    }

    private static void integers(
            Generator g, DType dtype, long address, long n, long base, long range) {
        boolean wide = range == 0 || Long.compareUnsigned(range, 1L << 28) >= 0;
        integers(g, dtype, address, n, base, range, wide);
    }

    /** Fills with {@code base + word % range}; the range is unsigned and 0 stands for 2^64. */
    private static void integers(
            Generator g, DType dtype, long address, long n, long base, long range, boolean wide) {
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            int[] words = new int[2 * block];
            long[] values = new long[block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                g.words(words, wide ? 2 * k : k);
                for (int i = 0; i < k; i++) {
                    long word =
                            wide
                                    ? (long) words[2 * i] << 32
                                            | Integer.toUnsignedLong(words[2 * i + 1])
                                    : Integer.toUnsignedLong(words[i]);
                    long rest = range == 0 ? word : Long.remainderUnsigned(word, range);
                    values[i] = rest + base;
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }

    /**
     * The numbers 0 to n - 1 in random order, {@code torch.randperm}; any dtype but bool that can
     * hold n.
     */
    public static void randperm(Generator g, DType dtype, long address, long n) {
        Bounds.permutation(dtype, n);
        synchronized (g) {
            Permutation.fill(g, dtype, address, n);
        }
    }

    /**
     * For each row of weights, {@code samples} indices drawn independently, index i with
     * probability weight[i] / sum: {@code torch.multinomial(..., replacement=True)}. A single
     * sample is drawn as {@link #multinomialWithoutReplacement} does.
     *
     * @param weights {@code rows * categories} floating-point numbers, contiguous
     * @param into {@code rows * samples} int64 results
     */
    public static void multinomialWithReplacement(
            Generator g,
            DType dtype,
            long weights,
            long rows,
            int categories,
            long samples,
            long into) {
        Bounds.multinomial(dtype, categories, samples);
        if (samples == 1) {
            multinomialWithoutReplacement(g, dtype, weights, rows, categories, 1, into);
            return;
        }
        synchronized (g) {
            Multinomial.withReplacement(g, dtype, weights, rows, categories, samples, into);
        }
    }

    /**
     * For each row of weights, {@code samples} different indices, drawn one after the other from
     * those that are left: {@code torch.multinomial(..., replacement=False)}, which is the largest
     * quotients of weight and an exponential number. Of equal quotients (zero weights when too few
     * others are left, coincidences in 16-bit dtypes) the first index comes first; PyTorch's order
     * among them depends on its sorting.
     *
     * @param weights {@code rows * categories} floating-point numbers, contiguous
     * @param into {@code rows * samples} int64 results
     */
    public static void multinomialWithoutReplacement(
            Generator g,
            DType dtype,
            long weights,
            long rows,
            int categories,
            int samples,
            long into) {
        Bounds.multinomial(dtype, categories, samples);
        if (samples > categories) {
            throw new IllegalArgumentException(
                    "multinomial: cannot sample n_sample > prob_dist.size(-1) samples without"
                            + " replacement, got n_sample="
                            + samples
                            + " and size "
                            + categories);
        }
        Multinomial.withoutReplacement(g, dtype, weights, rows, categories, samples, into);
    }

    /** Poisson numbers with the given rates, {@code torch.poisson}; one floating-point dtype. */
    public static void poisson(Generator g, DType dtype, long address, long n, long rates) {
        Bounds.floating("poisson_cpu", dtype);
        long size = dtype.size();
        long[] i = {0};
        each(
                g,
                dtype,
                address,
                n,
                () -> Rejection.poisson(g, Elements.load(dtype, rates + size * i[0]++)));
    }

    /**
     * Binomial numbers: successes in count[i] trials of probability p[i], {@code torch.binomial}.
     */
    public static void binomial(
            Generator g, DType dtype, long address, long n, long counts, long probabilities) {
        Bounds.floating("binomial_cpu", dtype);
        long size = dtype.size();
        long[] i = {0};
        each(
                g,
                dtype,
                address,
                n,
                () -> {
                    long offset = size * i[0]++;
                    return Rejection.binomial(
                            g,
                            dtype,
                            Elements.load(dtype, counts + offset),
                            Elements.load(dtype, probabilities + offset));
                });
    }

    /** Gamma numbers of the given shapes and scale 1, {@code torch._standard_gamma}. */
    public static void standardGamma(Generator g, DType dtype, long address, long n, long shapes) {
        Bounds.floating("gamma_cpu", dtype);
        long size = dtype.size();
        double tiny = Bounds.smallestNormal(dtype);
        long[] i = {0};
        each(
                g,
                dtype,
                address,
                n,
                () -> {
                    double shape = Elements.load(dtype, shapes + size * i[0]++);
                    double sample = Cells.rounded(dtype, Rejection.gamma(g, dtype, shape));
                    return Math.max(tiny, sample);
                });
    }

    /** Fills with a function of uniform numbers of 53 bits. */
    private static void transform(
            Generator g, DType dtype, long address, long n, DoubleUnaryOperator f) {
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            double[] values = new double[block];
            int[] words = new int[2 * block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                g.uniform53(words, values, k);
                for (int i = 0; i < k; i++) {
                    values[i] = f.applyAsDouble(values[i]);
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }

    /** Fills with numbers that draw as much as they like. */
    private static void each(Generator g, DType dtype, long address, long n, DoubleSupplier f) {
        synchronized (g) {
            int block = (int) Math.min(n, BLOCK);
            double[] values = new double[block];
            for (long at = 0; at < n; at += block) {
                int k = (int) Math.min(n - at, block);
                for (int i = 0; i < k; i++) {
                    values[i] = f.getAsDouble();
                }
                Elements.store(dtype, address + at * dtype.size(), values, k);
            }
        }
    }
}
