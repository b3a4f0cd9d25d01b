package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects everything that is wrong with a state dict before saying so. */
final class StateProblems {
    private final String module;
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> sizes = new ArrayList<>();

    StateProblems(String module) {
        this.module = module;
    }

    void check(String name, Tensor own, Tensor given) {
        if (given == null) {
            missing.add(name);
        } else if (!own.shape().equals(given.shape())) {
            sizes.add(
                    "size mismatch for "
                            + name
                            + ": copying a param with shape "
                            + given.shape()
                            + " from checkpoint, the shape in current model is "
                            + own.shape()
                            + ".");
        }
    }

    void unexpected(String name) {
        unexpected.add(name);
    }

    void throwIfAny(Strictness strictness) {
        var lines = new ArrayList<String>();
        if (strictness == Strictness.STRICT) {
            if (!missing.isEmpty()) {
                lines.add("Missing key(s) in state_dict: " + quoted(missing) + ". ");
            }
            if (!unexpected.isEmpty()) {
                lines.add("Unexpected key(s) in state_dict: " + quoted(unexpected) + ". ");
            }
        }
        lines.addAll(sizes);
        if (!lines.isEmpty()) {
            throw new OpException(
                    "Error(s) in loading state_dict for "
                            + module
                            + ":\n\t"
                            + String.join("\n\t", lines));
        }
    }

    Module.LoadResult result() {
        return new Module.LoadResult(List.copyOf(missing), List.copyOf(unexpected));
    }

    private static String quoted(List<String> keys) {
        return keys.stream().map(k -> '"' + k + '"').collect(Collectors.joining(", "));
    }
}
