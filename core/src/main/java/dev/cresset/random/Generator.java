package dev.cresset.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * A source of random bits that gives, seed for seed and draw for draw, the numbers of PyTorch's CPU
 * generator ({@code torch.Generator}): the mt19937 engine, PyTorch's seeding, the cached second
 * number of a pair of normals, and the 5056-byte state of {@code torch.get_rng_state()}.
 *
 * {@snippet :
 * var generator = new Generator().manualSeed(42);
 * byte[] before = generator.state();
 * int word = generator.random();
 * generator.state(before);
 * assert generator.random() == word;
 * }
 *
 * <p>A generator may be shared between threads. Every fill of {@link Distributions} holds it from
 * its first draw to its last, so that fills of several threads follow each other but never mix.
 *
 * <p>Note [Who draws what]: results agree with PyTorch only if every draw happens, in order. Apart
 * from the fills, whose consumption {@link Distributions} describes, PyTorch draws
 *
 * <ul>
 *   <li>in {@code RandomSampler} without a generator, when an iteration starts: one {@code
 *       torch.empty((), dtype=int64).random_()} ({@link Distributions#random} of one int64, two
 *       words) from the default generator. The number seeds a new generator, which makes {@code
 *       randperm(n)}, once more for every further {@code n} samples (also for a last, empty part),
 *       or with replacement {@code randint(0, n)} in rows of 32 and one shorter row. With a
 *       generator given, that one is used directly and nothing is drawn from the default one;
 *   <li>in {@code DataLoader}, when an iteration starts: one int64 {@code random_()} as base seed
 *       of the workers, always, also without shuffling and without workers, from the loader's
 *       generator or else the default one. It comes before the draw of the sampler, which happens
 *       when the first batch is asked for;
 *   <li>in {@code random_split}: one {@code randperm(sum of lengths)}; the parts are its
 *       consecutive pieces. Fractions become {@code floor(n * fraction)}, and what remains is dealt
 *       out one by one from the first part on;
 *   <li>in {@code SubsetRandomSampler}: one {@code randperm} of the number of indices; in {@code
 *       WeightedRandomSampler}: one {@code multinomial} over the weights as float64. Both draw from
 *       the given or the default generator directly;
 *   <li>in dropout in training mode: {@code bernoulli_(1 - p)} of the input's dtype, two words for
 *       each element in the order of the input's memory (its noise is an {@code empty_like}), and
 *       for each channel of each sample in {@code dropout1d/2d/3d}; then times {@code 1 / (1 - p)}.
 *       Nothing is drawn when p is 0 or 1 or in evaluation;
 *   <li>in {@code normal(mean, std)} with tensors: {@code normal_(0, 1)} of the result's shape,
 *       then times std plus mean; with a tensor mean and a number std: {@code normal_(0, std)};
 *   <li>in {@code nn.init.trunc_normal_}: {@code normal_(mean, std)}, then whole tensors of it
 *       again as long as elements lie outside; a different, uniform method where less than 30 %
 *       would lie inside; in {@code nn.init.orthogonal_}: {@code normal_()} of the flattened
 *       matrix; in {@code nn.init.sparse_}: {@code normal_} of the whole, then one {@code
 *       randperm(rows)} a column;
 *   <li>when a layer is constructed: every initialiser in turn, and for layers that contain others
 *       also the initialisations that are overwritten later.
 * </ul>
 */
public final class Generator {
    /** The seed of a new generator, as in PyTorch. */
    public static final long DEFAULT_SEED = 67280421310721L;

    /** Bytes of a saved state. */
    public static final int STATE_SIZE = 5056;

    private static final int WORDS_AT = 24;
    private static final int NORMAL_AT = WORDS_AT + 8 * MersenneTwister.N;

    private static final class Default {
        static final Generator INSTANCE = new Generator();

        static {
            INSTANCE.seed();
        }
    }

    private final MersenneTwister engine = new MersenneTwister(DEFAULT_SEED);
    private boolean hasFloatNormal;
    private float floatNormal;
    private boolean hasDoubleNormal;
    private double doubleNormal;

    /** A generator with the seed {@link #DEFAULT_SEED}. */
    public Generator() {}

    /**
     * The generator that is used where none is given. As in PyTorch it starts from a seed that
     * differs from run to run, until {@link #manualSeed} is called.
     */
    public static Generator defaultGenerator() {
        return Default.INSTANCE;
    }

    /**
     * Starts the sequence of a seed and forgets a cached normal. All 64 bits are kept as {@link
     * #initialSeed()}; the low 32 choose the sequence. A negative seed is the unsigned number with
     * the same bits.
     *
     * @return this generator
     */
    public synchronized Generator manualSeed(long seed) {
        engine.reseed(seed);
        hasFloatNormal = false;
        hasDoubleNormal = false;
        return this;
    }

    /** The seed that the current sequence started from. */
    public synchronized long initialSeed() {
        return engine.seed();
    }

    /** Starts the sequence of an unpredictable seed and returns this seed. */
    public long seed() {
        long value = new SplittableRandom().nextLong();
        manualSeed(value);
        return value;
    }

    /** The next 32 random bits. */
    public synchronized int random() {
        return engine.draw();
    }

    /** The next 64 random bits: two 32-bit draws, the first one on top. */
    public synchronized long random64() {
        long high = engine.draw();
        return high << 32 | Integer.toUnsignedLong(engine.draw());
    }

    /** A generator in the same state. */
    public synchronized Generator copy() {
        var twin = new Generator();
        twin.engine.become(engine);
        twin.hasFloatNormal = hasFloatNormal;
        twin.floatNormal = floatNormal;
        twin.hasDoubleNormal = hasDoubleNormal;
        twin.doubleNormal = doubleNormal;
        return twin;
    }

    /**
     * The whole state in the format of {@code torch.get_rng_state()}, little-endian: u64 seed, i32
     * left, i32 seeded, u64 next, 624 words of u64, f64 x, f64 y (the cached normal), f64 rho, i32
     * y is valid, 4 bytes of padding, f32 cached float normal, u8 valid, 3 bytes of padding.
     */
    public synchronized byte[] state() {
        var state = ByteBuffer.allocate(STATE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        state.putLong(engine.seed()).putInt(engine.left()).putInt(1).putLong(engine.next());
        for (int i = 0; i < MersenneTwister.N; i++) {
            state.putLong(Integer.toUnsignedLong(engine.word(i)));
        }
        state.putDouble(NORMAL_AT + 8, hasDoubleNormal ? doubleNormal : 0);
        state.putInt(NORMAL_AT + 24, hasDoubleNormal ? 1 : 0);
        state.putFloat(NORMAL_AT + 32, hasFloatNormal ? floatNormal : 0);
        state.put(NORMAL_AT + 36, (byte) (hasFloatNormal ? 1 : 0));
        return state.array();
    }

    /**
     * Sets a state that {@link #state()} or PyTorch made.
     *
     * @return this generator
     * @throws IllegalArgumentException when the length is not {@link #STATE_SIZE} or the counters
     *     are impossible; the generator is unchanged then
     */
    public synchronized Generator state(byte[] bytes) {
        if (bytes.length != STATE_SIZE) {
            throw new IllegalArgumentException(
                    "set_state: Expected a CPUGeneratorImplState of size "
                            + STATE_SIZE
                            + " but found the input RNG state size to be "
                            + bytes.length);
        }
        var state = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] words = new int[MersenneTwister.N];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) state.getLong(WORDS_AT + 8 * i);
        }
        boolean seeded = state.getInt(12) != 0;
        if (!seeded
                || !engine.restore(state.getLong(0), state.getInt(8), state.getLong(16), words)) {
            throw new IllegalArgumentException(
                    "set_state: Invalid mt19937 state, seeded="
                            + state.getInt(12)
                            + ", left="
                            + state.getInt(8)
                            + ", next="
                            + state.getLong(16)
                            + "; use the bytes of state()");
        }
        doubleNormal = state.getDouble(NORMAL_AT + 8);
        hasDoubleNormal = state.getInt(NORMAL_AT + 24) != 0;
        floatNormal = state.getFloat(NORMAL_AT + 32);
        hasFloatNormal = state.get(NORMAL_AT + 36) != 0;
        return this;
    }

    /** Draws {@code n} words. The caller holds the monitor of this generator. */
    void words(int[] into, int n) {
        engine.draw(into, n);
    }

    /**
     * Draws {@code n} numbers of [0, 1) with 53 bits, two words each. The caller holds the monitor.
     *
     * @param words room for {@code 2 n} words
     */
    void uniform53(int[] words, double[] into, int n) {
        engine.draw(words, 2 * n);
        for (int i = 0; i < n; i++) {
            into[i] = low53(words[2 * i], words[2 * i + 1]) * 0x1p-53;
        }
    }

    /** One number of [0, 1) with 53 bits. The caller holds the monitor. */
    double uniform53() {
        int high = engine.draw();
        return low53(high, engine.draw()) * 0x1p-53;
    }

    /** The lower 53 bits of a 64-bit draw. */
    static long low53(int high, int low) {
        return (long) (high & 0x1fffff) << 32 | Integer.toUnsignedLong(low);
    }

    /**
     * One standard normal, with the cache: a pair costs two uniforms, of which the first gives the
     * angle, and the second number of the pair is kept for the next call. The caller holds the
     * monitor.
     */
    double normal() {
        if (hasDoubleNormal) {
            hasDoubleNormal = false;
            return doubleNormal;
        }
        double u1 = uniform53();
        double radius = Math.sqrt(-2 * Logarithm.ofComplement(uniform53()));
        double theta = 2 * Math.PI * u1;
        doubleNormal = radius * Math.sin(theta);
        hasDoubleNormal = true;
        return radius * Math.cos(theta);
    }

    @Override
    public String toString() {
        return "Generator(device=cpu, initialSeed=" + Long.toUnsignedString(initialSeed()) + ")";
    }
}
