package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The learning rate times gamma at given epochs: PyTorch's {@code MultiStepLR}. */
public final class MultiStepLR extends EpochScheduler {
    private Map<Long, Long> milestones;
    private double gamma;

    /** A tenth at each milestone. */
    public MultiStepLR(Optimizer optimizer, Collection<? extends Number> milestones) {
        this(optimizer, milestones, 0.1);
    }

    /** With a factor. */
    public MultiStepLR(Optimizer optimizer, Collection<? extends Number> milestones, double gamma) {
        this(optimizer, milestones, gamma, -1);
    }

    /** Goes on after an epoch. */
    public MultiStepLR(
            Optimizer optimizer,
            Collection<? extends Number> milestones,
            double gamma,
            long lastEpoch) {
        super(optimizer);
        var counts = new LinkedHashMap<Long, Long>();
        for (var milestone : milestones) {
            counts.merge(milestone.longValue(), 1L, Long::sum);
        }
        this.milestones = counts;
        this.gamma = gamma;
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        var times = milestones.get(lastEpoch());
        return times == null ? currentLr(group) : currentLr(group) * Math.pow(gamma, times);
    }

    @Override
    protected double closedForm(int group) {
        long passed =
                milestones.entrySet().stream()
                        .filter(entry -> entry.getKey() <= lastEpoch())
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return baseLr(group) * Math.pow(gamma, passed);
    }

    @Override
    void fields(StateFields fields) {
        fields.field("milestones", () -> new LinkedHashMap<>(milestones), this::milestones)
                .number("gamma", () -> gamma, v -> gamma = v);
        super.fields(fields);
    }

    private Runnable milestones(Object value) {
        var counts = new LinkedHashMap<Long, Long>();
        ((Map<?, ?>) value)
                .forEach(
                        (epoch, times) ->
                                counts.put(
                                        ((Number) epoch).longValue(),
                                        ((Number) times).longValue()));
        return () -> milestones = counts;
    }
}
