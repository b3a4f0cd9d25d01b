package dev.cresset.optim;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.GraphOption;
import dev.cresset.Parameter;
import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.nn.Clipping;
import dev.cresset.nn.Embed;
import dev.cresset.nn.Embedding;
import dev.cresset.nn.EmbeddingBag;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Function;

/** Sparse gradients of embeddings and the optimisers that take them; figures of PyTorch 2.13. */
class SparseGradientTest {
    private static final Tensor INDICES = tensor(new long[][] {{1, 3}, {3, 0}});

    private static Embedding table() {
        return new Embedding(5, 2, Embed.sparse());
    }

    private static void refused(String wording, Executable wrong) {
        var e = assertThrows(RuntimeException.class, wrong);
        assertTrue(e.getMessage().contains(wording), e.getMessage());
    }

    private static void prints(String text, Object tensor) {
        assertEquals(text.strip(), tensor.toString());
    }

    @Test
    void aTableGetsTheRowsInUse() {
        var table = table();
        assertEquals("Embedding(5, 2, sparse=True)", table.toString());
        assertNull(table.weight.sparseGrad());
        table.forward(INDICES).sum().backward();
        prints(
                """
                tensor(indices=tensor([[1, 3, 3, 0]]),
                       values=tensor([[1., 1.],
                                      [1., 1.],
                                      [1., 1.],
                                      [1., 1.]]),
                       size=(5, 2), nnz=4, layout=torch.sparse_coo)
                """,
                table.weight.sparseGrad());
        refused("ask for sparseGrad()", () -> table.weight.grad());
        refused("sparse", () -> Clipping.clipGradNorm_(table.parameters(), 1));
        table.zeroGrad();
        assertNull(table.weight.sparseGrad());
        assertNull(table.weight.grad());
    }

    @Test
    void thePaddingRowGetsNone() {
        var table = new Embedding(5, 2, Embed.paddingIdx(3).sparse());
        table.forward(INDICES).sum().backward();
        prints(
                """
                tensor(indices=tensor([[1, 0]]),
                       values=tensor([[1., 1.],
                                      [1., 1.]]),
                       size=(5, 2), nnz=2, layout=torch.sparse_coo)
                """,
                table.weight.sparseGrad());
        refused(
                "embedding_backward: scale_grad_by_freq not supported with sparse gradients",
                () ->
                        new Embedding(5, 2, Embed.sparse().scaleGradByFreq())
                                .forward(INDICES)
                                .sum()
                                .backward());
    }

    @Test
    void bagsToo() {
        var bag = new EmbeddingBag(5, 2, Embed.mode(Embed.Bag.MEAN).sparse());
        bag.forward(INDICES).sum().backward();
        prints(
                """
                tensor(indices=tensor([[1, 3, 3, 0]]),
                       values=tensor([[0.5000, 0.5000],
                                      [0.5000, 0.5000],
                                      [0.5000, 0.5000],
                                      [0.5000, 0.5000]]),
                       size=(5, 2), nnz=4, layout=torch.sparse_coo)
                """,
                bag.weight.sparseGrad());
        refused(
                "max mode does not support sparse weights",
                () -> new EmbeddingBag(5, 2, Embed.mode(Embed.Bag.MAX).sparse()).forward(INDICES));
    }

    @Test
    void gradientsAddUpSparseAndDense() {
        var table = table();
        table.forward(INDICES).sum().backward();
        table.forward(INDICES).sum().backward();
        var twice =
                "tensor([[2., 2.],\n        [2., 2.],\n        [0., 0.],\n        [4., 4.],\n"
                        + "        [0., 0.]])";
        prints(twice, table.weight.sparseGrad().toDense());
        table.forward(INDICES).sum().add(table.weight.mul(2).sum()).backward();
        var sum =
                "tensor([[5., 5.],\n        [5., 5.],\n        [2., 2.],\n        [8., 8.],\n"
                        + "        [2., 2.]])";
        prints(sum, table.weight.grad());
        assertNull(table.weight.sparseGrad());
        table.zeroGrad();
        table.weight.mul(2).sum().backward();
        table.forward(INDICES).sum().backward();
        prints(
                "tensor([[3., 3.],\n        [3., 3.],\n        [2., 2.],\n        [4., 4.],\n"
                        + "        [2., 2.]])",
                table.weight.grad());
    }

