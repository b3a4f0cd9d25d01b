package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.List;

/**
 * One scheduler after the other, changing at milestones: PyTorch's {@code SequentialLR}.
 *
 * {@snippet :
 * var warmUp = new LinearLR(optimizer, 0.1, 1, 5);
 * var decay = new CosineAnnealingLR(optimizer, 95);
 * var scheduler = new SequentialLR(optimizer, List.of(warmUp, decay), List.of(5));
 * }
 */
public final class SequentialLR extends LRScheduler {
    private final Members members;
    private List<Long> milestones;
    private long lastEpoch;

    /** Schedulers and the epochs at which each but the first starts. */
    public SequentialLR(
            Optimizer optimizer,
            List<? extends LRScheduler> schedulers,
            List<? extends Number> milestones) {
        super(optimizer);
        if (schedulers.isEmpty()) {
            throw new OpException(
                    "SequentialLR: SequentialLR expects at least one scheduler, but got no"
                            + " scheduler.");
        }
        if (milestones.size() != schedulers.size() - 1) {
            throw new OpException(
                    "SequentialLR: Sequential Schedulers expects number of schedulers provided to"
                            + " be one more than the number of milestone points, but got number of"
                            + " schedulers "
                            + schedulers.size()
                            + " and the number of milestones to be equal to "
                            + milestones.size());
        }
        for (var later : schedulers.subList(1, schedulers.size())) {
            if (!(later instanceof EpochScheduler)) {
                throw new OpException(
                        "SequentialLR: only the first scheduler may be a "
                                + later.name()
                                + ", because that cannot start at a milestone");
            }
        }
        members = Members.of("SequentialLR", schedulers, optimizer);
        this.milestones = milestones.stream().map(Number::longValue).toList();
        for (var group : groups()) {
            group.lr(group.number("initial_lr"));
        }
        undo();
        var current = members.list().get(index());
        current.initialStep();
        lastLr(current.getLastLr());
    }

    /** The number of milestones that are reached. */
    private int index() {
        return (int) milestones.stream().filter(milestone -> milestone <= lastEpoch).count();
    }

    @Override
    public void step() {
        lastEpoch++;
        int index = index();
        var current = members.list().get(index);
        if (index > 0 && milestones.get(index - 1) == lastEpoch) {
            current.restart();
        } else {
            current.step();
        }
        lastLr(current.getLastLr());
    }

    @Override
    void undo() {
        members.list().forEach(LRScheduler::undo);
    }

    @Override
    void restart() {
        throw error("cannot start at a milestone; put its members into the other SequentialLR");
    }

    @Override
    void fields(StateFields fields) {
        fields.field("_milestones", () -> milestones, this::milestones)
                .integer("last_epoch", () -> lastEpoch, v -> lastEpoch = v)
                .numbers("_last_lr", this::getLastLr, this::lastLr)
                .field("_schedulers", members::save, members::load);
    }

    private Runnable milestones(Object value) {
        var loaded = ((List<?>) value).stream().map(e -> ((Number) e).longValue()).toList();
        return () -> milestones = loaded;
    }
}
