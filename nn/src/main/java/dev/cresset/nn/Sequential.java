package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.ArrayList;
import java.util.Map;

/**
 * Modules applied one after the other: PyTorch's {@code nn.Sequential}. A step may be any function
 * of one tensor.
 */
public class Sequential extends Container<UnaryModule> implements UnaryModule {
    /** A chain, named by position. */
    public Sequential(UnaryModule... steps) {
        for (var step : steps) {
            add(step);
        }
    }

    /** A chain with names, in the order of the map. */
    public Sequential(Map<String, ? extends UnaryModule> steps) {
        steps.forEach(this::addModule);
    }

    /** Adds a step at the end, named by position. */
    public final Sequential append(UnaryModule step) {
        add(step);
        return this;
    }

    /** Adds a step at the end under a name. */
    public final Sequential addModule(String name, UnaryModule step) {
        if (step instanceof Module module) {
            registerModule(name, module);
        } else {
            put(name, step);
        }
        return this;
    }

    /** Adds the steps of another chain at the end, named by position. */
    public final Sequential extend(Iterable<? extends UnaryModule> steps) {
        var all = new ArrayList<UnaryModule>();
        steps.forEach(all::add);
        all.forEach(this::add);
        return this;
    }

    /** Adds a step before position i; all steps are named by position then. */
    public final Sequential insert(int i, UnaryModule step) {
        put(i, step);
        return this;
    }

    /** The step under a name, or null. */
    public final UnaryModule get(String name) {
        return (UnaryModule) registered(name);
    }

    /** Replaces step i. */
    public final Sequential set(int i, UnaryModule step) {
        put(nameAt(i), step);
        return this;
    }

    /** Removes step i; all steps are named by position then. */
    public final Sequential delete(int i) {
        remove(i);
        return this;
    }

    /** Removes step i and returns it; all steps are named by position then. */
    public final UnaryModule pop(int i) {
        return remove(i);
    }

    /** The steps from {@code start} to before {@code end}, under their names. */
    public final Sequential slice(int start, int end) {
        var part = new Sequential();
        namesBetween(start, end).forEach(name -> part.addModule(name, get(name)));
        return part;
    }

    @Override
    public Tensor forward(Tensor x) {
        for (var step : all()) {
            x = step.forward(x);
        }
        return x;
    }

    @Override
    public String toString() {
        var lines = new ArrayList<String>();
        registered()
                .forEach(
                        (name, step) ->
                                lines.add(
                                        "("
                                                + name
                                                + "): "
                                                + (step instanceof Module
                                                        ? step.toString().replace("\n", "\n  ")
                                                        : "<function>")));
        return ModuleText.of(name(), extraRepr(), lines);
    }
}
