package dev.cresset.cpu;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

import java.util.List;

/**
 * Loads the vector classes of all element types and shapes.
 *
 * <p>Note [All vector classes at first]: machine code rests on what is known of the class
 * hierarchy. When the first vector of another shape or type is made, code that uses the ones before
 * it is thrown away, and where HotSpot's first compiler gives up on a method, which happens with
 * vector code, the method is interpreted from then on, a hundred times slower. So nothing is warmed
 * up before all classes are there.
 */
final class VectorClasses {
    private static final List<Class<?>> ELEMENTS =
            List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

    static {
        for (var element : ELEMENTS) {
            for (var shape : VectorShape.values()) {
                var species = VectorSpecies.of(element, shape);
                species.zero();
                species.maskAll(true);
                species.iotaShuffle(0, 1, true);
            }
        }
    }

    private VectorClasses() {}

    /** Returns when all are loaded. */
    static void load() {
        // By the initialiser, which runs once and lets other threads wait for it.
    }
}
