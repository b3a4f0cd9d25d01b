package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.optim.SGD;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.NoDataException;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;

/** Modules without memory. */
class MetaModuleTest {
    private static Sequential net() {
        return new Sequential(new Linear(3, 4), new Tanh(), new BatchNorm1d(4), new Linear(4, 2));
    }

    @Test
    void findsTheSizesOfItsResult() {
        var net = new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2));
        net.to(Device.meta());
        assertTrue(net.parameters().stream().allMatch(Tensor::isMeta));
        var output = net.forward(Torch.empty(Device.meta(), 5, 3));
        assertEquals(
                "tensor(..., device='meta', size=(5, 2), grad_fn=<AddmmBackward0>)",
                output.toString());
        output.square().mean().backward();
        assertTrue(net.parameters().stream().allMatch(p -> p.grad().isMeta()));
        net.parameters().forEach(p -> assertEquals(p.shape(), p.grad().shape()));
        var step = new SGD(net.parameters());
        assertThrows(NoDataException.class, step::step);
    }

    private static void trains(Module module, Tensor output, long... sizes) {
        assertTrue(output.isMeta());
        assertEquals(new Size(sizes), output.shape());
        output.square().mean().backward();
        module.parameters().forEach(p -> assertEquals(p.shape(), p.grad().shape()));
        assertTrue(module.parameters().stream().allMatch(p -> p.grad().isMeta()));
    }

    @Test
    void imagesGoThrough() {
        var net =
                new Sequential(
                        new Conv2d(3, 8, 3, Conv.padding(1).noBias()),
                        new BatchNorm2d(8),
                        new ReLU(),
                        new MaxPool2d(2),
                        new Conv2d(8, 4, 3, Conv.stride(2)),
                        new GELU(),
                        new AdaptiveAvgPool2d(3),
                        new Dropout(0.3),
                        new Flatten(),
                        new Linear(36, 10),
                        new LogSoftmax(1));
        net.to(Device.meta());
        trains(net, net.forward(Torch.empty(Device.meta(), 2, 3, 32, 32)), 2, 10);
        net.eval();
        assertEquals(
                new Size(5, 10), net.forward(Torch.empty(Device.meta(), 5, 3, 32, 32)).shape());
    }

    @Test
    void lossesGoThrough() {
        var net = new Linear(3, 4);
        net.to(Device.meta());
        var target = Torch.empty(Device.meta(), DType.INT64, 5);
        var logits = net.forward(Torch.empty(Device.meta(), 5, 3));
        var loss = new CrossEntropyLoss().forward(logits, target);
        assertEquals(
                "tensor(..., device='meta', size=(), grad_fn=<NllLossBackward0>)", loss.toString());
        loss.backward();
        assertEquals(new Size(4, 3), net.weight.grad().shape());
        var other = Torch.empty(Device.meta(), 5, 4);
        assertTrue(new MSELoss().forward(logits, other).isMeta());
        assertTrue(new SmoothL1Loss().forward(logits, other).isMeta());
    }

    @Test
    void sequencesGoThrough() {
        var table = new Embedding(100, 16);
        table.to(Device.meta());
        var words = Torch.empty(Device.meta(), DType.INT64, 2, 7);
        trains(table, table.forward(words), 2, 7, 16);
        var layer = new TransformerEncoderLayer(16, 2, TransformerLayer.dropout(0).batchFirst());
        layer.to(Device.meta());
        trains(layer, layer.forward(table.forward(words).detach()), 2, 7, 16);
    }

    @Test
    void gradientsGoAlong() {
        var linear = new Linear(2, 1);
        linear.forward(Torch.ones(3, 2)).sum().backward();
        linear.to(Device.cpu());
        assertEquals("tensor([[3., 3.]])", linear.weight.grad().toString());
        linear.to(Device.meta());
        assertTrue(linear.weight.grad().isMeta());
        linear.toEmpty(Device.cpu());
        assertNull(linear.weight.grad());
    }

    @Test
    void getsMemoryForAState() {
        var net = net();
        var state = new LinkedHashMap<String, Tensor>();
        net.stateDict().forEach((name, tensor) -> state.put(name, tensor.clone()));
        net.to(Device.meta());
        var e = assertThrows(NoDataException.class, () -> net.to(Device.cpu()));
        assertTrue(e.getMessage().contains("Cannot copy out of meta tensor; no data!"));
        var refusal = assertThrows(OpException.class, () -> net.loadStateDict(state));
        assertTrue(refusal.getMessage().contains("toEmpty(Device.cpu())"), refusal.getMessage());
        net.toEmpty(Device.cpu());
        net.loadStateDict(state);
        net.stateDict().forEach((name, tensor) -> assertTrue(tensor.equal(state.get(name)), name));
    }
}
