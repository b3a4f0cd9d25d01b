package dev.cresset.cpu.reduce;

/** Walks the positions of nested loops in order, keeping two byte offsets. Loop 0 is innermost. */
final class Odometer {
    private final long[] sizes;
    private final long[] stridesA;
    private final long[] stridesB;
    private final long[] index;
    private long a;
    private long b;

    /** Loops with two strides each; without loops there is one position. */
    Odometer(long[] sizes, long[] stridesA, long[] stridesB) {
        this.sizes = sizes;
        this.stridesA = stridesA;
        this.stridesB = stridesB;
        index = new long[sizes.length];
    }

    /** Goes to a position, counted in the order of the loops. */
    void seek(long position) {
        a = 0;
        b = 0;
        long rest = position;
        for (int d = 0; d < sizes.length; d++) {
            index[d] = rest % sizes[d];
            rest /= sizes[d];
            a += index[d] * stridesA[d];
            b += index[d] * stridesB[d];
        }
    }

    /** Goes to the next position; after the last comes the first. */
    void next() {
        for (int d = 0; d < sizes.length; d++) {
            a += stridesA[d];
            b += stridesB[d];
            if (++index[d] < sizes[d]) {
                return;
            }
            a -= sizes[d] * stridesA[d];
            b -= sizes[d] * stridesB[d];
            index[d] = 0;
        }
    }

    /** Offset under the first strides. */
    long a() {
        return a;
    }

    /** Offset under the second strides. */
    long b() {
        return b;
    }
}
