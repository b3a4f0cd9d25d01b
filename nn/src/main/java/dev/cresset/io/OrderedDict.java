package dev.cresset.io;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Python's {@code collections.OrderedDict}, which is what PyTorch's state dicts are.
 *
 * <p>{@link TorchFile} gives one where the file holds one, and writes one as one; every other map
 * is a Python dict. PyTorch takes both for a state dict.
 *
 * @param <K> kind of the keys
 * @param <V> kind of the values
 */
public final class OrderedDict<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final transient Map<String, Object> attributes = new LinkedHashMap<>();

    /** An empty one. */
    public OrderedDict() {}

    /** The entries of a map in its order. */
    public OrderedDict(Map<? extends K, ? extends V> entries) {
        super(entries);
    }

    /**
     * What Python code attached to the object: PyTorch keeps the versions of the modules of a state
     * dict under {@code _metadata}. Saved with the entries, but no part of {@link #equals}.
     */
    public Map<String, Object> attributes() {
        return attributes;
    }
}
