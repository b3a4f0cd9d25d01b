package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Changes the learning rates of an optimiser: what {@link LRScheduler} and {@link
 * ReduceLROnPlateau} share.
 */
public abstract sealed class Scheduler permits LRScheduler, ReduceLROnPlateau {
    private final Optimizer optimizer;
    private List<Double> lastLr = List.of();

    /** For an optimiser. */
    Scheduler(Optimizer optimizer) {
        this.optimizer = optimizer;
    }

    /** The optimiser whose learning rates change. */
    public final Optimizer optimizer() {
        return optimizer;
    }

    /** The learning rate of each group that this scheduler set last. */
    public final List<Double> getLastLr() {
        return lastLr;
    }

    final void lastLr(List<Double> values) {
        lastLr = List.copyOf(values);
    }

    /** Remembers the learning rates that are in force. */
    final void noteLr() {
        lastLr = currentLr();
    }

    final List<Double> currentLr() {
        return groups().stream().map(ParamGroup::lr).toList();
    }

    final List<ParamGroup> groups() {
        return optimizer.paramGroups();
    }

    /** Names the fields that belong to the state, in PyTorch's order. */
    abstract void fields(StateFields fields);

    /** Everything needed to go on later, with PyTorch's keys; functions are left out. */
    public Map<String, Object> stateDict() {
        var fields = new StateFields();
        fields(fields);
        return fields.save();
    }

    /**
     * Takes over a state that {@link #stateDict} gave.
     *
     * @throws OpException if the state does not belong to such a scheduler; nothing changes then
     */
    public void loadStateDict(Map<String, ?> dict) {
        var fields = new StateFields();
        fields(fields);
        fields.load(name(), dict);
    }

    /** One value for every group, from one for all or one for each. */
    static List<Double> perGroup(Optimizer optimizer, String option, List<Double> values) {
        int count = optimizer.paramGroups().size();
        if (values.size() != 1 && values.size() != count) {
            throw new OpException(
                    "scheduler: "
                            + option
                            + " must have the same length as optimizer.param_groups. "
                            + option
                            + " has "
                            + values.size()
                            + " values, param_groups has "
                            + count
                            + ".");
        }
        return values.size() == 1 ? Collections.nCopies(count, values.getFirst()) : values;
    }

    /** The name in messages. */
    final String name() {
        return getClass().getSimpleName();
    }

    final OpException error(String problem) {
        return new OpException(name() + ": " + problem);
    }
}
