package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Initialisers; numbers come from PyTorch. */
class InitTest {
    @Test
    void zerosOfSparseColumns() {
        Torch.manualSeed(0);
        var w = Init.sparse_(Torch.empty(3, 4), 0.5);
        assertArrayEquals(
                new double[] {
                    0,
                    -0.002934289164841175,
                    0,
                    0,
                    -0.010845223441720009,
                    0,
                    0,
                    0,
                    0,
                    0,
                    -0.0059663536958396435,
                    0.0018203648505732417
                },
                w.toDouble().toDoubleArray(),
                1e-9);
    }

    @Test
    void diracPassesEachGroupOn() {
        var w = Init.dirac_(Torch.empty(4, 2, 3), 2);
        var expected = Torch.zeros(4, 2, 3);
        for (long[] at : new long[][] {{0, 0, 1}, {1, 1, 1}, {2, 0, 1}, {3, 1, 1}}) {
            expected.set(1, at);
        }
        assertTrue(w.equal(expected), w::toString);
    }

    @Test
    void orthogonalHasPositiveDiagonal() {
        Torch.manualSeed(0);
        var w = Init.orthogonal_(Torch.empty(DType.FLOAT64, 3, 2));
        assertArrayEquals(
                new double[] {
                    0.5349526297617249, -0.1699301523812457,
                    -0.7563608392014989, 0.3401837823826129,
                    -0.3764889969619549, -0.9248776878677233
                },
                w.toDoubleArray(),
                1e-14);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "7, 30", "30, 7", "64, 64"})
    void orthogonalVectorsAreOrthonormal(long rows, long columns) {
        var w = Init.orthogonal_(Torch.empty(DType.FLOAT64, rows, columns), 3);
        var gram = rows < columns ? w.matmul(w.t()) : w.t().matmul(w);
        var expected = Torch.eye(Math.min(rows, columns)).toDouble().mul(9);
        assertTrue(gram.allclose(expected, 0, 1e-12), gram::toString);
    }

    @Test
    void truncatedFarFromTheMean() {
        Torch.manualSeed(1);
        var w = Init.truncNormal_(Torch.empty(2, 3), 0, 1, 3, 4);
        assertArrayEquals(
                new double[] {
                    3.176790237426758, 3.2104320526123047, 3.019305944442749,
                    3.454986333847046, 3.0292816162109375, 3.1682095527648926
                },
                w.toDouble().toDoubleArray(),
                1e-6);
    }

    @Test
    void aGeneratorOfOnesOwnLeavesTheDefaultAlone() {
        var before = Torch.getRngState();
        var generator = new Generator().manualSeed(5);
        var first =
                Init.kaimingNormal_(
                        Torch.empty(3, 4), 0, Init.Fan.FAN_OUT, Init.Nonlinearity.TANH, generator);
        generator.manualSeed(5);
        var again = Init.normal_(Torch.empty(3, 4), 0, 5.0 / 3 / Math.sqrt(3), generator);
        assertTrue(first.allclose(again), first::toString);
        assertTrue(before.equal(Torch.getRngState()));
    }

    @Test
    void gainsAreThoseOfPyTorch() {
        assertEquals(Math.sqrt(2 / 1.04), Init.calculateGain(Init.Nonlinearity.LEAKY_RELU, 0.2));
        assertEquals(0.75, Init.calculateGain(Init.Nonlinearity.SELU));
        assertEquals(1, Init.calculateGain(Init.Nonlinearity.CONV_TRANSPOSE2D));
    }

    @Test
    void sizesAreChecked() {
        assertSays("3, 4, or 5 dimensions", () -> Init.dirac_(Torch.empty(2, 2)));
        assertSays("dim 0 must be divisible", () -> Init.dirac_(Torch.empty(3, 2, 2), 2));
        assertSays("Only tensors with 2 dimensions", () -> Init.eye_(Torch.empty(2)));
        assertSays("Only tensors with 2 dimensions", () -> Init.sparse_(Torch.empty(2), 0.1));
        assertSays("2 or more dimensions", () -> Init.orthogonal_(Torch.empty(2)));
        assertSays("fewer than 2 dimensions", () -> Init.xavierNormal_(Torch.empty(2)));
        var nothing = Torch.empty(0, 3);
        assertEquals(nothing, Init.kaimingUniform_(nothing));
    }

    private static void assertSays(String words, java.util.function.Supplier<Tensor> mistake) {
        var message = assertThrows(OpException.class, mistake::get).getMessage();
        assertTrue(message.contains(words), message);
    }
}
