package dev.cresset.cpu;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Off-heap arrays for tests. The random numbers are small multiples of 1/8, so that sums of
 * products of them are exact in float32 and results can be compared without tolerance.
 */
public final class Cellar implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final Random random;

    public Cellar(long seed) {
        random = new Random(seed);
    }

    /** Multiples of 1/8 from -1 to 1. */
    public double[] eighths(long n) {
        return random.ints(n, -8, 9).mapToDouble(i -> i / 8.0).toArray();
    }

    /** Whole numbers from -3 to 3. */
    public double[] wholes(long n) {
        return random.ints(n, -3, 4).mapToDouble(i -> i).toArray();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Uninitialised memory, filled with NaN or the like. */
    public long room(DType dtype, long n) {
        var segment = arena.allocate(Math.max(1, n * dtype.size()), 64);
        segment.fill((byte) 0xff);
        return segment.address();
    }

    public long put(DType dtype, double... values) {
        long address = room(dtype, values.length);
        for (int i = 0; i < values.length; i++) {
            set(dtype, address + (long) i * dtype.size(), values[i]);
        }
        return address;
    }

    public static double[] get(DType dtype, long address, long n) {
        var values = new double[(int) n];
        for (int i = 0; i < n; i++) {
            values[i] = get(dtype, address + (long) i * dtype.size());
        }
        return values;
    }

    public static void set(DType dtype, long at, double value) {
        switch (dtype) {
            case FLOAT64 -> Memory.setDouble(at, value);
            case FLOAT32 -> Memory.setFloat(at, (float) value);
            case FLOAT16 -> Memory.setShort(at, Float.floatToFloat16((float) value));
            case BFLOAT16 -> Memory.setShort(at, (short) (rounded(value) >>> 16));
            case INT64 -> Memory.setLong(at, (long) value);
            case INT32 -> Memory.setInt(at, (int) (long) value);
            case INT16 -> Memory.setShort(at, (short) (long) value);
            default -> Memory.setByte(at, (byte) (long) value);
        }
    }

    private static int rounded(double value) {
        // To nearest with ties to even: rint on the grid of bfloat16 around the value.
        double step = Math.ulp((float) value) * 65536.0;
        return Float.floatToRawIntBits((float) (Math.rint(value / step) * step));
    }

    public static double get(DType dtype, long at) {
        return switch (dtype) {
            case FLOAT64 -> Memory.getDouble(at);
            case FLOAT32 -> Memory.getFloat(at);
            case FLOAT16 -> Float.float16ToFloat(Memory.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(Memory.getShort(at) << 16);
            case INT64 -> Memory.getLong(at);
            case INT32 -> Memory.getInt(at);
            case INT16 -> Memory.getShort(at);
            case UINT8, BOOL -> Byte.toUnsignedInt(Memory.getByte(at));
            case INT8 -> Memory.getByte(at);
            case COMPLEX64, COMPLEX128 -> throw notReal(dtype);
        };
    }

    /** The dtypes that kernels know. */
    public static List<DType> realTypes() {
        return Arrays.stream(DType.values()).filter(dtype -> !dtype.isComplex()).toList();
    }

    private static IllegalArgumentException notReal(DType dtype) {
        return new IllegalArgumentException(dtype + ": kernels take its parts one by one");
    }

    /** The value a dtype would hold. */
    public static double as(DType dtype, double value) {
        return switch (dtype) {
            case FLOAT64 -> value;
            case FLOAT32 -> (float) value;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            case BFLOAT16 -> Float.intBitsToFloat(rounded(value));
            case INT64 -> (long) value;
            case INT32 -> (int) (long) value;
            case INT16 -> (short) (long) value;
            case UINT8, BOOL -> (long) value & 0xff;
            case INT8 -> (byte) (long) value;
            case COMPLEX64, COMPLEX128 -> throw notReal(dtype);
        };
    }

    public static double[] as(DType dtype, double[] values) {
        return Arrays.stream(values).map(value -> as(dtype, value)).toArray();
    }

    @Override
    public void close() {
        arena.close();
    }
}
