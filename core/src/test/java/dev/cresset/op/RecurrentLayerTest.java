package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.GraphOption;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fast form of recurrent layers against the one that goes step by step. */
class RecurrentLayerTest {
    private static final int INPUT = 5;
    private static final int HIDDEN = 7;
    private static final int PROJECTED = 3;

    /** A layer with its operands, all of them leaves. */
    private record Case(
            RecurrentCell cell,
            long[] batchSizes,
            boolean reverse,
            Tensor x,
            Tensor h,
            Tensor c,
            RecurrentLayer.Weights w) {
        static Case of(
                RecurrentCell cell,
                long[] batchSizes,
                boolean reverse,
                boolean biases,
                boolean projects,
                DType dtype) {
            long batch = batchSizes == null ? 3 : batchSizes[0];
            long gates = cell.gates() * HIDDEN;
            long state = projects ? PROJECTED : HIDDEN;
            long total = batchSizes == null ? 0 : java.util.Arrays.stream(batchSizes).sum();
            return new Case(
                    cell,
                    batchSizes,
                    reverse,
                    batchSizes == null ? leaf(dtype, 4, batch, INPUT) : leaf(dtype, total, INPUT),
                    leaf(dtype, batch, state),
                    cell == RecurrentCell.LSTM ? leaf(dtype, batch, HIDDEN) : null,
                    new RecurrentLayer.Weights(
                            leaf(dtype, gates, INPUT),
                            leaf(dtype, gates, state),
                            biases ? leaf(dtype, gates) : null,
                            biases ? leaf(dtype, gates) : null,
                            projects ? leaf(dtype, state, HIDDEN) : null));
        }

        private static Tensor leaf(DType dtype, long... sizes) {
            return Torch.empty(dtype, sizes).uniform_(-1, 1).requiresGrad_();
        }

        RecurrentLayer.Result fast() {
            return RecurrentLayer.call(cell, x, batchSizes, h, c, w, reverse);
        }

        RecurrentLayer.Result slow() {
            var rows =
                    batchSizes == null
                            ? RecurrentRows.of(4, 3, reverse)
                            : RecurrentRows.of(batchSizes, x.size(0), reverse);
            return new RecurrentSteps(cell, rows, x, h, c, w).result();
        }

        List<Tensor> leaves() {
            return Stream.of(x, h, c, w.wIh(), w.wHh(), w.bIh(), w.bHh(), w.wHr())
                    .filter(v -> v != null)
                    .map(Tensor.class::cast)
                    .toList();
        }
    }

    private static List<Tensor> tensors(RecurrentLayer.Result r) {
        return Stream.of(r.output(), r.h(), r.c())
                .filter(v -> v != null)
                .map(Tensor.class::cast)
                .toList();
    }

    private static List<Tensor> gradients(Case some, List<Tensor> results, GraphOption... options) {
        Tensor sum = null;
        int k = 1;
        for (var result : results) {
            var part = result.mul(result).mul(0.5 * k++).sum().add(result.sum());
            sum = sum == null ? part : sum.add(part);
        }
        return Torch.grad(sum, some.leaves(), options);
    }

    private static void assertClose(List<Tensor> expected, List<Tensor> actual, double tolerance) {
        for (int i = 0; i < expected.size(); i++) {
            var want = expected.get(i).detach().to(DType.FLOAT64).toDoubleArray();
            double largest = java.util.Arrays.stream(want).map(Math::abs).max().orElse(0);
            assertArrayEquals(
                    want,
                    actual.get(i).detach().to(DType.FLOAT64).toDoubleArray(),
                    tolerance * Math.max(1, largest),
                    "tensor " + i);
        }
    }

    private static List<Case> cases(RecurrentCell cell, DType dtype) {
        var cases = new ArrayList<Case>();
        for (var batchSizes : new long[][] {null, {3, 3, 2, 2, 1}, {1}, {4, 1}}) {
            for (boolean reverse : new boolean[] {false, true}) {
                cases.add(Case.of(cell, batchSizes, reverse, true, false, dtype));
                cases.add(Case.of(cell, batchSizes, reverse, false, false, dtype));
                if (cell == RecurrentCell.LSTM) {
                    cases.add(Case.of(cell, batchSizes, reverse, true, true, dtype));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @EnumSource(RecurrentCell.class)
    void bothFormsAreEqual(RecurrentCell cell) {
        Torch.manualSeed(0);
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double tolerance = dtype == DType.FLOAT32 ? 2e-5 : 1e-12;
            for (var some : cases(cell, dtype)) {
                var fast = tensors(some.fast());
                var slow = tensors(some.slow());
                assertClose(slow, fast, tolerance);
                var expected = gradients(some, slow);
                assertClose(expected, gradients(some, fast, GraphOption.RETAIN_GRAPH), tolerance);
                // A gradient that can be differentiated again is computed in another way.
                assertClose(expected, gradients(some, fast, GraphOption.CREATE_GRAPH), tolerance);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RecurrentCell.class)
    void sixteenBitsFollowFloat32(RecurrentCell cell) {
        Torch.manualSeed(0);
        var some = Case.of(cell, null, false, true, false, DType.FLOAT32);
        var half =
                RecurrentLayer.call(
                        cell,
                        half(some.x),
                        null,
                        half(some.h),
                        half(some.c),
                        new RecurrentLayer.Weights(
                                half(some.w.wIh()),
                                half(some.w.wHh()),
                                half(some.w.bIh()),
                                half(some.w.bHh()),
                                null),
                        false);
        assertTrue(half.output().dtype() == DType.BFLOAT16);
        assertClose(tensors(some.fast()), tensors(half), 0.1);
    }

    private static Value half(Value v) {
        return v == null ? null : ((Tensor) v).detach().to(DType.BFLOAT16);
    }

    @Test
    void emptyBatches() {
        var x = Torch.zeros(4, 0, INPUT);
        var w = Case.of(RecurrentCell.LSTM, null, false, true, false, DType.FLOAT32).w;
        var h = Torch.zeros(0, HIDDEN);
        var result = RecurrentLayer.call(RecurrentCell.LSTM, x, null, h, h, w, false);
        assertArrayEquals(new long[] {4, 0, HIDDEN}, result.output().layout().sizes());
        ((Tensor) result.output()).sum().backward();
        assertArrayEquals(
                new double[4 * HIDDEN],
                ((Tensor) w.bIh()).grad().to(DType.FLOAT64).toDoubleArray());
    }

    @Test
    void wrongSizesAreRefused() {
        var some = Case.of(RecurrentCell.GRU, null, false, true, false, DType.FLOAT32);
        var narrow = Torch.zeros(4, 3, INPUT - 1);
        assertThrows(
                OpException.class,
                () -> RecurrentLayer.call(some.cell, narrow, null, some.h, null, some.w, false));
        var few = Torch.zeros(2, HIDDEN);
        assertThrows(
                OpException.class,
                () -> RecurrentLayer.call(some.cell, some.x, null, few, null, some.w, false));
        var sizes = new long[] {1, 2};
        var data = Torch.zeros(3, INPUT);
        assertThrows(
                OpException.class,
                () -> RecurrentLayer.call(some.cell, data, sizes, some.h, null, some.w, false));
    }
}
