package dev.cresset.text;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * An unchangeable list that prints as a Python tuple: {@code (1, 2)}, {@code (tensor(2.),)}.
 *
 * <p>What returns several tensors in PyTorch returns one of these; it is used as any list.
 *
 * @param <T> the elements, which may be null
 */
public final class Tuple<T> extends AbstractList<T> implements RandomAccess {
    private final Object[] elements;

    private Tuple(Object[] elements) {
        this.elements = elements;
    }

    /** A tuple of the given elements. */
    @SafeVarargs
    public static <T> Tuple<T> of(T... elements) {
        return new Tuple<>(Arrays.copyOf(elements, elements.length, Object[].class));
    }

    /** A tuple of the elements of a list. */
    public static <T> Tuple<T> copyOf(List<? extends T> elements) {
        return new Tuple<>(elements.toArray());
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
        return (T) elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    /** Python's printed form. */
    @Override
    public String toString() {
        return Python.join(this, "(", elements.length == 1 ? ",)" : ")");
    }
}
