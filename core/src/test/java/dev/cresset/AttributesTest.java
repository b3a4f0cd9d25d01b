package dev.cresset;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Types, devices, memory formats and other attributes; expected texts from PyTorch 2.13. */
class AttributesTest {
    private static void refused(String wording, Executable wrong) {
        var e = assertThrows(RuntimeException.class, wrong);
        assertTrue(e.getMessage().contains(wording), e.getMessage());
    }

    @Test
    void typesHaveNames() {
        var names =
                List.of(
                        FloatTensor(1).type(),
                        DoubleTensor(1).type(),
                        HalfTensor(1).type(),
                        BFloat16Tensor(1).type(),
                        ByteTensor(1).type(),
                        CharTensor(1).type(),
                        ShortTensor(1).type(),
                        IntTensor(1).type(),
                        LongTensor(1).type(),
                        BoolTensor(1).type(),
                        zeros(DType.COMPLEX64, 1).type(),
                        zeros(DType.COMPLEX128, 1).type());
        assertEquals(
                "[torch.FloatTensor, torch.DoubleTensor, torch.HalfTensor,"
                        + " torch.BFloat16Tensor, torch.ByteTensor, torch.CharTensor,"
                        + " torch.ShortTensor, torch.IntTensor, torch.LongTensor,"
                        + " torch.BoolTensor, torch.ComplexFloatTensor,"
                        + " torch.ComplexDoubleTensor]",
                names.toString());
        for (var name : names) {
            assertEquals(name, ones(2).type(name).type());
        }
        refused("invalid type: 'torch.Foo'", () -> ones(1).type("torch.Foo"));
        refused(
                "Torch not compiled with CUDA enabled",
                () -> ones(1).type("torch.cuda.FloatTensor"));
        assertEquals(DType.INT32, ones(2).typeAs(IntTensor(1)).dtype());
    }

    @Test
    void typedConstructorsTakeSizesOrData() {
        assertEquals(new Size(2, 3), FloatTensor(2, 3).shape());
        assertEquals(new Size(4), LongTensor(4).shape());
        assertEquals(new Size(2, 3), ByteTensor(new Size(2, 3)).shape());
        assertEquals("tensor([])", Tensor().toString());
        assertEquals("tensor([2, 3])", LongTensor(new long[] {2, 3}).toString());
        assertEquals("tensor([1, 2])", LongTensor(List.of(1.5, 2)).toString());
        assertEquals("tensor([False,  True,  True])", BoolTensor(List.of(0, 1, 2)).toString());
        var x = tensor(1.0, 2.0);
        assertEquals(x.dataPtr(), FloatTensor(x).dataPtr());
        refused("got torch.float32", () -> DoubleTensor(x));
        refused("new(): data must be a sequence (got float)", () -> FloatTensor(2.5));
        refused("Trying to create tensor with negative dimension -1: [-1]", () -> FloatTensor(-1));
        refused(
                "expected sequence of length 2 at dim 1 (got 1)",
                () -> FloatTensor(List.of(List.of(1, 2), List.of(3))));
    }

