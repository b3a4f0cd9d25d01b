package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;

import java.util.Arrays;

/**
 * The registers of one thread for programs of one compute type: arrays that hold a value for each
 * of up to {@link #SIZE} elements.
 *
 * <p>An operand is a register (not negative) or a constant of {@link Constants} (negative).
 */
abstract sealed class Tile {
    /** Elements worked on at a time: few enough for all registers to stay in the L1 cache. */
    static final int SIZE = 512;

    /** Up to this number of elements the array loops are not worth their start. */
    static final int FEW = 16;

    /**
     * The number of iterations in which an array loop does n elements: rounded up, because a loop
     * that the JIT compiler has seen with few iterations is not made into good vector code for
     * many.
     */
    static int loop(int n) {
        return (n + 63) & -64;
    }

    /** Makes sure that registers below {@code count} exist. */
    abstract void reserve(int count);

    /** Sets the first n elements to a number of the call. */
    abstract void fill(int register, long param, int n);

    /** Reads n elements that lie {@code stride} bytes apart to position {@code from} onwards. */
    abstract void load(DType type, int register, int from, long address, long stride, int n);

    /** {@code out = fn(a, b, c)} for the first n elements. */
    abstract void apply(Fn fn, int a, int b, int c, int out, int n);

    /** Writes n elements from position {@code from} onwards, {@code stride} bytes apart. */
    abstract void store(DType type, int operand, int from, long address, long stride, int n);

    /** The tiles of the current thread. */
    static final class Set {
        private static final ThreadLocal<Set> OWN = ThreadLocal.withInitial(Set::new);

        final Tile floats = new Floats(this);
        final Tile doubles = new Doubles(this);
        final Tile longs = new Longs(this);
        long[] addresses = new long[8];
        private final float[] passingFloats = new float[SIZE];
        private final double[] passingDoubles = new double[SIZE];
        private final long[] passingLongs = new long[SIZE];

        static Set own() {
            return OWN.get();
        }

        Tile of(DType.Compute compute) {
            return switch (compute) {
                case FLOAT -> floats;
                case DOUBLE -> doubles;
                case LONG -> longs;
            };
        }

        long[] addresses(int count) {
            if (addresses.length < count) {
                addresses = new long[count];
            }
            return addresses;
        }
    }

    private static final class Floats extends Tile {
        private final Set set;
        private float[][] registers = {};

        Floats(Set set) {
            this.set = set;
        }

        @Override
        void reserve(int count) {
            if (registers.length < count) {
                int from = registers.length;
                registers = Arrays.copyOf(registers, count);
                for (int r = from; r < count; r++) {
                    registers[r] = new float[SIZE];
                }
            }
        }

        private float[] operand(int i) {
            return i >= 0 ? registers[i] : Constants.floats(~i);
        }

        @Override
        void fill(int register, long param, int n) {
            Arrays.fill(registers[register], 0, n, (float) Double.longBitsToDouble(param));
        }

        @Override
        void load(DType type, int register, int from, long address, long stride, int n) {
            float[] to = registers[register];
            switch (type.compute()) {
                case FLOAT -> Conversion.read(type, address, stride, to, from, n);
                case DOUBLE -> {
                    Conversion.read(type, address, stride, set.passingDoubles, 0, n);
                    Conversion.convert(set.passingDoubles, 0, to, from, n);
                }
                case LONG -> {
                    Conversion.read(type, address, stride, set.passingLongs, 0, n);
                    Conversion.convert(set.passingLongs, 0, to, from, n);
                }
            }
        }

        @Override
        void apply(Fn fn, int a, int b, int c, int out, int n) {
            TileFloats.apply(fn, operand(a), operand(b), operand(c), registers[out], n);
        }

        @Override
        void store(DType type, int operand, int from, long address, long stride, int n) {
            float[] a = operand(operand);
            switch (type.compute()) {
                case FLOAT -> Conversion.write(type, a, from, address, stride, n);
                case DOUBLE -> {
                    Conversion.convert(a, from, set.passingDoubles, 0, n);
                    Conversion.write(type, set.passingDoubles, 0, address, stride, n);
                }
                case LONG -> {
                    if (type == DType.BOOL) {
                        Conversion.truth(a, from, set.passingLongs, 0, n);
                    } else {
                        Conversion.convert(a, from, set.passingLongs, 0, n);
                    }
                    Conversion.write(type, set.passingLongs, 0, address, stride, n);
                }
            }
        }
    }

