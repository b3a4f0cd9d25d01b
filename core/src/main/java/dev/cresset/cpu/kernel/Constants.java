package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The constants of all programs as arrays filled with one number, so that array loops need no
 * second form for constant operands. Shared by all kernels: the coefficients of {@code exp} exist
 * once.
 */
final class Constants {
    private record Key(DType.Compute compute, double value) {}

    private static final Map<Key, Integer> KNOWN = new HashMap<>();
    private static volatile Object[] arrays = {};

    private Constants() {}

    /** The number under which the array of a constant is found. */
    static synchronized int id(DType.Compute compute, double value) {
        return KNOWN.computeIfAbsent(new Key(compute, value), Constants::add);
    }

    private static int add(Key key) {
        var longer = Arrays.copyOf(arrays, arrays.length + 1);
        longer[arrays.length] =
                switch (key.compute) {
                    case FLOAT -> {
                        var array = new float[Tile.SIZE];
                        Arrays.fill(array, (float) key.value);
                        yield array;
                    }
                    case DOUBLE -> {
                        var array = new double[Tile.SIZE];
                        Arrays.fill(array, key.value);
                        yield array;
                    }
                    case LONG -> {
                        var array = new long[Tile.SIZE];
                        Arrays.fill(array, (long) key.value);
                        yield array;
                    }
                };
        arrays = longer;
        return longer.length - 1;
    }

    static float[] floats(int id) {
        return (float[]) arrays[id];
    }

    static double[] doubles(int id) {
        return (double[]) arrays[id];
    }

    static long[] longs(int id) {
        return (long[]) arrays[id];
    }
}
