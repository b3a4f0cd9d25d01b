package dev.cresset.cpu.order;

import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering.Direction;

import java.util.Arrays;

/**
 * Selection by rank as PyTorch's CPU kernels do it, down to which of several equal elements is
 * chosen.
 *
 * <p>Note [Equal elements]: topk, kthvalue and median return an index, and where several elements
 * are equal the index tells by which algorithm they were found. The algorithms are therefore the
 * same here: nth_element, partial_sort and sort as introselect, heap and introsort with their usual
 * thresholds (D. Musser, "Introspective sorting and selection algorithms", 1997, in the form that
 * the GNU C++ library gives them), and quickselect with the median of three for kthvalue.
 *
 * <p>Works on keys whose ascending order is the wanted one, with the index of each beside it.
 */
final class Selection {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final int INSERTION = 16;

    private final DType dtype;
    private final long flip;
    private long[] keys = new long[0];
    private int[] places = new int[0];

    Selection(DType dtype, Direction direction) {
        this.dtype = dtype;
        this.flip = direction == Direction.DESCENDING ? -1 : 0;
    }

    /** Loads a row of n elements that lie {@code stride} bytes apart. */
    void load(long address, long stride, int n) {
        if (keys.length < n) {
            keys = new long[n];
            places = new int[n];
        }
        if (dtype.size() == Long.BYTES) {
            Keys.load(dtype, address, stride, n, flip, keys, 0);
        } else {
            Keys.pack(dtype, address, stride, n, flip, 0, keys, 0);
            for (int i = 0; i < n; i++) {
                keys[i] >>= 32;
            }
        }
        for (int i = 0; i < n; i++) {
            places[i] = i;
        }
    }

    /** Index into the row of the element that is now at a position. */
    int index(int position) {
        return places[position];
    }

    /** The index of the first NaN of the loaded row, or -1. */
    int firstNaN(int n) {
        for (int i = 0; i < n && dtype.isFloatingPoint(); i++) {
            if (isNaN(keys[i])) {
                return places[i];
            }
        }
        return -1;
    }

    private boolean isNaN(long key) {
        return dtype.isFloatingPoint() && key == nan();
    }

    /** The key of NaN. */
    private long nan() {
        return flip
                ^ switch (dtype) {
                    case FLOAT64 -> Long.MAX_VALUE;
                    case FLOAT32 -> Integer.MAX_VALUE;
                    case FLOAT16 -> Integer.MAX_VALUE >> 13;
                    case BFLOAT16 -> Integer.MAX_VALUE >> 16;
                    default -> Long.MIN_VALUE;
                };
    }

    /** Brings the first k to the front, in order if {@code sorted}. */
    void first(int n, int k, boolean sorted) {
        if (k * 64L <= n) {
            partialSort(k, n);
            return;
        }
        nth(k - 1, n);
        if (sorted) {
            sort(k - 1);
        }
    }

    /** Brings the element of a rank to its position by nth_element. */
    void nth(int rank, int n) {
        int first = 0;
        int last = n;
        int depth = depth(n);
        while (last - first > 3) {
            if (depth == 0) {
                heapSelect(first, rank + 1, last);
                swap(first, rank);
                return;
            }
            depth--;
            int cut = partitionAroundPivot(first, last);
            if (cut <= rank) {
                first = cut;
            } else {
                last = cut;
            }
        }
        insertionSort(first, last);
    }

