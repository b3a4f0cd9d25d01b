package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.optim.Adam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

class CheckpointTest {
    @TempDir Path folder;

    private static Sequential model() {
        return new Sequential(new Linear(3, 8), new Tanh(), new Dropout(0.3), new Linear(8, 1));
    }

    private static List<Double> train(Sequential model, Optimizer optimizer, int steps) {
        var losses = new ArrayList<Double>();
        for (int i = 0; i < steps; i++) {
            var x = Torch.randn(16, 3);
            Tensor loss = model.forward(x).sub(x.sum(1).unsqueeze(1)).square().mean();
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            losses.add(loss.item());
        }
        return losses;
    }

    private void assertContinues(Function<Sequential, Optimizer> optimizers) throws IOException {
        var file = folder.resolve("run.safetensors");
        Torch.manualSeed(1);
        var model = model();
        var optimizer = optimizers.apply(model);
        train(model, optimizer, 5);
        optimizer.paramGroups().getFirst().lr(0.02);
        Checkpoint.save(file, model, optimizer, 4, Map.of("accuracy", 0.75));
        var want = train(model, optimizer, 5);

        Torch.manualSeed(99);
        var twin = model();
        var other = optimizers.apply(twin);
        var checkpoint = Checkpoint.load(file);
        checkpoint.restore(twin, other);
        assertEquals(4, checkpoint.epoch());
        assertEquals(0.75, checkpoint.number("accuracy"));
        assertEquals(optimizer.toString(), other.toString());
        assertEquals(want, train(twin, other, 5));
    }

    @Test
    void aRunGoesOnAsIfItHadNotStopped() throws IOException {
        assertContinues(m -> new Adam(m.parameters(), Adam.lr(0.01)));
        assertContinues(
                m -> new Adam(m.parameters(), Adam.lr(0.01).weightDecay(0.1).withAmsgrad()));
        assertContinues(m -> new SGD(m.parameters(), SGD.lr(0.01).momentum(0.9)));
        assertContinues(m -> new SGD(m.parameters(), SGD.lr(0.01)));
    }

    @Test
    void otherFiles() throws IOException {
        var file = folder.resolve("model.safetensors");
        Safetensors.save(model().stateDict(), file);
        var e = assertThrows(FileFormatException.class, () -> Checkpoint.load(file));
        assertTrue(e.getMessage().contains("no checkpoint"), e.getMessage());
    }
}