    @Test
    void furtherBackAndHandedOutTheyAreDense() {
        var w = ones(5, 2).requiresGrad_();
        embedding(INDICES, w.mul(2), Embed.sparse()).sum().backward();
        var expected =
                "tensor([[2., 2.],\n        [2., 2.],\n        [0., 0.],\n        [4., 4.],\n"
                        + "        [0., 0.]])";
        prints(expected, w.grad());
        var square = embedding(INDICES, w, Embed.sparse()).square().sum();
        var first = grad(square, List.of(w), GraphOption.CREATE_GRAPH).getFirst();
        prints(expected, first.detach());
        prints(expected, grad(first.sum(), List.of(w)).getFirst());
    }

    @Test
    void aGradientCanBeSet() {
        var p = new Parameter(ones(3));
        p.sparseGrad(ones(3).toSparse());
        assertEquals(3, p.sparseGrad().nnz());
        refused("of a different size", () -> p.sparseGrad(ones(4).toSparse()));
        refused("of a different type", () -> p.sparseGrad(ones(DType.FLOAT64, 3).toSparse()));
        p.grad(ones(3));
        assertNull(p.sparseGrad());
        p.sparseGrad(ones(3).toSparse());
        p.sparseGrad(null);
        assertNull(p.grad());
    }

    @Test
    void aConversionTakesThemAlong() {
        var table = table();
        table.forward(INDICES).sum().backward();
        table.toDouble();
        assertEquals(DType.FLOAT64, table.weight.sparseGrad().dtype());
    }

    /** An optimiser, and the parameter that PyTorch has after three steps. */
    record Run(String name, Function<List<Tensor>, Optimizer> make, double[] want) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Run run(String name, Function<List<Tensor>, Optimizer> make, double... want) {
        return new Run(name, make, want);
    }

    static List<Run> runs() {
        return List.of(
                run("sgd", ps -> new SGD(ps, SGD.lr(0.1)), -0.15, 0.7, 2, 3, 3.4, 4.699999),
                run(
                        "sgd maximize",
                        ps -> new SGD(ps, SGD.lr(0.1).maximizing()),
                        0.15,
                        1.3,
                        2,
                        3,
                        4.599999,
                        5.300001),
                run(
                        "sgd momentum",
                        ps -> new SGD(ps, SGD.lr(0.1).momentum(0.9)),
                        -0.2805,
                        0.61,
                        2,
                        3,
                        3.049,
                        4.439),
                run(
                        "sgd nesterov",
                        ps -> new SGD(ps, SGD.lr(0.1).momentum(0.9).withNesterov()),
                        -0.40245,
                        0.349,
                        2,
                        3,
                        2.5441,
                        4.195099),
                run(
                        "sgd dampening",
                        ps -> new SGD(ps, SGD.lr(0.1).momentum(0.9).dampening(0.5)),
                        -0.208,
                        0.805,
                        2,
                        3,
                        3.389,
                        4.584),
                run(
                        "adagrad",
                        ps -> new Adagrad(ps, Adagrad.lr(0.1).lrDecay(0.2)),
                        -0.200165,
                        0.852779,
                        2,
                        3,
                        3.768194,
                        4.799835),
                run(
                        "adagrad maximize",
                        ps ->
                                new Adagrad(
                                        ps,
                                        Adagrad.lr(0.1).maximizing().initialAccumulatorValue(0.5)),
                        0.152456,
                        1.166930,
                        2,
                        3,
                        4.245714,
                        5.198348),
                run(
                        "sparse adam",
                        ps -> new SparseAdam(ps, SparseAdam.lr(0.1)),
                        -0.3,
                        0.842729,
                        2,
                        3,
                        3.707682,
                        4.7),
                run(
                        "sparse adam maximize",
                        ps -> new SparseAdam(ps, SparseAdam.lr(0.1).betas(0.8, 0.9).maximizing()),
                        0.3,
                        1.161918,
                        2,
                        3,
                        4.293405,
                        5.3));
    }

    private static SparseTensor gradient(int i) {
        return sparseCooTensor(
                tensor(new long[][] {{2, 0, 2}}),
                tensor(new double[][] {{1, -2}, {0.5, i}, {i, 3}}),
                3,
                2);
    }

