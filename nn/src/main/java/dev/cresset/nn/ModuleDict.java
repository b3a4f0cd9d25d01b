package dev.cresset.nn;

import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules by name, in the order in which they were added: PyTorch's {@code nn.ModuleDict}.
 *
 * @param <M> what the modules have in common
 */
public final class ModuleDict<M extends Module> extends Module {
    /** An empty dictionary. */
    public ModuleDict() {}

    /** A dictionary. */
    public ModuleDict(Map<String, ? extends M> modules) {
        update(modules);
    }

    /** Adds a module, or replaces the one of that name. */
    public ModuleDict<M> put(String key, M module) {
        registerModule(key, module);
        return this;
    }

    /** Adds or replaces modules, in the order of the map. */
    public ModuleDict<M> update(Map<String, ? extends M> modules) {
        modules.forEach(this::put);
        return this;
    }

    /**
     * The module of a name.
     *
     * @throws OpException if there is none
     */
    public M get(String key) {
        if (!contains(key)) {
            throw new OpException("ModuleDict: there is no '" + key + "' among " + keys());
        }
        return module(key);
    }

    @SuppressWarnings("unchecked")
    private M module(String key) {
        return (M) registered(key);
    }

    /** Removes a module and returns it. */
    public M pop(String key) {
        var module = get(key);
        registered().remove(key);
        return module;
    }

    /** Removes a module. */
    public ModuleDict<M> delete(String key) {
        pop(key);
        return this;
    }

    /** Removes all modules. */
    public void clear() {
        registered().clear();
    }

    /** True if there is a module of that name. */
    public boolean contains(String key) {
        return registered().containsKey(key);
    }

    /** Number of modules. */
    public int size() {
        return registered().size();
    }

    /** The names in order. */
    public List<String> keys() {
        return List.copyOf(registered().keySet());
    }

    /** The modules in order. */
    public List<M> values() {
        var all = new ArrayList<M>();
        keys().forEach(key -> all.add(module(key)));
        return all;
    }

    /** Names and modules in order. */
    public Map<String, M> items() {
        var all = new LinkedHashMap<String, M>();
        keys().forEach(key -> all.put(key, module(key)));
        return all;
    }
}
