package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.List;

/**
 * Several schedulers, each stepping after the other every epoch: PyTorch's {@code
 * ChainedScheduler}.
 */
public final class ChainedScheduler extends LRScheduler {
    private final Members members;

    /** A chain; all of one optimiser. */
    public ChainedScheduler(List<? extends LRScheduler> schedulers) {
        super(optimizer(schedulers));
        members = Members.of("ChainedScheduler", schedulers, optimizer());
        noteLr();
    }

    private static Optimizer optimizer(List<? extends LRScheduler> schedulers) {
        if (schedulers.isEmpty()) {
            throw new OpException(
                    "ChainedScheduler: ChainedScheduler expects at least one scheduler to be"
                            + " chained, but got no scheduler.");
        }
        return schedulers.getFirst().optimizer();
    }

    @Override
    public void step() {
        members.list().forEach(LRScheduler::step);
        noteLr();
    }

    @Override
    void undo() {
        members.list().forEach(LRScheduler::undo);
    }

    @Override
    void restart() {
        throw error("cannot start at a milestone; put its members into the SequentialLR itself");
    }

    @Override
    void fields(StateFields fields) {
        fields.numbers("_last_lr", this::getLastLr, this::lastLr)
                .field("_schedulers", members::save, members::load);
    }
}