    @Test
    void devicesPrintAsPyTorchs() {
        assertEquals("device(type='cpu')", Device.of("cpu").toString());
        assertEquals("device(type='cpu', index=0)", Device.of("cpu:0").toString());
        assertEquals("device(type='cuda')", Device.of("cuda").toString());
        assertEquals("device(type='cuda', index=1)", Device.of("cuda", 1).toString());
        assertEquals("cuda:1", Device.of("cuda:1").text());
        assertEquals(Device.cpu(), ones(1).device());
        refused(
                "Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve,"
                        + " fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone"
                        + " device type at start of device string: foo",
                () -> Device.of("foo"));
        refused("Device string must not be empty", () -> Device.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:-1", "cuda:01", "cuda:x", "cuda:"})
    void wrongDevicesAreRefused(String name) {
        refused("Invalid device string: '" + name + "'", () -> Device.of(name));
    }

    @Test
    void withoutGraphicsProcessorsThereIsAClearError() {
        org.junit.jupiter.api.Assumptions.assumeFalse(Cuda.isAvailable());
        var missing = "Torch not compiled with CUDA enabled";
        assertEquals(0, Cuda.deviceCount());
        assertEquals(0, Cuda.memoryAllocated());
        assertEquals(0, Cuda.maxMemoryAllocated());
        assertEquals(0, Cuda.memoryReserved());
        refused(missing, () -> ones(1).cuda());
        refused(missing, () -> ones(1).to(Device.of("cuda:0")));
        refused(missing, () -> Cuda.setDevice(0));
        refused(missing, () -> Cuda.currentDevice());
        var x = ones(2);
        assertSame(x, x.cpu());
        assertSame(x, x.to(Device.cpu()));
        assertSame(x, x.to(Device.cpu(), DType.FLOAT32));
        refused("device(type='xla')", () -> x.to(Device.of("xla")));
        assertTrue(x.isCpu());
        assertFalse(x.isCuda());
        assertEquals(-1, x.getDevice());
    }

    @Test
    void sizesAndBytes() {
        var x = zeros(DType.FLOAT64, 2, 3, 4);
        assertEquals(3, x.ndim());
        assertEquals(24, x.nelement());
        assertEquals(2, x.len());
        assertEquals(8, x.itemsize());
        assertEquals(8 * 24, x.nbytes());
        assertEquals(x.dataPtr() + 8 * 12, x.get(1).dataPtr());
        assertTrue(x.isSigned());
        assertFalse(x.to(DType.UINT8).isSigned());
        assertTrue(x.isSameSize(ones(2, 3, 4)));
        assertArrayEquals(new long[] {2, 0, 1}, x.permute(1, 2, 0).dimOrder());
        refused("len() of a 0-d tensor", () -> tensor(1.).len());
        refused("Dimension specified as 0 but tensor has no dimensions", () -> tensor(1.).size(0));
        refused(
                "Dimension out of range (expected to be in range of [-3, 2], but got 3)",
                () -> x.size(3));
    }

    @Test
    void memoryFormats() {
        var x = arange(120.).view(2, 3, 4, 5);
        var last = x.contiguous(MemoryFormat.CHANNELS_LAST);
        assertArrayEquals(new long[] {60, 1, 15, 3}, last.stride());
        assertTrue(last.equal(x));
        assertNotEquals(x.dataPtr(), last.dataPtr());
        assertTrue(last.isContiguous(MemoryFormat.CHANNELS_LAST));
        assertFalse(last.isContiguous());
        assertFalse(x.isContiguous(MemoryFormat.CHANNELS_LAST));
        assertTrue(zeros(2, 1, 4, 5).isContiguous(MemoryFormat.CHANNELS_LAST));
        assertSame(last, last.contiguous(MemoryFormat.CHANNELS_LAST));
        assertTrue(last.contiguous(MemoryFormat.CONTIGUOUS_FORMAT).isContiguous());
        assertEquals("torch.channels_last_3d", MemoryFormat.CHANNELS_LAST_3D.toString());
        refused(
                "required rank 4 tensor to use channels_last format",
                () -> zeros(2, 3).contiguous(MemoryFormat.CHANNELS_LAST));
    }

    @Test
    void limitsOfDtypes() {
        assertEquals(
                "finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, eps=2.22045e-16,"
                        + " smallest_normal=2.22507e-308, tiny=2.22507e-308, dtype=float64)",
                finfo(DType.FLOAT64).toString());
        assertEquals(
                "finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562,"
                        + " smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)",
                finfo(DType.FLOAT16).toString());
        assertEquals(finfo(), finfo(DType.COMPLEX64));
        assertEquals(
                "iinfo(min=-9.22337e+18, max=9.22337e+18, dtype=int64)",
                iinfo(DType.INT64).toString());
        assertEquals("iinfo(min=0, max=255, dtype=uint8)", iinfo(DType.UINT8).toString());
        assertEquals(32767, iinfo(DType.INT16).max());
        refused("torch.finfo() requires a floating point input type", () -> finfo(DType.INT32));
        refused("torch.iinfo() requires an integer input type", () -> iinfo(DType.FLOAT32));
        refused("torch.bool is not supported by torch.iinfo", () -> iinfo(DType.BOOL));
    }

    @Test
    void formatsElements() {
        assertEquals("3.14", format(tensor(Math.PI), ".2f"));
        assertEquals("0.10000000149011612", format(tensor(0.1), ""));
        assertEquals("  7", format(tensor(7), "3d"));
        assertEquals("tensor([1.])", format(ones(1), ""));
        refused(
                "unsupported format string passed to Tensor.__format__",
                () -> format(ones(1), ".2f"));
        var max = tensor(new double[][] {{1, 2}}).max(1);
        assertEquals(
                "torch.return_types.max(\nvalues=tensor([2.]),\nindices=tensor([1]))",
                max.toString());
        assertEquals("(tensor([1]), tensor([2]))", tensor(1, 2).split(1).toString());
    }

    @Test
    void listsOfPositionsIndex() {
        var x = arange(6).view(2, 3);
        assertEquals("tensor([[0, 2],\n        [3, 5]])", x.get(":, [0, 2]").toString());
        assertEquals("tensor([5, 0])", x.get("[1, 0], [-1, 0]").toString());
        assertEquals("tensor([3, 4, 5])", x.get(Index.by(1), Index.ALL).squeeze(0).toString());
        assertThrows(OpException.class, () -> x.get("[0, x]"));
    }
}
