package dev.cresset.io;

import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.stream.Collectors;

/**
 * A Python tuple: a list that never changes.
 *
 * <p>{@link TorchFile} gives one where the file holds a tuple, and writes one as a tuple; every
 * other list is a Python list. Equal to every {@link java.util.List} of equal elements.
 */
public final class Tuple extends AbstractList<Object> implements RandomAccess {
    private final Object[] items;

    private Tuple(Object[] items) {
        this.items = items;
    }

    /** A tuple of values, which may be null. */
    public static Tuple of(Object... items) {
        return new Tuple(items.clone());
    }

    @Override
    public Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }

    /** Python's form, e.g. {@code (1, 2.5)} or {@code (1,)}. */
    @Override
    public String toString() {
        return stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", size() == 1 ? ",)" : ")"));
    }
}
