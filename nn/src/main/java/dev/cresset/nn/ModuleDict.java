package dev.cresset.nn;

import java.util.Map;

/**
 * Modules by name, in the order in which they were added: PyTorch's {@code nn.ModuleDict}.
 *
 * @param <M> what the modules have in common
 */
public final class ModuleDict<M extends Module> extends MemberDict<M> {
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

    /** Removes a module. */
    public ModuleDict<M> delete(String key) {
        pop(key);
        return this;
    }
}
