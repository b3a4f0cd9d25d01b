package dev.cresset.random;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BoxMuller} with the Vector API; the same operations in the same order, see Note [Same bits
 * as PyTorch] there. Loaded only where the module {@code jdk.incubator.vector} is present.
 */
final class VectorBoxMuller {
    // A group has eight pairs, so wider registers would need two groups at a time.
    private static final VectorSpecies<Float> F =
            FloatVector.SPECIES_PREFERRED.length() >= 8
                    ? FloatVector.SPECIES_256
                    : FloatVector.SPECIES_128;
    private static final VectorSpecies<Integer> I =
            F.length() == 8 ? IntVector.SPECIES_256 : IntVector.SPECIES_128;

    private VectorBoxMuller() {}

    /** True where the machine has registers of at least four floats. */
    static boolean fast() {
        return FloatVector.SPECIES_PREFERRED.length() >= 4;
    }

    static void fill(int[] words, float[] out, int n, float mean, float std) {
        for (int group = 0; group < n; group += BoxMuller.GROUP) {
            for (int j = group; j < group + 8; j += F.length()) {
                pairs(words, out, j, mean, std);
            }
        }
    }

    private static void pairs(int[] words, float[] out, int j, float mean, float std) {
        FloatVector u1 = uniform(words, j).lanewise(VectorOperators.NEG).add(1f);
        FloatVector theta = uniform(words, j + 8).mul(BoxMuller.TWO_PI);
        FloatVector radius = log(u1).mul(-2f).lanewise(VectorOperators.SQRT);

        var octant =
                ((IntVector) theta.mul(BoxMuller.FOUR_OVER_PI).convertShape(F2I, I, 0))
                        .add(1)
                        .and(~1);
        FloatVector y = (FloatVector) octant.convertShape(I2F, F, 0);
        FloatVector x = y.fma(vector(BoxMuller.DP1), theta);
        x = y.fma(vector(BoxMuller.DP2), x);
        x = y.fma(vector(BoxMuller.DP3), x);
        FloatVector z = x.mul(x);
        FloatVector c = vector(BoxMuller.COS_P0).fma(z, vector(BoxMuller.COS_P1));
        c = c.fma(z, vector(BoxMuller.COS_P2)).mul(z);
        c = c.fma(z, z.mul(-0.5f)).add(1f);
        FloatVector s = vector(BoxMuller.SIN_P0).fma(z, vector(BoxMuller.SIN_P1));
        s = s.fma(z, vector(BoxMuller.SIN_P2)).mul(z).fma(x, x);

        var straight = octant.and(2).eq(0).cast(F);
        FloatVector sin = c.blend(s, straight);
        FloatVector cos = s.blend(c, straight);
        sin = flip(sin, octant.and(4));
        cos = flip(cos, octant.sub(2).not().and(4));
        FloatVector m = vector(mean);
        FloatVector d = vector(std);
        radius.mul(cos).fma(d, m).intoArray(out, j);
        radius.mul(sin).fma(d, m).intoArray(out, j + 8);
    }

    private static final VectorOperators.Conversion<Float, Integer> F2I = VectorOperators.F2I;
    private static final VectorOperators.Conversion<Integer, Float> I2F = VectorOperators.I2F;

    private static FloatVector uniform(int[] words, int at) {
        IntVector bits = IntVector.fromArray(I, words, at).and(BoxMuller.MASK_24);
        return ((FloatVector) bits.convertShape(I2F, F, 0)).mul(BoxMuller.SCALE_24);
    }

    /** Changes the sign of the lanes in which {@code four} is 4 rather than 0. */
    private static FloatVector flip(FloatVector value, IntVector four) {
        var sign = four.lanewise(VectorOperators.LSHL, 29);
        return value.reinterpretAsInts()
                .lanewise(VectorOperators.XOR, sign)
                .reinterpretAsFloats();
    }

    private static FloatVector log(FloatVector u) {
        IntVector bits = u.reinterpretAsInts();
        FloatVector x = bits.and(0x807fffff).or(0x3f000000).reinterpretAsFloats();
        IntVector exponent = bits.lanewise(VectorOperators.LSHR, 23).sub(0x7f);
        FloatVector e = ((FloatVector) exponent.convertShape(I2F, F, 0)).add(1f);
        var low = x.lt(BoxMuller.SQRT_HALF);
        FloatVector less = x.sub(1f);
        e = e.blend(e.sub(1f), low);
        x = less.blend(less.add(x), low);
        FloatVector z = x.mul(x);
        FloatVector y = vector(BoxMuller.LOG_P0).fma(x, vector(BoxMuller.LOG_P1));
        y = y.fma(x, vector(BoxMuller.LOG_P2));
        y = y.fma(x, vector(BoxMuller.LOG_P3));
        y = y.fma(x, vector(BoxMuller.LOG_P4));
        y = y.fma(x, vector(BoxMuller.LOG_P5));
        y = y.fma(x, vector(BoxMuller.LOG_P6));
        y = y.fma(x, vector(BoxMuller.LOG_P7));
        y = y.fma(x, vector(BoxMuller.LOG_P8));
        y = y.mul(x).fma(z, e.mul(BoxMuller.LOG_Q1));
        y = y.sub(z.mul(0.5f));
        return e.fma(vector(BoxMuller.LOG_Q2), x.add(y));
    }

    private static FloatVector vector(float value) {
        return FloatVector.broadcast(F, value);
    }
}
