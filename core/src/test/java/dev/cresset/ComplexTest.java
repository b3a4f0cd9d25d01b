package dev.cresset;

import static dev.cresset.Torch.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.autograd.AutogradException;
import dev.cresset.op.OpException;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.List;
import java.util.Map;

/** Complex tensors as users meet them; expected texts are PyTorch's. */
class ComplexTest {
    private static final Complex Z = new Complex(1, 2);

    private static Tensor leaf() {
        return tensor(new Complex[] {Z, new Complex(3, -4)}, DType.COMPLEX128).requiresGrad_();
    }

    private static void refused(String words, Executable call) {
        var message = assertThrows(RuntimeException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void numbersMakeTensorsAndTensorsGiveNumbers() {
        assertEquals(DType.COMPLEX64, tensor((Object) Z).dtype());
        assertEquals(Z, tensor((Object) Z).itemComplex());
        assertEquals(Z, tensor((Object) Z).itemObject());
        assertEquals(new Complex(7, 0), tensor(7).itemComplex());
        assertEquals(2.5, tensor((Object) new Complex(2.5, 0)).item());
        refused(
                "value cannot be converted to type double without overflow",
                () -> tensor((Object) Z).item());
        var mixed = tensor(List.of(1, new Complex(0, 2)));
        assertEquals("tensor([1.+0.j, 0.+2.j])", mixed.toString());
        assertEquals("tensor([0.+1.j, 0.+1.j])", Torch.full(new long[] {2}, Complex.I).toString());
        assertEquals(
                "tensor([[1.+0.j, 0.+0.j],\n        [0.+0.j, 1.+0.j]])",
                Torch.eye(2).cfloat().toString());
    }

    @Test
    void promotionIsPyTorchs() {
        var single = Torch.ones(2);
        assertEquals(DType.COMPLEX64, single.mul(Complex.I).dtype());
        assertEquals(DType.COMPLEX128, single.to(DType.FLOAT64).mul(Complex.I).dtype());
        assertEquals(DType.COMPLEX64, Torch.ones(DType.INT64, 2).mul(Complex.I).dtype());
        var zeroDim = tensor((Object) Z, DType.COMPLEX128);
        assertEquals(DType.COMPLEX64, single.mul(zeroDim).dtype());
        assertEquals(DType.COMPLEX128, DType.promote(DType.COMPLEX64, DType.FLOAT64));
        assertEquals(DType.COMPLEX64, DType.promote(DType.INT64, DType.COMPLEX64));
        assertEquals(DType.COMPLEX64, DType.promote(DType.FLOAT16, DType.COMPLEX64));
        refused("can't be cast to the desired output type Float", () -> single.add_(Complex.I));
    }

    @Test
    void printingIsPyTorchs() {
        var values = new Complex[] {Z, new Complex(Double.NaN, -1e-9), new Complex(1e10, 0)};
        assertEquals(
                "tensor([1.0000e+00+2.0000e+00j,        nan-1.0000e-09j, 1.0000e+10+0.0000e+00j])",
                tensor(values).toString());
        assertEquals("tensor(-0.-0.5000j)", tensor((Object) new Complex(-0.0, -0.5)).toString());
        assertEquals(
                "tensor([1.-0.j, 2.+infj])",
                Torch.complex(tensor(1.0, 2), tensor(-0.0, Double.POSITIVE_INFINITY)).toString());
        assertEquals(
                "tensor([0.0000e+00+0.j, 1.0000e+00+0.j, 2.0000e+00+0.j,  ..., 1.9970e+03+0.j,\n"
                        + "        1.9980e+03+0.j, 1.9990e+03+0.j])",
                Torch.arange(2000).cfloat().toString());
    }

    @Test
    void randomNumbersAreThoseOfPyTorch() {
        Torch.manualSeed(0);
        assertEquals(
                "tensor([ 1.0896-0.2075j, -1.5406+0.4019j, -0.7669-0.9890j])",
                Torch.randn(DType.COMPLEX64, 3).toString());
        Torch.manualSeed(0);
        assertEquals(
                "tensor([0.9701+0.7078j, 0.4594+0.9207j], dtype=torch.complex128)",
                Torch.rand(DType.COMPLEX128, 2).toString());
        Torch.manualSeed(3);
        assertEquals(
                "tensor([ 0.5121-0.2469j, -0.3741-0.4875j])",
                Torch.randn(DType.COMPLEX64, 20).get("-2:").toString());
    }

    @Test
    void writingThroughPartsIsSeenByTheGraph() {
        var z = leaf();
        var w = z.clone();
        w.real().mul_(3);
        w.imag().add_(1);
        assertEquals(
                "tensor([3.+3.j, 9.-3.j], dtype=torch.complex128, grad_fn=<CopySlices>)",
                w.toString());
        w.mul(w.conj()).mul(new Complex(2, -1)).real().sum().backward();
        assertEquals("tensor([ 36.+12.j, 108.-12.j], dtype=torch.complex128)", z.grad().toString());
    }

    @Test
    void viewsFollowTheirBase() {
        var z = leaf();
        var w = z.clone();
        var v = Torch.viewAsReal(w);
        w.mul_(Complex.I);
        assertSame(w.array().storage(), v.array().storage());
        v.select(1, 0).mul(v.select(1, 1)).sum().backward();
        assertEquals("tensor([-2.-1.j,  4.-3.j], dtype=torch.complex128)", z.grad().toString());

        var r = tensor(new double[] {1, 2, 3, 4}, DType.FLOAT64).requiresGrad_();
        var s = r.mul(1);
        Torch.viewAsComplex(s.view(2, 2)).mul_(new Complex(1, 1));
        s.square().sum().backward();
        assertEquals(
                "tensor([-1.,  3., -1.,  7.], dtype=torch.float64, grad_fn=<CopySlices>)",
                s.toString());
        assertEquals("tensor([ 4.,  8., 12., 16.], dtype=torch.float64)", r.grad().toString());
    }

    @Test
    void errorsArePyTorchs() {
        var z = leaf();
        refused(
                "grad can be implicitly created only for real scalar outputs",
                () -> z.sum().backward());
        refused("\"lt_cpu\" not implemented for 'ComplexDouble'", () -> z.lt(z));
        refused("clamp is not supported for complex types", () -> z.clamp(0, 1));
        refused("floor is not supported for complex inputs", z::floor);
        refused("torch.sign is not intended to support complex numbers", z::sign);
        refused("In-place abs is not supported for complex tensors", () -> z.detach().abs_());
        refused("imag is not implemented for tensors with non-complex", () -> z.real().imag());
        refused("view_as_real is only supported for complex", () -> Torch.viewAsReal(z.real()));
        refused(
                "Tensor must have a last dimension of size 2",
                () -> Torch.viewAsComplex(Torch.ones(3)));
        refused(
                "Expected both inputs to be Half, Float or Double tensors but got Float and Long",
                () -> Torch.complex(Torch.ones(1), Torch.ones(DType.INT64, 1)));
        refused("same dtype", () -> Torch.eye(2).cfloat().mm(Torch.eye(2)));
        refused("not implemented for 'ComplexDouble'", () -> z.softmax(0));
        assertThrows(
                OpException.class,
                () -> Torch.call("linspace", List.of(Z, 2L, 3L), Map.of("dtype", DType.FLOAT32)));
        assertThrows(AutogradException.class, () -> Torch.ones(DType.INT64, 1).requiresGrad_());
    }

    @Test
    void edgesAreThoseOfPyTorch() {
        var infinite = tensor(new Complex[] {new Complex(Double.POSITIVE_INFINITY, 0)});
        assertEquals("tensor([inf+0.j])", infinite.exp().toString());
        assertEquals("tensor([inf+nanj])", infinite.mul(2).toString());
        assertEquals("tensor([inf])", infinite.abs().toString());
        var zero = Torch.zeros(DType.COMPLEX64, 1);
        assertEquals("tensor([inf+nanj])", zero.reciprocal().toString());
        assertEquals("tensor([inf+nanj])", Torch.ones(1).cfloat().div(zero).toString());
        assertEquals("tensor([1.+0.j])", zero.pow(0).toString());
        assertEquals("tensor([nan+nanj])", zero.pow(Complex.I).toString());
        assertEquals("tensor([0.])", zero.angle().toString());
    }
}
