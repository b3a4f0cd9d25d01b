package dev.cresset.text;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map in order of insertion that prints as Python's: {@code OrderedDict([('weight',
 * tensor([1.]))])}.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class OrderedDict<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    /** An empty map. */
    public OrderedDict() {}

    /** The entries of another map. */
    public OrderedDict(Map<? extends K, ? extends V> entries) {
        super(entries);
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
