package dev.cresset;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.op.OpException;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.text.PrintOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.List;
import java.util.function.Function;

/** Sparse tensors; printed forms, values and error texts from PyTorch 2.13. */
class SparseTensorTest {
    private static final Tensor DIAGONAL = tensor(new double[][] {{1, 0}, {0, 2}});

    /** Position (0, 1) twice. */
    private static SparseTensor repeated(Tensor values) {
        return sparseCooTensor(tensor(new long[][] {{0, 0, 1}, {1, 1, 0}}), values);
    }

    private static SparseTensor repeated() {
        return repeated(tensor(1.0, 2.0, 3.0));
    }

    private static void refused(String wording, Executable wrong) {
        var e = assertThrows(OpException.class, wrong);
        assertTrue(e.getMessage().contains(wording), e.getMessage());
    }

    private static void prints(String text, Object tensor) {
        assertEquals(text.strip(), tensor.toString());
    }

    @Test
    void printsAsPyTorch() {
        prints(
                """
                tensor(indices=tensor([[0, 1],
                                       [0, 1]]),
                       values=tensor([1, 2]),
                       size=(2, 2), nnz=2, layout=torch.sparse_coo)
                """,
                tensor(new long[][] {{1, 0}, {0, 2}}).toSparse());
        prints(
                """
                tensor(indices=tensor([[0, 1],
                                       [0, 1]]),
                       values=tensor([1., 2.]),
                       size=(2, 2), nnz=2, dtype=torch.float64, layout=torch.sparse_coo)
                """,
                DIAGONAL.toDouble().toSparse());
        prints(
                """
                tensor(indices=tensor([[0, 0, 1],
                                       [1, 1, 0]]),
                       values=tensor([1., 2., 3.]),
                       size=(2, 2), nnz=3, layout=torch.sparse_coo)
                """,
                repeated());
        prints(
                """
                tensor(indices=tensor([[0, 0, 0, 1, 1, 1],
                                       [0, 1, 2, 0, 1, 2]]),
                       values=tensor([[1., 1.],
                                      [1., 1.],
                                      [1., 1.],
                                      [1., 1.],
                                      [1., 1.],
                                      [1., 1.]]),
                       size=(2, 3, 2), nnz=6, layout=torch.sparse_coo)
                """,
                ones(2, 3, 2).toSparse(2));
        prints(
                """
                tensor(indices=tensor([[0, 1]]),
                       values=tensor([[[1., 1.],
                                       [1., 1.],
                                       [1., 1.]],

                                      [[1., 1.],
                                       [1., 1.],
                                       [1., 1.]]]),
                       size=(2, 3, 2), nnz=2, layout=torch.sparse_coo)
                """,
                ones(2, 3, 2).toSparse(1));
        prints(
                """
                tensor(indices=tensor([[ 0,  0,  0,  ..., 39, 39, 39],
                                       [ 0,  1,  2,  ..., 37, 38, 39]]),
                       values=tensor([1.0000e+00, 2.0000e+00, 3.0000e+00,  ...,
                                      1.5980e+03, 1.5990e+03, 1.6000e+03]),
                       size=(40, 40), nnz=1600, layout=torch.sparse_coo)
                """,
                arange(1.0, 1601.0, 1).view(40, 40).toSparse());
    }

    @Test
    void breaksLongLines() {
        var options = PrintOptions.current();
        try {
            PrintOptions.current(options.withPrecision(2).withLinewidth(50));
            prints(
                    """
                    tensor(indices=tensor([[0, 0, 0, 0, 1, 1, 1, 1, 2,
                                            2, 2, 2, 3, 3, 3, 3],
                                           [0, 1, 2, 3, 0, 1, 2, 3, 0,
                                            1, 2, 3, 0, 1, 2, 3]]),
                           values=tensor([0.14, 0.29, 0.43, 0.57,
                                          0.71, 0.86, 1.00, 1.14,
                                          1.29, 1.43, 1.57, 1.71,
                                          1.86, 2.00, 2.14, 2.29]),
                           size=(4, 4), nnz=16, dtype=torch.float64,
                           layout=torch.sparse_coo)
                    """,
                    arange(DType.FLOAT64, 1, 17, 1).view(4, 4).div(7).toSparse());
        } finally {
            PrintOptions.current(options);
        }
    }

