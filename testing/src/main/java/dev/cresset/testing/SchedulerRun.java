package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.scheduler.CosineAnnealingWarmRestarts;
import dev.cresset.optim.scheduler.EpochScheduler;
import dev.cresset.optim.scheduler.LRScheduler;
import dev.cresset.optim.scheduler.ReduceLROnPlateau;
import dev.cresset.optim.scheduler.Scheduler;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs one record of kind {@code scheduler}: the learning rates of 30 epochs, and the state. */
final class SchedulerRun {
    private final Bundle bundle;
    private final JsonNode record;
    private final Comparison comparison;

    SchedulerRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
        this.comparison = Comparison.of(bundle.tensors(), record.path("tol"));
    }

    String call() {
        return record.get("scheduler").textValue()
                + record.get("kwargs")
                + " of "
                + record.get("optimizer");
    }

    private Decoder decoder() {
        return new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
    }

    void run() {
        var optimizer = optimizer();
        var call =
                new PythonCall(
                        record.get("scheduler").textValue(), List.of(), decoder().kwargs(record));
        var scheduler = SchedulerClasses.construct(call, optimizer);
        var rows = record.get("lrs");
        for (int round = 0; round < rows.size(); round++) {
            if (round > 0) {
                optimizer.step();
                step(scheduler, round - 1);
            }
            try {
                check(rows.get(round), optimizer);
            } catch (Mismatch mismatch) {
                throw mismatch.in("epoch " + round);
            }
        }
        try {
            comparison.check(dict(record.get("state_dict")), scheduler.stateDict());
        } catch (Mismatch mismatch) {
            throw mismatch.in("state_dict");
        }
        scheduler.loadStateDict(scheduler.stateDict());
    }

    /** An object of encoded values as an encoded dictionary. */
    private static JsonNode dict(JsonNode object) {
        var factory = JsonNodeFactory.instance;
        var entries = factory.arrayNode();
        object.properties()
                .forEach(
                        field -> {
                            var entry = entries.addArray();
                            entry.addObject().put("str", field.getKey());
                            entry.add(field.getValue());
                        });
        return factory.objectNode().set("dict", entries);
    }

    private Optimizer optimizer() {
        var recorded = record.get("optimizer");
        var groups = new ArrayList<Object>();
        for (var lr : recorded.get("group_lrs")) {
            groups.add(
                    Map.of(
                            "params",
                            List.of(new Parameter(Torch.zeros(1))),
                            "lr",
                            lr.doubleValue()));
        }
        var call =
                new PythonCall(
                        recorded.get("class").textValue(),
                        List.of(groups),
                        decoder().kwargs(recorded));
        return (Optimizer) Classes.construct(call);
    }

    private void step(Scheduler scheduler, int round) {
        if (record.has("metrics")) {
            var metric = decoder().value(record.get("metrics").get(round), "");
            ((ReduceLROnPlateau) scheduler).step(((Number) metric).doubleValue());
        } else if (record.has("epochs")) {
            var epoch = (Number) decoder().value(record.get("epochs").get(round), "");
            switch (scheduler) {
                case CosineAnnealingWarmRestarts restarts -> restarts.step(epoch.doubleValue());
                case EpochScheduler each -> each.step(epoch.longValue());
                default -> throw new MissingException("epochs for " + scheduler);
            }
        } else {
            ((LRScheduler) scheduler).step();
        }
    }

    private void check(JsonNode row, Optimizer optimizer) {
        var groups = optimizer.paramGroups();
        for (int g = 0; g < groups.size(); g++) {
            comparison.check(row.get("lr").get(g), groups.get(g).lr());
            if (row.has("momentum")) {
                comparison.check(row.get("momentum").get(g), momentum(groups.get(g)));
            }
        }
    }

    private static double momentum(ParamGroup group) {
        return group.has("betas") && group.get("betas") instanceof Tuple<?>
                ? group.number("betas", 0)
                : group.number("momentum");
    }
}
