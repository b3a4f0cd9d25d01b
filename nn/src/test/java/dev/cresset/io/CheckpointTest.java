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
import dev.cresset.op.OpException;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;
import dev.cresset.optim.scheduler.CosineAnnealingLR;
import dev.cresset.optim.scheduler.ExponentialLR;
import dev.cresset.optim.scheduler.LRScheduler;
import dev.cresset.optim.scheduler.ReduceLROnPlateau;
import dev.cresset.optim.scheduler.Scheduler;
import dev.cresset.optim.scheduler.StepLR;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        var file = folder.resolve("run.pt");
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
        var file = folder.resolve("model.pt");
        TorchFile.save(model().stateDict(), file);
        var e = assertThrows(FileFormatException.class, () -> Checkpoint.load(file));
        assertTrue(e.getMessage().contains("no checkpoint"), e.getMessage());
    }

    @Test
    void numbersThatAreNotFinite() throws IOException {
        var file = folder.resolve("run.pt");
        var model = model();
        var optimizer = new SGD(model.parameters(), SGD.lr(Double.POSITIVE_INFINITY));
        var numbers =
                Map.of(
                        "nan", Double.NaN,
                        "up", Double.POSITIVE_INFINITY,
                        "down", Double.NEGATIVE_INFINITY);
        Checkpoint.save(file, model, optimizer, 1, numbers);
        var checkpoint = Checkpoint.load(file);
        numbers.forEach((name, number) -> assertEquals(number, checkpoint.number(name)));
        var other = new SGD(model.parameters(), SGD.lr(0.1));
        checkpoint.restore(model, other);
        assertEquals(Double.POSITIVE_INFINITY, other.paramGroups().getFirst().lr());
    }

    @Test
    void aDamagedEpoch() throws IOException {
        var file = folder.resolve("run.pt");
        TorchFile.save(
                Map.of(
                        "model",
                        model().stateDict(),
                        "optimizer",
                        Map.of(),
                        "epoch",
                        "three",
                        "numbers",
                        Map.of("a", List.of())),
                file);
        var checkpoint = Checkpoint.load(file);
        var e = assertThrows(FileFormatException.class, checkpoint::epoch);
        assertTrue(e.getMessage().contains("\"epoch\""), e.getMessage());
        assertThrows(FileFormatException.class, () -> checkpoint.number("a"));
        e = assertThrows(FileFormatException.class, () -> checkpoint.number("b"));
        assertTrue(e.getMessage().contains("[a]"), e.getMessage());
    }

    /** Two halves are the whole, bit for bit: model, averages, learning rates, dropout, data. */
    private void assertResumes(
            Function<Sequential, Optimizer> optimizers, Function<Optimizer, Scheduler> schedulers)
            throws IOException {
        var file = folder.resolve("run.pt");
        Torch.manualSeed(3);
        var model = model();
        var optimizer = optimizers.apply(model);
        var scheduler = schedulers.apply(optimizer);
        var losses = new ArrayList<Double>();
        for (int epoch = 0; epoch < 8; epoch++) {
            if (epoch == 4) {
                Checkpoint.save(file, model, optimizer, scheduler, 3, Map.of());
            }
            losses.addAll(train(model, optimizer, 3));
            step(scheduler, losses.getLast());
        }

        var end = Torch.getRngState();

        Torch.manualSeed(77);
        var twin = model();
        var other = optimizers.apply(twin);
        var otherScheduler = schedulers.apply(other);
        // Whatever it did before is forgotten.
        train(twin, other, 2);
        step(otherScheduler, 1);
        var checkpoint = Checkpoint.load(file);
        checkpoint.restore(twin, other, otherScheduler);
        var resumed = new ArrayList<Double>();
        for (long epoch = checkpoint.epoch() + 1; epoch < 8; epoch++) {
            resumed.addAll(train(twin, other, 3));
            step(otherScheduler, resumed.getLast());
        }
        assertEquals(losses.subList(12, 24), resumed);
        assertEquals(optimizer.toString(), other.toString());
        model.stateDict()
                .forEach((name, t) -> assertTrue(t.equal(twin.stateDict().get(name)), name));
        assertTrue(end.equal(Torch.getRngState()));
        assertEquals(scheduler.stateDict().toString(), otherScheduler.stateDict().toString());
        assertEquals(optimizer.stateDict().toString(), other.stateDict().toString());
    }

    private static void step(Scheduler scheduler, double loss) {
        switch (scheduler) {
            case LRScheduler lr -> lr.step();
            case ReduceLROnPlateau plateau -> plateau.step(loss);
        }
    }

    @Test
    void aRunWithASchedulerGoesOnBitForBit() throws IOException {
        assertResumes(m -> new Adam(m.parameters(), Adam.lr(0.05)), o -> new StepLR(o, 2));
        assertResumes(
                m -> new SGD(m.parameters(), SGD.lr(0.05).momentum(0.9)),
                o -> new CosineAnnealingLR(o, 8));
        assertResumes(
                m -> new AdamW(m.parameters(), AdamW.lr(0.05)), o -> new ExponentialLR(o, 0.9));
        assertResumes(
                m -> new Adam(m.parameters(), Adam.lr(0.05).withAmsgrad()),
                o -> new ReduceLROnPlateau(o));
    }

    @Test
    void theStateOfAnotherOptimizerChangesNothing() throws IOException {
        var file = folder.resolve("run.pt");
        Torch.manualSeed(1);
        var model = model();
        var sgd = new SGD(model.parameters(), SGD.lr(0.01).momentum(0.9));
        train(model, sgd, 2);
        Checkpoint.save(file, model, sgd, 1, Map.of());

        var twin = model();
        var adam = new Adam(twin.parameters(), Adam.lr(0.5));
        train(twin, adam, 2);
        var options = adam.toString();
        var p = twin.parameters().getFirst();
        var weight = p.detach().clone();
        var average = adam.state(p).get("exp_avg").toString();
        var checkpoint = Checkpoint.load(file);
        var e = assertThrows(OpException.class, () -> checkpoint.restore(twin, adam));
        assertTrue(e.getMessage().startsWith("Adam: loaded state dict"), e.getMessage());
        assertEquals(options, adam.toString());
        assertTrue(weight.equal(p));
        assertEquals(average, adam.state(p).get("exp_avg").toString());

        // With the right options, but the state of SGD.
        var mixed = new LinkedHashMap<>(adam.stateDict());
        mixed.put("state", sgd.stateDict().get("state"));
        e = assertThrows(OpException.class, () -> adam.loadStateDict(mixed));
        assertTrue(e.getMessage().contains("momentum_buffer"), e.getMessage());
        assertEquals(average, adam.state(p).get("exp_avg").toString());
    }

    @Test
    void aStateTakesTheTypeOfItsParameter() {
        var model = model();
        var sgd = new SGD(model.parameters(), SGD.lr(0.01).momentum(0.9));
        var p = model.parameters().getFirst();
        var dict = sgd.stateDict();
        var buffer = Torch.ones(8, 3).to(DType.FLOAT64);
        dict.put("state", Map.of(0L, Map.of("momentum_buffer", buffer)));
        sgd.loadStateDict(dict);
        assertEquals(DType.FLOAT32, ((Tensor) sgd.state(p).get("momentum_buffer")).dtype());
        train(model, sgd, 1);

        dict.put("state", Map.of(0L, Map.of("momentum_buffer", Torch.ones(3, 8))));
        assertThrows(OpException.class, () -> sgd.loadStateDict(dict));
        dict.put("state", Map.of(77L, Map.of("momentum_buffer", buffer)));
        assertThrows(OpException.class, () -> sgd.loadStateDict(dict));
    }
}