    private static final class Doubles extends Tile {
        private final Set set;
        private double[][] registers = {};

        Doubles(Set set) {
            this.set = set;
        }

        @Override
        void reserve(int count) {
            if (registers.length < count) {
                int from = registers.length;
                registers = Arrays.copyOf(registers, count);
                for (int r = from; r < count; r++) {
                    registers[r] = new double[SIZE];
                }
            }
        }

        private double[] operand(int i) {
            return i >= 0 ? registers[i] : Constants.doubles(~i);
        }

        @Override
        void fill(int register, long param, int n) {
            Arrays.fill(registers[register], 0, n, Double.longBitsToDouble(param));
        }

        @Override
        void load(DType type, int register, int from, long address, long stride, int n) {
            double[] to = registers[register];
            switch (type.compute()) {
                case FLOAT -> {
                    Conversion.read(type, address, stride, set.passingFloats, 0, n);
                    Conversion.convert(set.passingFloats, 0, to, from, n);
                }
                case DOUBLE -> Conversion.read(type, address, stride, to, from, n);
                case LONG -> {
                    Conversion.read(type, address, stride, set.passingLongs, 0, n);
                    Conversion.convert(set.passingLongs, 0, to, from, n);
                }
            }
        }

        @Override
        void apply(Fn fn, int a, int b, int c, int out, int n) {
            TileDoubles.apply(fn, operand(a), operand(b), operand(c), registers[out], n);
        }

        @Override
        void store(DType type, int operand, int from, long address, long stride, int n) {
            double[] a = operand(operand);
            switch (type.compute()) {
                case FLOAT -> {
                    Conversion.convert(a, from, set.passingFloats, 0, n);
                    Conversion.write(type, set.passingFloats, 0, address, stride, n);
                }
                case DOUBLE -> Conversion.write(type, a, from, address, stride, n);
                case LONG -> {
                    if (type == DType.BOOL) {
                        Conversion.truth(a, from, set.passingLongs, 0, n);
                    } else {
                        Conversion.convert(a, from, set.passingLongs, 0, n);
                    }
                    Conversion.write(type, set.passingLongs, 0, address, stride, n);
                }
            }
        }
    }

    private static final class Longs extends Tile {
        private final Set set;
        private long[][] registers = {};

        Longs(Set set) {
            this.set = set;
        }

        @Override
        void reserve(int count) {
            if (registers.length < count) {
                int from = registers.length;
                registers = Arrays.copyOf(registers, count);
                for (int r = from; r < count; r++) {
                    registers[r] = new long[SIZE];
                }
            }
        }

        private long[] operand(int i) {
            return i >= 0 ? registers[i] : Constants.longs(~i);
        }

        @Override
        void fill(int register, long param, int n) {
            Arrays.fill(registers[register], 0, n, param);
        }

        @Override
        void load(DType type, int register, int from, long address, long stride, int n) {
            long[] to = registers[register];
            switch (type.compute()) {
                case FLOAT -> {
                    Conversion.read(type, address, stride, set.passingFloats, 0, n);
                    Conversion.convert(set.passingFloats, 0, to, from, n);
                }
                case DOUBLE -> {
                    Conversion.read(type, address, stride, set.passingDoubles, 0, n);
                    Conversion.convert(set.passingDoubles, 0, to, from, n);
                }
                case LONG -> Conversion.read(type, address, stride, to, from, n);
            }
        }

        @Override
        void apply(Fn fn, int a, int b, int c, int out, int n) {
            TileLongs.apply(fn, operand(a), operand(b), operand(c), registers[out], n);
        }

        @Override
        void store(DType type, int operand, int from, long address, long stride, int n) {
            long[] a = operand(operand);
            switch (type.compute()) {
                case FLOAT -> {
                    Conversion.convert(a, from, set.passingFloats, 0, n);
                    Conversion.write(type, set.passingFloats, 0, address, stride, n);
                }
                case DOUBLE -> {
                    Conversion.convert(a, from, set.passingDoubles, 0, n);
                    Conversion.write(type, set.passingDoubles, 0, address, stride, n);
                }
                case LONG -> Conversion.write(type, a, from, address, stride, n);
            }
        }
    }
}