    /** The index of the element of a rank where equal elements are ordered by their indices. */
    int stableRank(int rank, int n) {
        nth(rank, n);
        long key = keys[rank];
        int before = 0;
        var equal = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            before += keys[i] < key ? 1 : 0;
            if (keys[i] == key) {
                equal[count++] = places[i];
            }
        }
        if (count > 1) {
            Arrays.sort(equal, 0, count);
        }
        return equal[rank - before];
    }

    /** Brings the element of a rank to its position by quickselect. */
    void quickselect(int rank, int n) {
        int left = 0;
        int right = n - 1;
        while (right > left) {
            if (right == left + 1) {
                orderPair(left, right);
                return;
            }
            swap(left + (right - left) / 2, left + 1);
            orderPair(left + 1, right);
            orderPair(left, right);
            orderPair(left + 1, left);
            int i = left + 1;
            int j = right;
            long pivot = keys[left];
            while (true) {
                do {
                    i++;
                } while (pivot > keys[i]);
                do {
                    j--;
                } while (keys[j] > pivot);
                if (j < i) {
                    break;
                }
                swap(i, j);
            }
            swap(left, j);
            if (j <= rank) {
                left = i;
            }
            if (j >= rank) {
                right = j - 1;
            }
        }
    }

    private void orderPair(int a, int b) {
        if (keys[a] > keys[b]) {
            swap(a, b);
        }
    }

    private void swap(int a, int b) {
        long key = keys[a];
        keys[a] = keys[b];
        keys[b] = key;
        int place = places[a];
        places[a] = places[b];
        places[b] = place;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        places[to] = places[from];
    }

    private static int depth(int n) {
        return n == 0 ? 0 : 2 * (31 - Integer.numberOfLeadingZeros(n));
    }

    /** The index of the last of the most frequent elements, of the smallest on ties. */
    int mostFrequent(int n) {
        sort(n);
        int best = 0;
        int most = 0;
        int run = 0;
        for (int i = 0; i < n; i++) {
            run++;
            if (i + 1 == n || keys[i] != keys[i + 1] || isNaN(keys[i])) {
                best = run > most ? i : best;
                most = Math.max(run, most);
                run = 0;
            }
        }
        return places[best];
    }

    private void sort(int n) {
        if (n < 2) {
            return;
        }
        sortRange(0, n, depth(n));
        insertionSort(0, n);
    }

    private void sortRange(int first, int last, int depth) {
        while (last - first > INSERTION) {
            if (depth == 0) {
                heapSelect(first, last, last);
                sortHeap(first, last);
                return;
            }
            depth--;
            int cut = partitionAroundPivot(first, last);
            sortRange(cut, last, depth);
            last = cut;
        }
    }

    private int partitionAroundPivot(int first, int last) {
        int middle = first + (last - first) / 2;
        medianToFirst(first, first + 1, middle, last - 1);
        int low = first + 1;
        int high = last;
        long pivot = keys[first];
        while (true) {
            while (keys[low] < pivot) {
                low++;
            }
            high--;
            while (pivot < keys[high]) {
                high--;
            }
            if (low >= high) {
                return low;
            }
            swap(low, high);
            low++;
        }
    }

    private void medianToFirst(int result, int a, int b, int c) {
        if (keys[a] < keys[b]) {
            swap(result, keys[b] < keys[c] ? b : keys[a] < keys[c] ? c : a);
        } else {
            swap(result, keys[a] < keys[c] ? a : keys[b] < keys[c] ? c : b);
        }
    }

    private void insertionSort(int first, int last) {
        for (int i = first + 1; i < last; i++) {
            long key = keys[i];
            int place = places[i];
            int hole = i;
            while (hole > first && key < keys[hole - 1]) {
                move(hole - 1, hole);
                hole--;
            }
            keys[hole] = key;
            places[hole] = place;
        }
    }

    private void partialSort(int k, int n) {
        heapSelect(0, k, n);
        sortHeap(0, k);
    }

    private void heapSelect(int first, int middle, int last) {
        int length = middle - first;
        for (int parent = (length - 2) / 2; length >= 2 && parent >= 0; parent--) {
            sift(first, parent, length, keys[first + parent], places[first + parent]);
        }
        for (int i = middle; i < last; i++) {
            if (keys[i] < keys[first]) {
                popTo(first, middle, i);
            }
        }
    }

    private void sortHeap(int first, int last) {
        while (last - first > 1) {
            last--;
            popTo(first, last, last);
        }
    }

    /** Moves the top of a heap to a position and the element there into the heap. */
    private void popTo(int first, int last, int position) {
        long key = keys[position];
        int place = places[position];
        move(first, position);
        sift(first, 0, last - first, key, place);
    }

    private void sift(int first, int top, int length, long key, int place) {
        int hole = top;
        int child = hole;
        while (child < (length - 1) / 2) {
            child = 2 * (child + 1);
            if (keys[first + child] < keys[first + child - 1]) {
                child--;
            }
            move(first + child, first + hole);
            hole = child;
        }
        if ((length & 1) == 0 && child == (length - 2) / 2) {
            child = 2 * (child + 1);
            move(first + child - 1, first + hole);
            hole = child - 1;
        }
        while (hole > top && keys[first + (hole - 1) / 2] < key) {
            move(first + (hole - 1) / 2, first + hole);
            hole = (hole - 1) / 2;
        }
        keys[first + hole] = key;
        places[first + hole] = place;
    }

    /**
     * True if the first k of an order (places in {@code order}) hold equal elements, or if one that
     * equals their last was left out.
     */
    static boolean hasTies(RowOrder order, DType dtype, long address, long stride, int n, int k) {
        double last = read(dtype, address + order.index(k - 1) * stride);
        for (int i = 1; i < k; i++) {
            if (same(
                    read(dtype, address + order.index(i - 1) * stride),
                    read(dtype, address + order.index(i) * stride))) {
                return true;
            }
        }
        if (dtype == DType.FLOAT32 && stride == Float.BYTES) {
            long first = FLOATS.indexOf(address, n, (float) last);
            long behind = first + 1;
            return FLOATS.indexOf(address + behind * 4, n - behind, (float) last) >= 0;
        }
        int equal = 0;
        for (int i = 0; i < n; i++) {
            equal += same(read(dtype, address + i * stride), last) ? 1 : 0;
        }
        return equal > 1;
    }

    private static double read(DType dtype, long address) {
        return dtype == DType.FLOAT32 ? Memory.getFloat(address) : Memory.getDouble(address);
    }

    private static boolean same(double a, double b) {
        return a == b || (a != a && b != b);
    }
}
