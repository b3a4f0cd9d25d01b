package dev.cresset.cpu.rows;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;
import java.util.Arrays;

/** The vectors of this machine: species, loads and stores. All methods are to be inlined. */
final class VectorLanes {
    /** As wide as the machine likes, but not wider than the totals of a sum. */
    static final VectorSpecies<Float> F =
            FloatVector.SPECIES_PREFERRED.length() <= FloatRows.TOTALS
                    ? FloatVector.SPECIES_PREFERRED
                    : FloatVector.SPECIES_512;

    static final VectorSpecies<Double> D = VectorSpecies.of(double.class, F.vectorShape());
    static final int W = F.length();
    static final int H = D.length();
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final ThreadLocal<double[]> SCRATCH =
            ThreadLocal.withInitial(() -> new double[FloatRows.TOTALS]);

    private VectorLanes() {}

    /**
     * The thread's own array of totals, all 0: rows may be short and many, and an array for each
     * would be garbage. There is one, so a loop that needs two makes the other.
     */
    static double[] totals() {
        var totals = SCRATCH.get();
        Arrays.fill(totals, 0);
        return totals;
    }

    static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(F, Memory.ALL, address, ORDER);
    }

    static FloatVector load(long address, VectorMask<Float> lanes) {
        return FloatVector.fromMemorySegment(F, Memory.ALL, address, ORDER, lanes);
    }

    static void store(FloatVector v, long address) {
        v.intoMemorySegment(Memory.ALL, address, ORDER);
    }

    static void store(FloatVector v, long address, VectorMask<Float> lanes) {
        v.intoMemorySegment(Memory.ALL, address, ORDER, lanes);
    }

    /** The first {@code count} lanes; none below 1, all from {@link #W} on. */
    static VectorMask<Float> first(int count) {
        return F.indexInRange(0, count);
    }

    /** {@code acc[j..] += v}. */
    static void addInto(FloatVector v, double[] acc, int j) {
        var low = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
        var high = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 1);
        DoubleVector.fromArray(D, acc, j).add(low).intoArray(acc, j);
        DoubleVector.fromArray(D, acc, j + H).add(high).intoArray(acc, j + H);
    }
}