    @Test
    void printsNothingAsPyTorch() {
        prints(
                """
                tensor(indices=tensor([], size=(2, 0)),
                       values=tensor([], size=(0,)),
                       size=(2, 3), nnz=0, layout=torch.sparse_coo)
                """,
                zeros(2, 3).toSparse());
        prints(
                """
                tensor(indices=tensor([], size=(2, 0)),
                       values=tensor([], size=(0,)),
                       size=(2, 3), nnz=0, layout=torch.sparse_coo)
                """,
                zeros(DType.INT64, 2, 3).toSparse());
        prints(
                """
                tensor(indices=tensor([], size=(2, 0)),
                       values=tensor([], size=(0,)),
                       size=(2, 3), nnz=0, dtype=torch.int32, layout=torch.sparse_coo)
                """,
                zeros(DType.INT32, 2, 3).toSparse());
        prints(
                """
                tensor(indices=tensor([], size=(2, 0)),
                       values=tensor([], size=(0, 3)),
                       size=(2, 2, 3), nnz=0, layout=torch.sparse_coo)
                """,
                sparseCooTensor(zeros(DType.INT64, 2, 0), zeros(0, 3), 2, 2, 3));
        prints(
                """
                tensor(indices=tensor([], size=(0, 1)),
                       values=tensor([3.]),
                       size=(), nnz=1, layout=torch.sparse_coo)
                """,
                tensor(3.0).toSparse());
        prints(
                """
                tensor(indices=tensor([], size=(0, 0)),
                       values=tensor([], size=(0,)),
                       size=(), nnz=0, layout=torch.sparse_coo)
                """,
                tensor(0.0).toSparse());
    }

    @Test
    void printsItsHistory() {
        prints(
                """
                tensor(indices=tensor([[0, 1],
                                       [0, 1]]),
                       values=tensor([1., 2.]),
                       size=(2, 2), nnz=2, layout=torch.sparse_coo, grad_fn=<ToSparseBackward1>)
                """,
                DIAGONAL.clone().requiresGrad_().toSparse());
        prints(
                """
                tensor(indices=tensor([[0, 0, 1],
                                       [1, 1, 0]]),
                       values=tensor([1., 2., 3.]),
                       size=(2, 2), nnz=3, layout=torch.sparse_coo, requires_grad=True)
                """,
                repeated().requiresGrad_());
        var values = tensor(1.0, 2.0).requiresGrad_();
        var s = sparseCooTensor(tensor(new long[][] {{0, 1}}), values, 3);
        prints(
                """
                tensor(indices=tensor([[0, 1]]),
                       values=tensor([1., 2.]),
                       size=(3,), nnz=2, layout=torch.sparse_coo,
                       grad_fn=<SparseCooTensorWithDimsAndTensorsBackward0>)
                """,
                s);
        prints(
                """
                tensor(indices=tensor([[0, 1]]),
                       values=tensor([1., 2.]),
                       size=(3,), nnz=2, dtype=torch.float64, layout=torch.sparse_coo,
                       grad_fn=<ToCopyBackward0>)
                """,
                s.to(DType.FLOAT64));
        var nodes =
                List.of(
                        node(s.coalesce()),
                        node(s.add(s)),
                        node(s.sub(s)),
                        node(s.mul(2)),
                        node(s.div(2)),
                        node(s.neg()),
                        node(s.clone()));
        assertEquals(
                "[CoalesceBackward0, AddBackward0, SubBackward0, MulBackward0, DivBackward0,"
                        + " NegBackward0, CloneBackward0]",
                nodes.toString());
        prints("tensor([1., 2., 0.], grad_fn=<ToDenseBackward0>)", s.toDense());
        prints("tensor([1., 2.], grad_fn=<ValuesBackward0>)", s.coalesce().values());
        var q = repeated(tensor(1.0, 2.0, 3.0).requiresGrad_());
        assertEquals(
                "[AddBackward0, SubBackward0, TBackward0, TransposeBackward0]",
                List.of(
                                node(q.add(DIAGONAL.toSparse())),
                                node(q.sub(DIAGONAL.toSparse())),
                                node(q.t()),
                                node(q.transpose(0, 1)))
                        .toString());
        prints("tensor([[0., 6.],\n        [3., 0.]], grad_fn=<MmBackward0>)", q.mm(DIAGONAL));
        assertFalse(q.detach().requiresGrad());
    }

