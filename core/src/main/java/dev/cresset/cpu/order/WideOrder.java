package dev.cresset.cpu.order;

import dev.cresset.spi.DType;
import dev.cresset.spi.Ordering.Direction;

/** The order of keys of 64 bits, with indices beside them. */
final class WideOrder extends RowOrder {
    /** Shorter rows are sorted by merging. */
    private static final int RADIX = 1000;

    /** Runs of this length are sorted by insertion. */
    private static final int RUN = 12;

    /** Elements looked at between two checks of the bound. */
    private static final int BLOCK = 512;

    private static final ThreadLocal<WorkingMemory> MEMORY =
            ThreadLocal.withInitial(() -> new WorkingMemory(0));

    private WorkingMemory memory = MEMORY.get();
    private PackedOrder near;
    private boolean inNear;

    private static final class WorkingMemory {
        final long[] keys;
        final int[] places;
        final long[] otherKeys;
        final int[] otherPlaces;

        WorkingMemory(int n) {
            keys = new long[n];
            places = new int[n];
            otherKeys = new long[n];
            otherPlaces = new int[n];
        }
    }

    WideOrder(DType dtype, Direction direction) {
        super(dtype, direction);
    }

    private void reserve(int n) {
        if (memory.keys.length < n) {
            memory = new WorkingMemory(n);
            if (n <= KEPT) {
                MEMORY.set(memory);
            }
        }
    }

    @Override
    void sort(long address, long stride, int n) {
        reserve(n);
        var keys = memory.keys;
        Keys.load(dtype, address, stride, n, flip, keys, 0);
        long least = keys[0];
        long most = keys[0];
        for (int i = 1; i < n; i++) {
            least = Math.min(least, keys[i]);
            most = Math.max(most, keys[i]);
        }
        inNear = Long.compareUnsigned(most - least, 0xffffffffL) <= 0;
        if (inNear) {
            if (near == null) {
                near = new PackedOrder(dtype, Direction.ASCENDING);
            }
            near.sortNear(keys, n, least);
            return;
        }
        for (int i = 0; i < n; i++) {
            memory.places[i] = i;
        }
        sortKeys(n);
    }

    /** Sorts the first n keys with their places. */
    private void sortKeys(int n) {
        if (n < RADIX) {
            merge(n);
        } else {
            Radix.sort(memory.keys, memory.places, memory.otherKeys, memory.otherPlaces, n);
        }
    }

    private void merge(int n) {
        var keys = memory.keys;
        var places = memory.places;
        for (int run = 0; run < n; run += RUN) {
            insert(keys, places, run, Math.min(n, run + RUN));
        }
        for (int width = RUN; width < n; width *= 2) {
            for (int low = 0; low + width < n; low += 2 * width) {
                mergeRuns(low, low + width, Math.min(n, low + 2 * width));
            }
        }
    }

    private static void insert(long[] keys, int[] places, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long key = keys[i];
            int place = places[i];
            int j = i - 1;
            while (j >= from && keys[j] > key) {
                keys[j + 1] = keys[j];
                places[j + 1] = places[j];
                j--;
            }
            keys[j + 1] = key;
            places[j + 1] = place;
        }
    }

    private void mergeRuns(int low, int middle, int high) {
        var keys = memory.keys;
        var places = memory.places;
        if (keys[middle - 1] <= keys[middle]) {
            return;
        }
        int left = middle - low;
        System.arraycopy(keys, low, memory.otherKeys, 0, left);
        System.arraycopy(places, low, memory.otherPlaces, 0, left);
        int a = 0;
        int b = middle;
        int out = low;
        while (a < left) {
            if (b == high || memory.otherKeys[a] <= keys[b]) {
                keys[out] = memory.otherKeys[a];
                places[out++] = memory.otherPlaces[a++];
            } else {
                keys[out] = keys[b];
                places[out++] = places[b++];
            }
        }
    }

    @Override
    void first(long address, long stride, int n, int k) {
        if (k > n / 8) {
            sort(address, stride, n);
            return;
        }
        inNear = false;
        int room = Math.max(2 * k, k + 64);
        reserve(room + BLOCK);
        var keys = memory.keys;
        int size = 0;
        long bound = Long.MAX_VALUE;
        boolean bounded = false;
        int block = Math.min(BLOCK, room);
        for (int i = 0; i < n; ) {
            int count = Math.min(block, n - i);
            Keys.load(dtype, address + i * stride, stride, count, flip, memory.otherKeys, 0);
            for (int j = 0; j < count; j++) {
                long key = memory.otherKeys[j];
                if (!bounded || key < bound) {
                    keys[size] = key;
                    memory.places[size++] = i + j;
                }
            }
            i += count;
            if (size >= room) {
                sortKeys(size);
                size = k;
                bound = keys[k - 1];
                bounded = true;
                block = BLOCK;
            }
        }
        sortKeys(size);
    }

    @Override
    int index(int place) {
        return inNear ? near.index(place) : memory.places[place];
    }
}
