package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The schedulers of which another one is made.
 *
 * @param list one or more, all of the same optimiser
 */
record Members(List<LRScheduler> list) {
    static Members of(String name, List<? extends LRScheduler> list, Optimizer optimizer) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).optimizer() != optimizer) {
                throw new OpException(
                        name
                                + ": "
                                + name
                                + " expects all schedulers to belong to the same optimizer, but got"
                                + " scheduler "
                                + list.get(i).name()
                                + " at index "
                                + i
                                + " which has another one");
            }
        }
        return new Members(List.copyOf(list));
    }

    List<Object> save() {
        return new ArrayList<>(list.stream().map(Scheduler::stateDict).toList());
    }

    /** Loads the states of all members; they are taken over at once, as they check themselves. */
    Runnable load(Object value) {
        var states = (List<?>) value;
        if (states.size() != list.size()) {
            throw new ClassCastException(states.size() + " states for " + list.size());
        }
        var changes = new ArrayList<Runnable>();
        for (int i = 0; i < list.size(); i++) {
            var fields = new StateFields();
            list.get(i).fields(fields);
            changes.add(fields.check(list.get(i).name(), (Map<?, ?>) states.get(i)));
        }
        return () -> changes.forEach(Runnable::run);
    }
}
