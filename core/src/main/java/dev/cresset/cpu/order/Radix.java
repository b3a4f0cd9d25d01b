package dev.cresset.cpu.order;

import java.util.Arrays;

/** Least-significant-digit radix sorts; stable. Digits equal in all elements cost no pass. */
final class Radix {
    /** From this length on digits of 11 bits pay: fewer passes, larger tables. */
    private static final int WIDE_DIGITS = 6000;

    private Radix() {}

    /**
     * Sorts by the signed upper half.
     *
     * @param a n elements
     * @param b as much working memory
     * @param upper bits to look at, from bit 32 up; those above are equal in all elements
     * @return the one of the arrays that holds the result
     */
    static long[] sort(long[] a, long[] b, int n, int upper) {
        int width = n >= WIDE_DIGITS ? 11 : 8;
        int size = 1 << width;
        int passes = (upper + width - 1) / width;
        var counts = new int[passes][size];
        long sign = Long.MIN_VALUE;
        for (int pass = 0; pass < passes; pass++) {
            count(a, n, 32 + pass * width, counts[pass]);
        }
        var from = a;
        var to = b;
        for (int pass = 0; pass < passes; pass++) {
            int shift = 32 + pass * width;
            var starts = counts[pass];
            if (starts[(int) ((from[0] ^ sign) >>> shift) & size - 1] == n) {
                continue;
            }
            sum(starts);
            scatter(from, to, n, shift, starts);
            var swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static void count(long[] a, int n, int shift, int[] counts) {
        int mask = counts.length - 1;
        for (int i = 0; i < n; i++) {
            counts[(int) ((a[i] ^ Long.MIN_VALUE) >>> shift) & mask]++;
        }
    }

    private static void scatter(long[] from, long[] to, int n, int shift, int[] starts) {
        int mask = starts.length - 1;
        for (int i = 0; i < n; i++) {
            long x = from[i];
            to[starts[(int) ((x ^ Long.MIN_VALUE) >>> shift) & mask]++] = x;
        }
    }

    /** Counts become the place where each digit begins. */
    private static void sum(int[] counts) {
        int sum = 0;
        for (int d = 0; d < counts.length; d++) {
            int count = counts[d];
            counts[d] = sum;
            sum += count;
        }
    }

    /**
     * Sorts signed keys and moves indices along; the result lies in {@code keys} and {@code
     * places}.
     *
     * @param otherKeys as much working memory as keys
     * @param otherPlaces as much as places
     */
    static void sort(long[] keys, int[] places, long[] otherKeys, int[] otherPlaces, int n) {
        int width = n >= WIDE_DIGITS ? 11 : 8;
        var starts = new int[1 << width];
        int mask = starts.length - 1;
        var fromKeys = keys;
        var fromPlaces = places;
        var toKeys = otherKeys;
        var toPlaces = otherPlaces;
        for (int shift = 0; shift < 64; shift += width) {
            Arrays.fill(starts, 0);
            count(fromKeys, n, shift, starts);
            if (starts[(int) ((fromKeys[0] ^ Long.MIN_VALUE) >>> shift) & mask] == n) {
                continue;
            }
            sum(starts);
            for (int i = 0; i < n; i++) {
                long key = fromKeys[i];
                int place = starts[(int) ((key ^ Long.MIN_VALUE) >>> shift) & mask]++;
                toKeys[place] = key;
                toPlaces[place] = fromPlaces[i];
            }
            var swapKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = swapKeys;
            var swapPlaces = fromPlaces;
            fromPlaces = toPlaces;
            toPlaces = swapPlaces;
        }
        if (fromKeys != keys) {
            System.arraycopy(fromKeys, 0, keys, 0, n);
            System.arraycopy(fromPlaces, 0, places, 0, n);
        }
    }
}