    private static String node(SparseTensor tensor) {
        return tensor.toString().replaceFirst("(?s).*grad_fn=<(.*)>\\)", "$1");
    }

    @Test
    void knowsWhatItIs() {
        var s = ones(2, 3, 4).toSparse(2);
        assertEquals(2, s.sparseDim());
        assertEquals(1, s.denseDim());
        assertEquals(6, s.nnz());
        assertEquals(24, s.numel());
        assertEquals(3, s.dim());
        assertEquals(4, s.size(-1));
        assertEquals(new Size(2, 3, 4), s.shape());
        assertEquals("torch.sparse_coo", s.tensorLayout().toString());
        assertEquals("torch.strided", ones(1).tensorLayout().toString());
        assertTrue(s.isSparse() && s.isCoalesced() && !ones(1).isSparse());
        assertFalse(repeated().isCoalesced());
        assertTrue(sparseCooTensor(tensor(new long[][] {{1}}), ones(1)).isCoalesced());
    }

    @Test
    void coalescesByAddingAndSorting() {
        var s = repeated().coalesce();
        assertEquals("tensor([[0, 1],\n        [1, 0]])", s.indices().toString());
        assertEquals("tensor([3., 3.])", s.values().toString());
        assertTrue(s.isCoalesced());
        assertSame(s, s.coalesce());
        assertTrue(s.t().coalesce().toDense().equal(s.toDense().t()));
        refused(
                "Cannot get indices on an uncoalesced tensor, please call .coalesce() first",
                () -> repeated().indices());
        refused(
                "Cannot get values on an uncoalesced tensor, please call .coalesce() first",
                () -> repeated().values());
        var flags = sparseCooTensor(tensor(new long[][] {{2, 2, 0}}), tensor(true, true, true));
        assertEquals("tensor([True, True])", flags.coalesce().values().toString());
        var point = sparseCooTensor(zeros(DType.INT64, 0, 2), tensor(1.0, 2.0));
        assertEquals("tensor(3.)", point.toDense().toString());
        assertEquals(1, point.coalesce().nnz());
    }

    @Test
    void becomesDenseAndBack() {
        manualSeed(0);
        for (var dtype : List.of(DType.FLOAT32, DType.INT16, DType.BOOL, DType.COMPLEX64)) {
            var dense = rand(3, 4, 2).sub(0.5).relu().mul(9).to(dtype);
            for (int dims = 1; dims <= 3; dims++) {
                assertTrue(dense.toSparse(dims).toDense().equal(dense));
            }
            var swapped = dense.transpose(0, 2);
            assertTrue(swapped.toSparse().toDense().equal(swapped));
        }
        assertEquals(new Size(0, 3), zeros(0, 3).toSparse().toDense().shape());
        assertEquals("tensor([nan])", tensor(Double.NaN, 0, -0.0).toSparse().values().toString());
    }