    private static void step(Parameter p, Optimizer optimizer, int i) {
        p.sparseGrad(gradient(i));
        optimizer.step();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void stepsAsPyTorch(Run run) {
        var p = new Parameter(arange(0.0, 6.0, 1).view(3, 2));
        var optimizer = run.make.apply(List.of(p));
        for (int i = 0; i < 3; i++) {
            step(p, optimizer, i);
        }
        assertArrayEquals(run.want, p.detach().toDouble().view(6).toDoubleArray(), 2e-6);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void goesOnFromItsState(Run run) {
        var p = new Parameter(arange(0.0, 6.0, 1).view(3, 2));
        var optimizer = run.make.apply(List.of(p));
        step(p, optimizer, 0);
        var q = new Parameter(p.detach().clone());
        var other = run.make.apply(List.of(q));
        other.loadStateDict(optimizer.stateDict());
        for (int i = 1; i < 3; i++) {
            step(p, optimizer, i);
            step(q, other, i);
        }
        assertTrue(p.equal(q));
    }

    @Test
    void trainsAsWithDenseGradients() {
        manualSeed(5);
        var sparse = table();
        var dense = Embedding.fromPretrained(sparse.weight.detach().clone());
        dense.weight.requiresGrad_();
        var slow = new SGD(dense.parameters(), SGD.lr(0.05));
        var fast = new SGD(sparse.parameters(), SGD.lr(0.05));
        var target = rand(40, 2);
        for (int i = 0; i < 200; i++) {
            var batch = randint(0, 5, 40);
            for (var table : List.of(sparse, dense)) {
                table.zeroGrad();
                table.forward(batch).sub(target).square().mean().backward();
            }
            slow.step();
            fast.step();
        }
        assertTrue(sparse.weight.allclose(dense.weight));
    }

    @Test
    void othersRefuse() {
        var p = new Parameter(ones(3));
        p.sparseGrad(ones(3).toSparse());
        var ps = List.of(p);
        for (var optimizer :
                List.of(
                        new Adam(ps),
                        new AdamW(ps),
                        new RMSprop(ps),
                        new Adadelta(ps),
                        new Adamax(ps),
                        new ASGD(ps),
                        new NAdam(ps),
                        new RAdam(ps),
                        new Rprop(ps))) {
            var before = optimizer.state(p).keySet().toString();
            refused("does not support sparse gradients", optimizer::step);
            assertEquals(before, optimizer.state(p).keySet().toString());
        }
        refused(
                "weight_decay option is not compatible with sparse gradients",
                () -> new Adagrad(ps, Adagrad.lr(0.1).weightDecay(0.1)).step());
        refused(
                "weight_decay option is not compatible with sparse gradients",
                () -> new SGD(ps, SGD.lr(0.1).weightDecay(0.1)).step());
        assertEquals("tensor([1., 1., 1.])", p.detach().toString());
    }

    @Test
    void sparseAdamIsParticular() {
        var p = new Parameter(ones(3));
        var ps = List.of(p);
        assertEquals(
                """
                SparseAdam (
                Parameter Group 0
                    betas: (0.9, 0.999)
                    eps: 1e-08
                    lr: 0.001
                    maximize: False
                )\
                """,
                new SparseAdam(ps).toString());
        p.grad(ones(3));
        refused(
                "SparseAdam does not support dense gradients, please consider Adam instead",
                () -> new SparseAdam(ps).step());
        refused("Invalid learning rate: 0.0", () -> new SparseAdam(ps, SparseAdam.lr(0)));
        refused("Invalid epsilon value: 0.0", () -> new SparseAdam(ps, SparseAdam.lr(1).eps(0)));
        refused(
                "Invalid beta parameter at index 0: 1.0",
                () -> new SparseAdam(ps, SparseAdam.lr(1).betas(1, 0)));
        var complex = List.of(new Parameter(ones(DType.COMPLEX64, 1)));
        assertThrows(OpException.class, () -> new SparseAdam(complex));
        var empty = new SparseAdam(ps);
        p.sparseGrad(zeros(3).toSparse());
        empty.step();
        assertEquals(1L, empty.state(p).get("step"));
        assertFalse(p.detach().ne(1).any().itemLong() != 0);
    }
}
