package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import org.junit.jupiter.api.Test;

import java.util.List;

class ModuleSetTest {
    @Test
    void aParameterTakesThePlaceOfAnother() {
        var layer = new Linear(2, 1);
        var weight = new Parameter(Torch.tensor(new double[][] {{2, 3}}));
        layer.set("weight", weight).set("bias", (Parameter) null);
        assertSame(weight, layer.weight);
        assertNull(layer.bias);
        assertEquals(List.of("weight"), List.copyOf(layer.namedParameters().keySet()));
        assertEquals(5, layer.forward(Torch.ones(1, 2)).item());
    }

    @Test
    void tiedParametersCountOnce() {
        var net = new Sequential(new Linear(2, 2), new Linear(2, 2));
        var first = (Linear) net.get(0);
        var second = (Linear) net.get(1);
        second.set("weight", first.weight);
        assertSame(first.weight, second.weight);
        assertEquals(3, net.parameters().size());
    }

    @Test
    void aPlainTensorIsNoParameter() {
        var layer = new Linear(2, 1);
        var weight = layer.weight;
        var e = assertThrows(OpException.class, () -> layer.set("weight", Torch.ones(1, 2)));
        assertTrue(
                e.getMessage()
                        .contains(
                                "cannot assign 'torch.FloatTensor' as parameter 'weight'"
                                        + " (torch.nn.Parameter or None expected)"));
        assertSame(weight, layer.weight);
    }

    @Test
    void aBufferTakesAnyTensor() {
        var norm = new BatchNorm1d(2);
        var mean = Torch.tensor(1.0, 2.0);
        norm.set("running_mean", mean);
        assertEquals(mean.dataPtr(), norm.runningMean.dataPtr());
        assertEquals("tensor([1., 2.])", norm.stateDict().get("running_mean").toString());
    }

    @Test
    void newNamesAreRegisteredAndModulesReplaced() {
        class Net extends Module {
            final Linear fc = new Linear(2, 1);
        }
        var net = new Net();
        var scale = new Parameter(Torch.ones(1));
        net.set("scale", scale).set("fc", new Linear(3, 1));
        assertSame(scale, net.namedParameters().get("scale"));
        assertEquals(3, net.fc.weight.size(1));
        assertThrows(OpException.class, () -> net.set("fc", new ReLU()));
    }

    @Test
    void loadingSaysWhatItFound() {
        var layer = new Linear(2, 1);
        assertEquals(
                "<All keys matched successfully>",
                layer.loadStateDict(new Linear(2, 1).stateDict()).toString());
        assertTrue(layer.stateDict().toString().startsWith("OrderedDict([('weight', tensor(["));
    }
}
