package dev.cresset;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.NoDataException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.List;
import java.util.Map;

/** Tensors without memory; printed forms and error texts from PyTorch 2.13. */
class MetaTest {
    private static final Device META = Device.meta();
    private static final Tensor M = zeros(META, 2, 3);

    private static void prints(String text, Tensor tensor) {
        assertEquals(text, tensor.toString());
    }

    private static void refused(String wording, Executable wrong) {
        var e = assertThrows(RuntimeException.class, wrong);
        assertTrue(e instanceof OpException || e instanceof NoDataException, e.toString());
        assertTrue(e.getMessage().contains(wording), e.getMessage());
    }

    @Test
    void printsAsPyTorch() {
        prints("tensor(..., device='meta', size=(2, 3))", M);
        prints(
                "tensor(..., device='meta', size=(2,), dtype=torch.int64)",
                empty(META, DType.INT64, 2));
        prints("tensor(..., device='meta', size=())", ones(META));
        prints("tensor(..., device='meta', size=(0,))", zeros(META, 0));
        prints("tensor(..., device='meta', size=(2,), dtype=torch.float64)", M.sum(1).toDouble());
        prints(
                "tensor(..., device='meta', size=(2, 3), requires_grad=True)",
                ones(META, 2, 3).requiresGrad_());
        prints(
                "tensor(..., device='meta', size=(2,), grad_fn=<ToCopyBackward0>)",
                ones(2).requiresGrad_().to(META));
        prints(
                "tensor(..., device='meta', size=(1000000000000, 1000))",
                zeros(META, 1_000_000_000_000L, 1000));
        assertEquals(
                "Parameter containing:\n"
                        + "tensor(..., device='meta', size=(3, 2), requires_grad=True)",
                new Parameter(empty(META, 3, 2)).toString());
    }

    @Test
    void isMadeByFunctionsThatTakeADevice() {
        var meta = Map.<String, Object>of("device", "meta");
        var sizes = List.<Object>of(List.of(2L, 3L));
        for (var name : List.of("empty", "zeros", "ones")) {
            assertTrue(((Tensor) call(name, sizes, meta)).isMeta(), name);
        }
        prints(
                "tensor(..., device='meta', size=(2,), dtype=torch.int64)",
                (Tensor) call("full", List.of(List.of(2L), 3L), meta));
        prints(
                "tensor(..., device='meta', size=(5,), dtype=torch.int64)",
                (Tensor) call("arange", List.of(5L), meta));
        prints("tensor(..., device='meta', size=(3, 3))", (Tensor) call("eye", List.of(3L), meta));
        var million = List.<Object>of(1_000_000L);
        assertEquals(new Size(1_000_000, 1_000_000), ((Tensor) call("eye", million, meta)).shape());
        var long12 = (Tensor) call("arange", List.of(1_000_000_000_000L), meta);
        prints("tensor(..., device='meta', size=(1000000000000,), dtype=torch.int64)", long12);
        prints(
                "tensor(..., device='meta', size=(4,))",
                (Tensor) call("arange", List.of(0L, 2.0, 0.5), meta));
        for (var name : List.of("linspace", "logspace")) {
            prints(
                    "tensor(..., device='meta', size=(5,))",
                    (Tensor) call(name, List.of(0L, 1L, 5L), meta));
        }
        prints(
                "tensor(..., device='meta', size=())",
                (Tensor) call("scalar_tensor", List.of(1L), meta));
        prints(
                "tensor(..., device='meta', size=(2, 6), dtype=torch.int64)",
                (Tensor) call("tril_indices", List.of(3L, 3L), meta));
        var strided =
                (Tensor) call("empty_strided", List.of(List.of(2L, 3L), List.of(1L, 2L)), meta);
        assertTrue(strided.isMeta() && strided.stride(1) == 2);
        refused("makes no tensors on the meta device", () -> call("rand", sizes, meta));
        refused("Torch not compiled with CUDA enabled", () -> zeros(Device.of("cuda"), 2));
        refused("there is no backend for", () -> zeros(Device.of("xpu"), 2));
        assertEquals("tensor([0., 0.])", zeros(Device.cpu(), 2).toString());
        assertEquals("tensor([1, 1])", ones(Device.cpu(), DType.INT64, 2).toString());
        assertEquals("tensor([1., 1.])", onesLike(zeros(META, 2), Device.cpu()).toString());
        assertTrue(zerosLike(ones(2), META).isMeta() && onesLike(M).isMeta());
        assertEquals(new Size(2, 3), emptyLike(M, Device.cpu()).shape());
    }

    @Test
    void knowsWhatItIs() {
        assertTrue(M.isMeta());
        assertFalse(M.isCpu());
        assertEquals("device(type='meta')", M.device().toString());
        assertEquals("torch.meta.FloatTensor", M.type());
        assertEquals(-1, M.getDevice());
        assertEquals(24, M.nbytes());
        assertSame(M, M.to(META));
        assertSame(M, M.to(M));
        assertTrue(M.clone().isMeta() && M.t().contiguous().isMeta() && M.to(DType.INT8).isMeta());
    }

