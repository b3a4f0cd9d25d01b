package dev.cresset.op;

import static dev.cresset.op.OpRow.Trait.GRADIENTS;
import static dev.cresset.op.OpRow.Trait.SUMS;
import static dev.cresset.op.OpRow.between;
import static dev.cresset.op.OpRow.real;
import static dev.cresset.op.OpRow.row;

import dev.cresset.op.OpRow.Draw;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;

/** Test rows of the ops on sequences: recurrent layers, cells, padding and packing. */
final class SequenceRows {
    private SequenceRows() {}

    static List<OpRow> all() {
        var rows = new ArrayList<OpRow>();
        rows.addAll(layers());
        rows.addAll(cells());
        rows.add(row("_pack_padded_sequence", real(3, 2, 2), twos(2), false).with(GRADIENTS));
        rows.add(row("_pack_padded_sequence", real(2, 3), twos(2), true).with(GRADIENTS));
        rows.add(row("_pad_packed_sequence", real(4, 3), twos(2), true, 0.5, 3).with(GRADIENTS));
        rows.add(row("pad_sequence", List.of(real(2, 3), real(4, 3)), true, 1.5).with(GRADIENTS));
        return rows;
    }

    /** Integers that are all 2: lengths, or numbers of rows. */
    private static Draw twos(long count) {
        return new Draw(DType.INT64, 2, 2.5, count);
    }

    /** The parameters of two layers in both directions. */
    private static List<Draw> weights(int gates, long input, long hidden, boolean biases) {
        var all = new ArrayList<Draw>();
        for (int i = 0; i < 4; i++) {
            all.add(between(-1, 1, gates * hidden, i < 2 ? input : 2 * hidden));
            all.add(between(-1, 1, gates * hidden, hidden));
            if (biases) {
                all.add(between(-1, 1, gates * hidden));
                all.add(between(-1, 1, gates * hidden));
            }
        }
        return all;
    }

    private static List<OpRow> layers() {
        var rows = new ArrayList<OpRow>();
        var h = real(4, 2, 2);
        for (var cell : List.of("rnn_tanh", "rnn_relu", "gru")) {
            int gates = cell.equals("gru") ? 3 : 1;
            rows.add(
                    row(
                                    cell,
                                    real(2, 2, 3),
                                    h,
                                    weights(gates, 3, 2, true),
                                    true,
                                    2,
                                    0.0,
                                    false,
                                    true,
                                    true)
                            .with(GRADIENTS, SUMS));
            rows.add(
                    row(
                                    cell,
                                    real(4, 3),
                                    twos(2),
                                    h,
                                    weights(gates, 3, 2, false),
                                    false,
                                    2,
                                    0.0,
                                    false,
                                    true)
                            .with(GRADIENTS, SUMS));
        }
        rows.add(
                row(
                                "lstm",
                                real(2, 2, 3),
                                List.of(h, h),
                                weights(4, 3, 2, true),
                                true,
                                2,
                                0.0,
                                false,
                                true,
                                false)
                        .with(GRADIENTS, SUMS));
        var projected = List.of(between(-1, 1, 12, 2), between(-1, 1, 12, 2), between(-1, 1, 2, 3));
        rows.add(
                row(
                                "lstm",
                                real(4, 2),
                                twos(2),
                                List.of(real(1, 2, 2), real(1, 2, 3)),
                                projected,
                                false,
                                1,
                                0.0,
                                false,
                                false)
                        .with(GRADIENTS, SUMS));
        return rows;
    }

    private static List<OpRow> cells() {
        var rows = new ArrayList<OpRow>();
        var h = real(2, 2);
        for (var cell : List.of("rnn_tanh", "rnn_relu", "gru")) {
            int gates = cell.equals("gru") ? 3 : 1;
            rows.add(
                    row(
                                    cell + "_cell",
                                    real(2, 3),
                                    h,
                                    real(gates * 2, 3),
                                    real(gates * 2, 2),
                                    real(gates * 2),
                                    real(gates * 2))
                            .with(GRADIENTS, SUMS));
        }
        rows.add(
                row("lstm_cell", real(2, 3), List.of(h, h), real(8, 3), real(8, 2))
                        .with(GRADIENTS, SUMS));
        return rows;
    }
}
