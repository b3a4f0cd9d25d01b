package dev.cresset.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cresset.Torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Runs workloads and prints one JSON line for each, as the PyTorch script does. */
public final class Bench {
    private Bench() {}

    /** All workloads. */
    static List<Workload> workloads() {
        var all = new ArrayList<>(Programs.all());
        all.addAll(SingleOps.all());
        return all;
    }

    /** The names of all workloads with their units. */
    public static List<String> names() {
        return workloads().stream().map(w -> w.name() + " " + w.unit()).toList();
    }

    /**
     * Measures workloads and prints them.
     *
     * @param only names or beginnings of names; empty for all
     * @param threads number of threads
     * @param warmUp seconds of unmeasured runs before each
     * @param results how the memory of results comes back
     */
    public static void run(List<String> only, int threads, double warmUp, Results results) {
        Torch.setNumThreads(threads);
        var json = new ObjectMapper();
        for (var workload : workloads()) {
            if (only.isEmpty() || only.stream().anyMatch(workload.name()::startsWith)) {
                var timing = Timing.of(workload, warmUp, results);
                var line = new LinkedHashMap<String, Object>();
                line.put("name", workload.name());
                line.put("unit", workload.unit());
                line.put("best", timing.best());
                line.put("median", timing.median());
                line.put("runs", timing.runs());
                System.out.println(json.valueToTree(line));
            }
        }
    }
}
