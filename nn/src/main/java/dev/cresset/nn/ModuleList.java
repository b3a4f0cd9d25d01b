package dev.cresset.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Modules in a row, found and named by their positions: PyTorch's {@code nn.ModuleList}.
 *
 * {@snippet :
 * var layers = new ModuleList<Linear>();
 * for (int i = 0; i < 10; i++) {
 *     layers.append(new Linear(10, 10));
 * }
 * for (var layer : layers) {
 *     x = layer.forward(x).relu();
 * }
 * }
 *
 * @param <M> what the modules have in common
 */
public final class ModuleList<M extends Module> extends Container<M> {
    /** A list. */
    @SafeVarargs
    public ModuleList(M... modules) {
        this(List.of(modules));
    }

    /** A list. */
    public ModuleList(Iterable<? extends M> modules) {
        extend(modules);
    }

    /** Adds a module at the end. */
    public ModuleList<M> append(M module) {
        add(module);
        return this;
    }

    /** Adds modules at the end. */
    public ModuleList<M> extend(Iterable<? extends M> modules) {
        modules.forEach(this::add);
        return this;
    }

    /** Adds a module before position i. */
    public ModuleList<M> insert(int i, M module) {
        put(i, module);
        return this;
    }

    /** Replaces module i. */
    public ModuleList<M> set(int i, M module) {
        put(nameAt(i), module);
        return this;
    }

    /** Removes module i; later ones move up. */
    public ModuleList<M> delete(int i) {
        remove(i);
        return this;
    }

    /** Removes module i and returns it. */
    public M pop(int i) {
        return remove(i);
    }

    /** The modules from {@code start} to before {@code end}; negative counts from the end. */
    public ModuleList<M> slice(int start, int end) {
        var part = new ModuleList<M>();
        var all = all();
        namesBetween(start, end).forEach(name -> part.add(all.get(Integer.parseInt(name))));
        return part;
    }

    /** PyTorch's printed form: equal modules in a row are shown once, with their number. */
    @Override
    public String toString() {
        var texts = all().stream().map(Module::toString).toList();
        var lines = new ArrayList<String>();
        int start = 0;
        while (start < texts.size()) {
            int end = start + 1;
            while (end < texts.size() && texts.get(end).equals(texts.get(start))) {
                end++;
            }
            var names =
                    end == start + 1 ? "(" + start + "): " : "(" + start + "-" + (end - 1) + "): ";
            var count = end == start + 1 ? "" : (end - start) + " x ";
            lines.add(names + count + texts.get(start).replace("\n", "\n  "));
            start = end;
        }
        return ModuleText.of(name(), "", lines);
    }
}
