package dev.cresset.text;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Python's {@code collections.OrderedDict}, which is what PyTorch's state dicts are: a map in order
 * of insertion that prints as {@code OrderedDict([('weight', tensor([1.]))])}.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class OrderedDict<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> attributes = new LinkedHashMap<>();

    /** An empty map. */
    public OrderedDict() {}

    /** The entries of another map. */
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

    /** Python's printed form. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "OrderedDict()";
        }
        var pairs = entrySet().stream().map(e -> Tuple.of(e.getKey(), e.getValue())).toList();
        return "OrderedDict(" + Python.repr(pairs) + ")";
    }
}
