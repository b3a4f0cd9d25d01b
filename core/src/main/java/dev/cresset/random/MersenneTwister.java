package dev.cresset.random;

/**
 * The mt19937 engine of Matsumoto and Nishimura (1998), with PyTorch's seeding and bookkeeping.
 *
 * <p>The 624 words of state are regenerated together; the words handed out are tempered copies. A
 * state is therefore the words, the index of the next one and how many are left.
 */
final class MersenneTwister {
    /** Words of state. */
    static final int N = 624;

    private static final int M = 397;
    private static final int MATRIX_A = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;

    private final int[] words = new int[N];
    private long seed;
    private int next;
    private int available;

    MersenneTwister(long seed) {
        reseed(seed);
    }

    /** Starts the sequence of a seed; only its low 32 bits choose the sequence. */
    void reseed(long value) {
        seed = value;
        words[0] = (int) value;
        for (int j = 1; j < N; j++) {
            words[j] = 1812433253 * (words[j - 1] ^ (words[j - 1] >>> 30)) + j;
        }
        next = 0;
        available = 0;
    }

    /** Takes over the state of another engine. */
    void become(MersenneTwister other) {
        System.arraycopy(other.words, 0, words, 0, N);
        seed = other.seed;
        next = other.next;
        available = other.available;
    }

    /**
     * Sets a state read from outside.
     *
     * @return false, and nothing is changed, when the state is not one the engine can be in
     */
    boolean restore(long newSeed, int left, long newNext, int[] newWords) {
        if (left < 1 || left > N || newNext < 0 || newNext + left - 1 > N) {
            return false;
        }
        System.arraycopy(newWords, 0, words, 0, N);
        seed = newSeed;
        next = (int) newNext;
        available = left - 1;
        return true;
    }

    /** The full 64-bit seed. */
    long seed() {
        return seed;
    }

    /** PyTorch's {@code left} counter: one more than the words left before a regeneration. */
    int left() {
        return available + 1;
    }

    /** The index of the next word. */
    int next() {
        return next;
    }

    /** The raw word of state at an index. */
    int word(int index) {
        return words[index];
    }

    /** The next 32 random bits. */
    int draw() {
        if (available == 0) {
            regenerate();
        }
        available--;
        return temper(words[next++]);
    }

    /** The next {@code n} words. */
    void draw(int[] into, int n) {
        for (int at = 0; at < n; ) {
            if (available == 0) {
                regenerate();
            }
            int k = Math.min(n - at, available);
            System.arraycopy(words, next, into, at, k);
            next += k;
            available -= k;
            at += k;
        }
        // One loop over one array, in place: the compiler turns it into vector code.
        for (int i = 0; i < n; i++) {
            into[i] = temper(into[i]);
        }
    }

    private static int temper(int word) {
        int y = word;
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void regenerate() {
        int[] w = words;
        for (int i = 0; i < N - M; i++) {
            w[i] = w[i + M] ^ twist(w[i], w[i + 1]);
        }
        for (int i = N - M; i < N - 1; i++) {
            w[i] = w[i + M - N] ^ twist(w[i], w[i + 1]);
        }
        w[N - 1] = w[M - 1] ^ twist(w[N - 1], w[0]);
        next = 0;
        available = N;
    }

    private static int twist(int u, int v) {
        return (((u & UPPER) | (v & LOWER)) >>> 1) ^ (-(v & 1) & MATRIX_A);
    }
}
