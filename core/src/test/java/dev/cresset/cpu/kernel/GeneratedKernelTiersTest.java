package dev.cresset.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.cpu.Vectors;
import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/** A kernel gives the same bits before, while and after it moves from one tier to the next. */
class GeneratedKernelTiersTest {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);
    private static final long SECOND = 1_000_000_000;

    @BeforeEach
    void vectors() {
        Assumptions.assumeTrue(Vectors.available(), "the Vector API is off");
    }

    private static Formula formula(Expr e, DType dtype) {
        return new Formula(List.of(e), dtype.compute(), List.of(dtype), List.of(dtype, dtype));
    }

    static Stream<Formula> formulas() {
        var smaller = A.lt(B);
        return Stream.of(
                formula(Expr.call(Fn.TANH, A).mul(B.exp()).add(A.log()), DType.FLOAT32),
                formula(Expr.call(Fn.SIN, A).add(Expr.call(Fn.ERF, B)), DType.FLOAT16),
                formula(Expr.where(smaller, A.max(B), A.div(B)).add(smaller), DType.BFLOAT16),
                formula(A.sqrt().min(B).add(Expr.call(Fn.RINT, A)), DType.FLOAT64),
                formula(Expr.where(smaller, A.mul(B), A.sub(Expr.param(0))), DType.INT64),
                formula(A.add(B).abs().min(Expr.of(100)), DType.UINT8));
    }

    /** A kernel that is nothing but a generated loop. */
    private static PointwiseKernel dense(GeneratedLoop loop) {
        return new PointwiseKernel() {
            @Override
            public void runContiguous(long n, long[] pointers, long[] params) {
                loop.run(pointers, new long[0], n, 1, params);
            }

            @Override
            public void run(Plan plan, long[] pointers, long[] params) {
                throw new AssertionError("not contiguous");
            }
        };
    }

    /** Vector code means something else to each compiler of the JVM until it is optimised. */
    @ParameterizedTest
    @MethodSource("formulas")
    void optimisedCodeGivesTheBitsOfTheTiles(Formula formula) throws InterruptedException {
        var program = Program.of(formula);
        var loop = GeneratedClasses.load(program, 0, null);
        new GeneratedWarmup(program, loop).advance(4 * SECOND);
        var tile = new TileKernel(program);
        var kernel = dense(loop);
        for (long n : new long[] {1, 5, 16, 17, 100, 4099}) {
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(
                        Operands.run(tile, formula, n, i), Operands.run(kernel, formula, n, i));
            }
        }
    }

    @Test
    void aHotKernelMovesToItsClassUnnoticed() {
        var e = Expr.call(Fn.SIGMOID, A).mul(B).add(Expr.param(0));
        var formula = formula(e, DType.FLOAT32);
        var kernel = (GeneratedKernel) CpuKernels.create(formula, CpuKernels.Tier.AUTO);
        byte[][] expected = Operands.run(kernel, formula, 20_000, 1);
        long end = System.nanoTime() + 60 * SECOND;
        while (!kernel.isGenerated() && System.nanoTime() < end) {
            assertArrayEquals(expected, Operands.run(kernel, formula, 20_000, 1));
        }
        assertTrue(kernel.isGenerated());
        assertArrayEquals(expected, Operands.run(kernel, formula, 20_000, 1));
    }

    @Test
    void aProgramTooLongToCompileStaysOnTiles() {
        var terms = new ArrayDeque<Expr>();
        for (int i = 2; i < 1200; i++) {
            terms.add(A.mul(i).max(B));
        }
        while (terms.size() > 1) {
            terms.add(terms.poll().add(terms.poll()));
        }
        Expr e = terms.poll();
        var formula = formula(e, DType.FLOAT32);
        int before = CpuKernels.generatedClasses();
        var kernel = (GeneratedKernel) CpuKernels.create(formula, CpuKernels.Tier.GENERATED);
        assertArrayEquals(
                Operands.run(new TileKernel(Program.of(formula)), formula, 100, 1),
                Operands.run(kernel, formula, 100, 1));
        assertTrue(!kernel.isGenerated() && CpuKernels.generatedClasses() == before);
    }
}
