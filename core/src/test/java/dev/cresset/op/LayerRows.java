package dev.cresset.op;

import static dev.cresset.op.OpRow.Trait.GRADIENTS;
import static dev.cresset.op.OpRow.Trait.RANDOM;
import static dev.cresset.op.OpRow.Trait.SUMS;
import static dev.cresset.op.OpRow.between;
import static dev.cresset.op.OpRow.ints;
import static dev.cresset.op.OpRow.real;
import static dev.cresset.op.OpRow.row;

import dev.cresset.op.OpRow.Draw;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;

/** Test rows of the ops behind layers: pooling, normalisation, dropout, shuffles. */
final class LayerRows {
    private LayerRows() {}

    static List<OpRow> all() {
        var rows = new ArrayList<OpRow>();
        rows.addAll(poolings());
        rows.addAll(normalizations());
        rows.add(row("alpha_dropout", real(2, 3), 0.4, true).with(GRADIENTS, RANDOM));
        rows.add(row("feature_alpha_dropout", real(2, 3, 2), 0.4, true).with(GRADIENTS, RANDOM));
        rows.add(row("pixel_shuffle", real(1, 4, 2, 3), 2).with(GRADIENTS));
        rows.add(row("pixel_unshuffle", real(1, 2, 4, 2), 2).with(GRADIENTS));
        rows.add(row("channel_shuffle", real(1, 6, 2), 2).with(GRADIENTS));
        for (var mode : List.of("bilinear", "bicubic")) {
            rows.add(
                    row("interpolate", real(1, 1, 5, 4), new long[] {2, 6})
                            .and("mode", mode)
                            .and("antialias", true)
                            .with(GRADIENTS, SUMS));
        }
        return rows;
    }

    private static List<OpRow> poolings() {
        var rows = new ArrayList<OpRow>();
        var volume = real(1, 2, 3, 4, 3);
        rows.add(row("max_pool3d", volume, 2, 1, 1).and("return_indices", true).with(GRADIENTS));
        rows.add(
                row("avg_pool3d", volume, new long[] {2, 3, 2}, 2, 1, true, false)
                        .with(GRADIENTS, SUMS));
        rows.add(row("avg_pool3d", volume, 2, 1).and("divisor_override", 3).with(GRADIENTS, SUMS));
        for (int n = 1; n <= 3; n++) {
            var sizes = new long[] {2, 2, 5, 4, 5};
            var some = java.util.Arrays.copyOf(sizes, n + 2);
            var input = new Draw(DType.FLOAT64, -2, 2, some);
            rows.add(
                    row("adaptive_max_pool" + n + "d", input, 3)
                            .and("return_indices", true)
                            .with(GRADIENTS));
            rows.add(row("lp_pool" + n + "d", between(0.5, 2, some), 3.0, 2).with(GRADIENTS, SUMS));
            var one = new long[n + 1];
            java.util.Arrays.fill(one, 1);
            rows.add(row("max_unpool" + n + "d", real(one), ints(2, one), 2).with(GRADIENTS));
        }
        return rows;
    }

    private static List<OpRow> normalizations() {
        var x = real(2, 4, 3);
        return List.of(
                row("group_norm", x, 2, real(4), real(4)).with(GRADIENTS, SUMS),
                row("group_norm", x, 4).with(GRADIENTS, SUMS),
                row("instance_norm", x, null, null, real(4), real(4)).with(GRADIENTS, SUMS),
                row("rms_norm", x, new long[] {3}, real(3)).with(GRADIENTS, SUMS),
                row("rms_norm", x, new long[] {4, 3}, null, 0.1).with(GRADIENTS, SUMS),
                row("local_response_norm", x, 3, 0.5).with(GRADIENTS, SUMS));
    }
}
