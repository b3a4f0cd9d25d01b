package dev.cresset.op;

import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;

/** Maxima of areas such that the result has a given size. */
public final class AdaptiveMaxPoolings {
    /** Maxima of areas of (batch, channels, length). */
    public static final Composite ADAPTIVE_MAX_POOL1D = pooling("adaptive_max_pool1d", 1);

    /** Maxima of areas of (batch, channels, height, width). */
    public static final Composite ADAPTIVE_MAX_POOL2D = pooling("adaptive_max_pool2d", 2);

    /** Maxima of areas of (batch, channels, depth, height, width). */
    public static final Composite ADAPTIVE_MAX_POOL3D = pooling("adaptive_max_pool3d", 3);

    private AdaptiveMaxPoolings() {}

    private static Composite pooling(String name, int dims) {
        return new Composite(
                name + "(Tensor input, Any output_size, bool return_indices=False) -> Tensor",
                a -> {
                    var x = a.value(0);
                    Check.floating(name, x.dtype());
                    var out = Resampling.areaSizes(name, x, a.all()[1], dims);
                    var best = new Best(x, null, 1);
                    for (int d = dims - 1; d >= 0; d--) {
                        best = best.along(x.layout().dim() - dims + d, out[d]);
                    }
                    return a.flag(2) ? List.of(best.values, best.inner) : best.values;
                });
    }

    /**
     * Maxima over the innermost dimensions.
     *
     * @param values the maxima
     * @param inner where they stand within the dimensions done, or null
     * @param block elements of the dimensions done, in the input
     */
    private record Best(Value values, Value inner, long block) {
        /** Does one more dimension. */
        Best along(int d, long out) {
            long in = values.layout().size(d);
            var taps = Taps.area(in, out);
            int most = taps.index().length;
            var rows = new long[Math.toIntExact(out * most)];
            var first = new long[Math.toIntExact(out)];
            for (int i = 0; i < out; i++) {
                first[i] = taps.index()[0][i];
                for (int t = 0; t < most; t++) {
                    rows[i * most + t] = taps.index()[t][i];
                }
            }
            var tape = values.tape();
            var index = tape.wrap(NewArray.of(rows));
            var sizes = values.layout().sizes();
            var split = new long[sizes.length + 1];
            System.arraycopy(sizes, 0, split, 0, d);
            split[d] = out;
            split[d + 1] = most;
            System.arraycopy(sizes, d + 1, split, d + 2, sizes.length - d - 1);
            if (out == 0) {
                sizes[d] = 0;
                var none = ValueOps.indexSelect(values, d, index);
                return new Best(none, tape.wrap(NewArray.empty(DType.INT64, sizes)), block * in);
            }
            var areas = ValueOps.reshape(ValueOps.indexSelect(values, d, index), split);
            var taken = taken(areas, d + 1, taps);
            var starts = new long[split.length];
            Arrays.fill(starts, 1);
            starts[d] = out;
            var places = ValueOps.add(taken, ValueOps.view(tape.wrap(NewArray.of(first)), starts));
            places = ValueOps.mul(places, block);
            if (inner != null) {
                var within = ValueOps.reshape(ValueOps.indexSelect(inner, d, index), split);
                places = ValueOps.add(places, ValueOps.gather(within, d + 1, taken));
            }
            return new Best(
                    ValueOps.squeeze(ValueOps.gather(areas, d + 1, taken), d + 1),
                    ValueOps.squeeze(places, d + 1),
                    block * in);
        }

        /** Which tap is the maximum along {@code d}: the first one, but of several NaN the last. */
        private static Value taken(Value areas, int d, Taps taps) {
            var both = Aggregates.MAX_DIM.values(areas, (long) d, true);
            var first = both.get(1);
            var isNan = Comparisons.ISNAN.value(both.get(0));
            var any = Aggregates.ANY.value(isNan, null, false, null).array();
            if (Scalars.readLong(DType.BOOL, any.address()) == 0) {
                return first;
            }
            int most = taps.index().length;
            var limits = new long[taps.index()[0].length];
            Arrays.setAll(limits, i -> taps.index()[most - 1][i] - taps.index()[0][i]);
            var sizes = new long[areas.layout().dim()];
            Arrays.fill(sizes, 1);
            sizes[d - 1] = limits.length;
            var limit = ValueOps.view(areas.tape().wrap(NewArray.of(limits)), sizes);
            var mask = ValueOps.to(Comparisons.ISNAN.value(areas), DType.INT64);
            var fromEnd = Aggregates.MAX_DIM.values(ValueOps.flip(mask, d), (long) d, true).get(1);
            var last = ValueOps.add(ValueOps.neg(fromEnd), (long) most - 1);
            return ValueOps.where(isNan, Arithmetic.MINIMUM.value(last, limit), first);
        }
    }
}