    @Test
    void viewsAndArithmeticFindSizesAndTypes() {
        assertEquals("[1, 3]", java.util.Arrays.toString(M.t().stride()));
        prints("tensor(..., device='meta', size=(3,))", M.get(0));
        prints("tensor(..., device='meta', size=(6,))", M.view(6));
        prints("tensor(..., device='meta', size=(2, 3))", M.add(1).exp());
        prints("tensor(..., device='meta', size=(2, 3))", M.add(tensor(1.0)));
        prints("tensor(..., device='meta', size=(4, 2, 3))", M.mul(zeros(META, 4, 1, 1)));
        prints(
                "tensor(..., device='meta', size=(2, 3), dtype=torch.float64)",
                M.add(zeros(META, DType.FLOAT64, 3)));
        prints("tensor(..., device='meta', size=(2, 3), dtype=torch.bool)", M.gt(0));
        prints("tensor(..., device='meta', size=())", M.sum());
        prints("tensor(..., device='meta', size=(2,), dtype=torch.bool)", M.any(1));
        prints("tensor(..., device='meta', size=(2, 4))", M.mm(zeros(META, 3, 4)));
        prints("tensor(..., device='meta', size=(2,))", M.matmul(zeros(META, 3)));
        prints("tensor(..., device='meta', size=(5, 2, 2))", zeros(META, 5, 2, 3).matmul(M.t()));
        prints("tensor(..., device='meta', size=(1, 3))", M.indexSelect(0, tensor(1).view(1)));
        prints("tensor(..., device='meta', size=(2, 3))", M.softmax(0));
        prints("tensor(..., device='meta', size=(2, 3))", M.cumsum(0));
        assertEquals(
                "torch.return_types.max(\nvalues=tensor(..., device='meta', size=(2,)),\n"
                        + "indices=tensor(..., device='meta', size=(2,), dtype=torch.int64))",
                M.max(1).toString());
        prints("tensor(..., device='meta', size=(4, 3))", cat(List.of(M, M)));
        prints("tensor(..., device='meta', size=(2, 2, 3))", stack(List.of(M, M)));
        var integers = zeros(META, DType.INT64, 2);
        assertEquals(DType.FLOAT32, integers.div(integers).dtype());
        assertEquals(DType.INT64, integers.floorDivide(integers).dtype());
        assertEquals(DType.COMPLEX64, zeros(META, DType.COMPLEX64, 2).prod().dtype());
    }

    @Test
    void changesInPlaceOnlyCheck() {
        var x = zeros(META, 2, 3);
        assertSame(x, x.add_(1).fill_(2).copy_(ones(2, 3)).mul_(M));
        x.set(1.0, 0, 1);
        assertTrue(
                ((Tensor) callInPlace("resize", List.of(x, List.of(9L, 9L)), Map.of())).isMeta());
        refused("output with shape", () -> zeros(META, 3).add_(M));
        refused("can't be cast", () -> zeros(META, DType.INT64, 3).add_(0.5));
    }

    @Test
    void gradientsAreMetaToo() {
        var w = ones(META, 2, 3).requiresGrad_();
        var x = ones(META, 5, 3);
        x.matmul(w.t()).tanh().square().mean().add(w.sum()).backward();
        prints("tensor(..., device='meta', size=(2, 3))", w.grad());
        w.mul(2).sum().backward();
        assertEquals(new Size(2, 3), w.grad().shape());
        var onCpu = ones(2).requiresGrad_();
        refused("Cannot copy out of meta tensor; no data!", () -> onCpu.to(META).sum().backward());
    }

    @Test
    void numbersAreRefused() {
        refused("Tensor.item() cannot be called on meta tensors", () -> M.sum().item());
        refused("Tensor.item() cannot be called on meta tensors", () -> M.sum().itemLong());
        for (Executable wrong :
                List.<Executable>of(
                        () -> M.cpu(),
                        () -> M.to(Device.cpu()),
                        () -> M.tolist(),
                        () -> M.toFloatArray(),
                        () -> M.toArray(float[][].class),
                        () -> M.memorySegment(),
                        () -> M.dataPtr(),
                        () -> zeros(2, 3).copy_(M))) {
            refused("Cannot copy out of meta tensor; no data!", wrong);
        }
    }

    @Test
    void sizesMayNotOverflow() {
        var wording = "Storage size calculation overflowed with sizes=[";
        for (var device : List.of(META, Device.cpu())) {
            refused(wording, () -> zeros(device, 1L << 62));
            refused(wording, () -> zeros(device, 1L << 61));
            refused("zeros: " + wording, () -> zeros(device, 1L << 62, 4));
            assertEquals(0, zeros(device, 1L << 62, 4, 0).numel());
        }
        assertEquals(1L << 60, zeros(META, 1L << 60).numel());
    }

    @Test
    void devicesDoNotMix() {
        var expected = "is not on the expected device meta!";
        refused(expected, () -> M.add(ones(2, 3)));
        refused(expected, () -> ones(2, 3).add(M));
        refused(expected, () -> M.mm(ones(3, 2)));
        refused(expected, () -> ones(3, 2).mm(M));
        refused(expected, () -> cat(List.of(ones(2, 3), M)));
        refused(expected, () -> zeros(META, 2, 3).add_(ones(3)));
        refused("no data", () -> ones(2, 3).add_(M));
        refused("add: Tensor on device cpu " + expected, () -> M.add(ones(2, 3)));
        refused("matmul: Tensor on device cpu " + expected, () -> M.mm(ones(3, 2)));
        refused(
                "convolution: Tensor on device cpu " + expected,
                () -> call("conv1d", List.of(zeros(META, 1, 2, 3), ones(1, 2, 1)), Map.of()));
    }

    @Test
    void whatHasNoRuleSaysSo() {
        var wording = "attempted to run this operator with Meta tensors";
        refused(wording, () -> M.nonzero());
        refused(wording, () -> M.unique());
        refused(wording, () -> zeros(META, 0).nonzero());
        refused(wording, () -> M.bernoulli_(0.5));
    }
}