    @Test
    void calculates() {
        var s = repeated();
        var d = DIAGONAL.toSparse();
        assertTrue(s.add(d).toDense().equal(s.toDense().add(d.toDense())));
        assertTrue(s.sub(d, 3).toDense().equal(s.toDense().sub(d.toDense(), 3)));
        assertTrue(s.add(s, 3).toDense().equal(s.toDense().mul(4)));
        assertFalse(s.add(s).isCoalesced());
        assertTrue(d.add(s.coalesce()).isCoalesced());
        assertEquals(DType.FLOAT64, d.to(DType.INT32).add(s.to(DType.FLOAT64)).dtype());
        assertEquals(DType.FLOAT32, d.to(DType.INT32).div(2).dtype());
        assertEquals("tensor(6.)", s.sum().toString());
        assertTrue(s.mul(2).div(4).neg().toDense().equal(s.toDense().mul(-0.5)));
        assertEquals("tensor([3., 3.])", s.matmul(ones(2)).toString());
        assertTrue(s.matmul(DIAGONAL).equal(s.toDense().mm(DIAGONAL)));
        assertTrue(s.t().mm(DIAGONAL).equal(s.toDense().t().mm(DIAGONAL)));
        assertEquals(new Size(2, 0), s.mm(zeros(2, 0)).shape());
        assertEquals(new Size(0, 3), zeros(0, 2).toSparse().mm(ones(2, 3)).shape());
        assertTrue(DIAGONAL.add(s, 2).equal(DIAGONAL.add(s.toDense(), 2)));
        assertTrue(DIAGONAL.clone().add_(s, 2).equal(DIAGONAL.add(s.toDense(), 2)));
        assertTrue(DIAGONAL.clone().t_().add_(s).equal(DIAGONAL.add(s.toDense())));
        assertEquals("tensor([[0., 3.],\n        [3., 0.]])", zeros(DType.INT64, 2, 2).add(s) + "");
        assertEquals("tensor([0., 0.])", DIAGONAL.sparseMask(s.coalesce()).values() + "");
        var complex = tensor(new Complex(0, 1), new Complex(2, 0)).unsqueeze(0);
        assertTrue(complex.toSparse().mm(complex.t()).equal(complex.mm(complex.t())));
    }

    @Test
    void gradientsFlowThroughTheValues() {
        var values = tensor(1.0, 2.0, 3.0).requiresGrad_();
        repeated(values).mm(DIAGONAL).sum().backward();
        assertEquals("tensor([2., 2., 1.])", values.grad().toString());
        var dense = DIAGONAL.clone().requiresGrad_();
        var weights = tensor(new double[][] {{1, 2}, {3, 4}});
        dense.toSparse().toDense().mul(weights).sum().backward();
        assertEquals("tensor([[1., 0.],\n        [0., 4.]])", dense.grad().toString());
    }

    @Test
    void aLeafHasASparseGradient() {
        var s = repeated().requiresGrad_();
        assertTrue(s.isLeaf());
        assertNull(s.grad());
        s.mm(DIAGONAL).sum().backward();
        prints(
                """
                tensor(indices=tensor([[0, 1],
                                       [1, 0]]),
                       values=tensor([2., 1.]),
                       size=(2, 2), nnz=2, layout=torch.sparse_coo)
                """,
                s.grad());
    }

    @Test
    void gradientsEqualDifferences() {
        manualSeed(1);
        var values = randn(DType.FLOAT64, 4).requiresGrad_();
        var matrix = randn(DType.FLOAT64, 3, 2).requiresGrad_();
        var indices = tensor(new long[][] {{0, 1, 1, 0}, {2, 0, 0, 1}});
        Function<List<Tensor>, Tensor> product =
                in -> sparseCooTensor(indices, in.get(0), 2, 3).mm(in.get(1));
        checked(product, values, matrix);
        checked(in -> sparseCooTensor(indices, in.get(0), 2, 3).toDense().square(), values);
        checked(
                in -> sparseCooTensor(indices, in.get(0), 2, 3).coalesce().values().square(),
                values);
        checked(in -> in.get(0).toSparse(1).mul(3).toDense().square(), matrix);
        var complex = randn(DType.COMPLEX128, 4).requiresGrad_();
        checked(product, complex, randn(DType.COMPLEX128, 3, 2).requiresGrad_());
        var other = matrix.detach().t().toSparse();
        checked(
                in -> sparseCooTensor(indices, in.get(0), 2, 3).sub(other).values().square(),
                values);
        checked(in -> in.get(0).sparseMask(other.t().coalesce()).values().square(), matrix);
    }

    private static void checked(Function<List<Tensor>, Tensor> f, Tensor... inputs) {
        Gradcheck.gradcheck(f, inputs);
        Gradcheck.gradgradcheck(f, inputs);
    }

