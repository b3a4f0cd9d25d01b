package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Module;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.scheduler.Scheduler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training run at the end of an epoch: model, optimiser, scheduler if there is one, state of the
 * default generator and numbers of your own. A run that goes on from it takes the same steps as one
 * that never stopped.
 *
 * <p>It is a file of PyTorch that {@code torch.load} reads: a dict with the keys {@code epoch},
 * {@code model}, {@code optimizer}, {@code scheduler}, {@code rng} and {@code numbers}.
 *
 * {@snippet :
 * Checkpoint.save(file, model, optimizer, scheduler, epoch, Map.of("accuracy", 0.98));
 *
 * var checkpoint = Checkpoint.load(file);
 * checkpoint.restore(model, optimizer, scheduler);
 * long next = checkpoint.epoch() + 1;
 * }
 */
public final class Checkpoint {
    private static final String EPOCH = "epoch";
    private static final String MODEL = "model";
    private static final String OPTIMIZER = "optimizer";
    private static final String SCHEDULER = "scheduler";
    private static final String RNG = "rng";
    private static final String NUMBERS = "numbers";

    private final SavedDict run;

    private Checkpoint(SavedDict run) {
        this.run = run;
    }

    /**
     * Saves a run; the file is replaced at once.
     *
     * @param epoch number of the last finished epoch
     * @param numbers what else shall be kept
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(
            Path file,
            Module model,
            Optimizer optimizer,
            long epoch,
            Map<String, ? extends Number> numbers)
            throws IOException {
        TorchFile.save(run(model, optimizer, epoch, numbers), file);
    }

    /**
     * Saves a run with a scheduler; the file is replaced at once.
     *
     * @param epoch number of the last finished epoch
     * @param numbers what else shall be kept
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(
            Path file,
            Module model,
            Optimizer optimizer,
            Scheduler scheduler,
            long epoch,
            Map<String, ? extends Number> numbers)
            throws IOException {
        var run = run(model, optimizer, epoch, numbers);
        run.put(SCHEDULER, scheduler.stateDict());
        TorchFile.save(run, file);
    }

    private static Map<String, Object> run(
            Module model, Optimizer optimizer, long epoch, Map<String, ? extends Number> numbers) {
        var run = new LinkedHashMap<String, Object>();
        run.put(EPOCH, epoch);
        run.put(MODEL, model.stateDict());
        run.put(OPTIMIZER, optimizer.stateDict());
        run.put(RNG, Torch.getRngState());
        // The order of a map that has none would change the bytes of the file.
        run.put(NUMBERS, new java.util.TreeMap<>(numbers));
        return run;
    }

    /**
     * Reads a checkpoint; nothing changes yet.
     *
     * @throws FileFormatException if the file is damaged or no checkpoint
     * @throws IOException if it cannot be read
     */
    public static Checkpoint load(Path file) throws IOException {
        var run = TorchFile.loadDict(file);
        if (!run.containsKey(MODEL) || !run.containsKey(OPTIMIZER) || !run.containsKey(EPOCH)) {
            throw new FileFormatException(
                    file,
                    "it is no checkpoint of a training run: it has "
                            + run.keySet().stream().limit(20).toList()
                            + "; loadStateDict reads the weights of a model");
        }
        return new Checkpoint(run);
    }

    /** Number of the last finished epoch. */
    public long epoch() {
        return run.integer(EPOCH);
    }

    /** A number that was saved with the run. */
    public double number(String name) {
        return run.dict(NUMBERS).number(name);
    }

    /** The state of the model. */
    public Map<String, Tensor> model() {
        return run.stateDict(MODEL);
    }

    /** The state of the optimiser, as {@link Optimizer#stateDict} gave it. */
    public Map<String, Object> optimizer() {
        return run.dict(OPTIMIZER);
    }

    /** The state of the scheduler, as {@link Scheduler#stateDict} gave it. */
    public Map<String, Object> scheduler() {
        return run.dict(SCHEDULER);
    }

    /**
     * Sets model, optimiser and the default generator to what they were. Where one of them does not
     * fit, none of them changes.
     */
    public void restore(Module model, Optimizer optimizer) {
        restore(model, optimizer, () -> {}, () -> {});
    }

    /**
     * Sets model, optimiser, scheduler and the default generator to what they were. Where one of
     * them does not fit, none of them changes.
     */
    public void restore(Module model, Optimizer optimizer, Scheduler scheduler) {
        var state = scheduler();
        var old = scheduler.stateDict();
        restore(
                model,
                optimizer,
                () -> scheduler.loadStateDict(state),
                () -> scheduler.loadStateDict(old));
    }

    private void restore(Module model, Optimizer optimizer, Runnable more, Runnable back) {
        var generator = run.tensor(RNG);
        var dict = optimizer();
        var state = model();
        var oldGenerator = Torch.getRngState();
        var oldDict = optimizer.stateDict();
        try {
            Torch.setRngState(generator);
            optimizer.loadStateDict(dict);
            more.run();
            // Last: the others are easily set back.
            model.loadStateDict(state);
        } catch (RuntimeException e) {
            back.run();
            optimizer.loadStateDict(oldDict);
            Torch.setRngState(oldGenerator);
            throw e;
        }
    }
}
