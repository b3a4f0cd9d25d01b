package dev.cresset.nn;

import dev.cresset.Size;

import java.util.Arrays;
import java.util.List;

/**
 * Options of {@link Functional#interpolate}: {@code Resize.scale(2).mode(BILINEAR).alignCorners()}.
 */
public final class Resize {
    private Resize() {}

    /** The spatial sizes of the result: one number for all dimensions or one for each. */
    public static Options size(long... sizes) {
        return new Options(new Size(sizes), List.of(), Interpolation.NEAREST, false, false, false);
    }

    /** By how much the spatial sizes grow: one factor for all dimensions or one for each. */
    public static Options scale(double... factors) {
        return new Options(
                new Size(),
                Arrays.stream(factors).boxed().toList(),
                Interpolation.NEAREST,
                false,
                false,
                false);
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param size sizes of the result, or none
     * @param scale factors, or none
     * @param mode how to sample
     * @param alignsCorners whether the corner elements keep their places
     * @param recomputesScale whether factors are computed anew from the rounded sizes
     * @param antialiases whether all elements count that an output covers
     */
    public record Options(
            Size size,
            List<Double> scale,
            Interpolation mode,
            boolean alignsCorners,
            boolean recomputesScale,
            boolean antialiases) {
        /** How to sample; default nearest. */
        public Options mode(Interpolation way) {
            return new Options(size, scale, way, alignsCorners, recomputesScale, antialiases);
        }

        /** Corner elements keep their places (linear and cubic modes). */
        public Options alignCorners() {
            return new Options(size, scale, mode, true, recomputesScale, antialiases);
        }

        /** Factors are computed anew from the rounded sizes. */
        public Options recomputeScaleFactor() {
            return new Options(size, scale, mode, alignsCorners, true, antialiases);
        }

        /** All elements count that an output covers (bilinear and bicubic, two dimensions). */
        public Options antialias() {
            return new Options(size, scale, mode, alignsCorners, recomputesScale, true);
        }
    }
}