    @Test
    void valuesMayBeOthers() {
        var s = DIAGONAL.toSparse();
        var values = tensor(3.0, 4.0).requiresGrad_();
        var other = s.withValues(values);
        assertTrue(other.isCoalesced());
        other.toDense().mul(DIAGONAL).sum().backward();
        assertEquals("tensor([1., 2.])", values.grad().toString());
        assertFalse(repeated().withValues(tensor(1.0, 2.0, 4.0)).isCoalesced());
        refused("values has incorrect size, expected [2], got [3]", () -> s.withValues(ones(3)));
        refused("expected [2], got [2, 1]", () -> s.withValues(ones(2, 1)));
    }

    @Test
    void wrongPartsAreRefused() {
        var line = tensor(new long[][] {{0, 1}});
        var two = tensor(1.0, 2.0);
        refused(
                "size is inconsistent with indices: for dim 0, size is 3 but found index 5",
                () -> sparseCooTensor(tensor(new long[][] {{0, 5}}), two, 3));
        refused(
                "found negative index -1 for dim 0",
                () -> sparseCooTensor(tensor(new long[][] {{0, -1}}), two));
        refused(
                "indices and values must have same nnz, but got nnz from indices: 3, nnz from"
                        + " values: 2",
                () -> sparseCooTensor(tensor(new long[][] {{0, 1, 2}}), two, 3));
        refused(
                "indices must be sparse_dim x nnz, but got: [2]",
                () -> sparseCooTensor(tensor(0, 1), two));
        refused(
                "'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = 1, sparse_dim"
                        + " = 2, dense_dim = 0",
                () -> sparseCooTensor(tensor(new long[][] {{0, 1}, {0, 1}}), two, 3));
        refused(
                "values has incorrect size, expected [2, 3], got [2, 4]",
                () -> sparseCooTensor(line, ones(2, 4), 3, 3));
        refused(
                "indices and values must have same nnz, but got nnz from indices: 2, nnz from"
                        + " values: 1",
                () -> sparseCooTensor(line, tensor(1.0), 3));
        refused(
                "integer multiplication overflow",
                () -> sparseCooTensor(zeros(DType.INT64, 2, 0), zeros(0), 1L << 40, 1L << 40));
        refused(
                "dense_to_sparse: sparse_dim argument must be in [0,2] range, but 5 is given",
                () -> DIAGONAL.toSparse(5));
        refused(
                "dense_to_sparse: sparse_dim argument must be in >0 when self.dim()>0",
                () -> DIAGONAL.toSparse(0));
    }

    @Test
    void wrongOperandsAreRefused() {
        var s = repeated();
        refused(
                "add: expected sizes of 'self' and 'other' to match, but [2, 2] != [1, 1]",
                () -> s.add(ones(1, 1).toSparse()));
        refused(
                "For integral input tensors, argument alpha must not be a floating point number",
                () -> s.to(DType.INT64).add(DIAGONAL.toSparse().to(DType.INT64), 0.5));
        refused("same density", () -> s.add(DIAGONAL.toSparse(1)));
        refused("addmm: Argument #3 (dense): Expected dim 0 size 2, got 3", () -> s.mm(ones(3, 2)));
        refused("expected scalar type Float but found Double", () -> s.mm(DIAGONAL.toDouble()));
        refused("mv: expected self.size(-1) == vec.size(-1)", () -> s.mv(ones(3)));
        refused("expects a sparse matrix", () -> ones(3).toSparse().mm(ones(3, 1)));
        refused(
                "t() expects a tensor with <= 2 sparse and 0 dense dimensions, but got 3 sparse and"
                        + " 0 dense dimensions",
                () -> ones(2, 2, 2).toSparse().t());
        refused(
                "transposed dimensions must be sparse Got sparse_dim: 2, d0: 0, d1: 2",
                () -> ones(2, 3, 2).toSparse(2).transpose(0, 2));
        refused(
                "sparse_mask(): operands have incompatible sizes; self has size [2] but mask has"
                        + " size [2, 2]",
                () -> ones(2).sparseMask(s));
        refused(
                "add: expected 'self' and 'other' to have same size, but self has size [3, 3] while"
                        + " other has size [2, 2]",
                () -> zeros(3, 3).add(s));
        refused("can't be cast", () -> zeros(DType.INT64, 2, 2).add_(s));
    }
}
