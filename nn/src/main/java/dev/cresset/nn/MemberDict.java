package dev.cresset.nn;

import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Members of a module by name, in the order in which they were added.
 *
 * @param <V> what the members are
 */
abstract sealed class MemberDict<V> extends Module permits ModuleDict, ParameterDict {
    MemberDict() {}

    /**
     * The member of a name.
     *
     * @throws OpException if there is none
     */
    public final V get(String key) {
        if (!contains(key)) {
            throw new OpException(
                    getClass().getSimpleName() + ": there is no '" + key + "' among " + keys());
        }
        return member(key);
    }

    @SuppressWarnings("unchecked")
    private V member(String key) {
        return (V) registered(key);
    }

    /** Removes a member and returns it. */
    public final V pop(String key) {
        var member = get(key);
        registered().remove(key);
        return member;
    }

    /** Removes all members. */
    public final void clear() {
        registered().clear();
    }

    /** True if there is a member of that name. */
    public final boolean contains(String key) {
        return registered().containsKey(key);
    }

    /** Number of members. */
    public final int size() {
        return registered().size();
    }

    /** The names in order. */
    public final List<String> keys() {
        return List.copyOf(registered().keySet());
    }

    /** The members in order. */
    public final List<V> values() {
        return new ArrayList<>(items().values());
    }

    /** Names and members in order. */
    public final Map<String, V> items() {
        var all = new LinkedHashMap<String, V>();
        keys().forEach(key -> all.put(key, member(key)));
        return all;
    }
}
