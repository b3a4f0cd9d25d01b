package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

/**
 * A scheduler that is stepped once an epoch, or once a batch: PyTorch's {@code LRScheduler}.
 *
 * <p>Call {@link #step} after the optimiser's:
 *
 * {@snippet :
 * var scheduler = new StepLR(optimizer, 30);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *     train();
 *     scheduler.step();
 * }
 * }
 */
public abstract sealed class LRScheduler extends Scheduler
        permits EpochScheduler, ChainedScheduler, SequentialLR {
    private long stepCount;
    private boolean initial;

    /** For an optimiser. */
    LRScheduler(Optimizer optimizer) {
        super(optimizer);
    }

    /** Goes to the next epoch. */
    public abstract void step();

    /** Sets the learning rates of the first epoch. */
    final void initialStep() {
        stepCount = 0;
        initial = true;
        try {
            step();
        } finally {
            initial = false;
        }
    }

    /** Takes the first step back, so that another scheduler can decide when to take it. */
    abstract void undo();

    /** Starts in the middle of a run, as if the epoch were 0. */
    abstract void restart();

    /** True while {@link #initialStep} runs. */
    final boolean initial() {
        return initial;
    }

    final long stepCount() {
        return stepCount;
    }

    final void stepCount(long value) {
        stepCount = value;
    }
}
