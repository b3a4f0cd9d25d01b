package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a batch of items, as PyTorch's {@code default_collate}.
 *
 * <ul>
 *   <li>Tensors of equal sizes are stacked along a new first dimension;
 *   <li>records become a record of the same type with each component collated, also within records;
 *   <li>lists and maps of equal size become a list or map with each entry collated;
 *   <li>numbers and truth values become a tensor: float64, int64 or bool; strings a list. A record
 *       component can hold that if its type is {@code Object}; better make it a tensor.
 * </ul>
 */
public final class Collate {
    private record Shape(Constructor<?> constructor, RecordComponent[] components) {}

    private static final ClassValue<Shape> SHAPES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return shape(type);
                }
            };

    private Collate() {}

    /**
     * A batch of the items' type.
     *
     * @throws IllegalArgumentException for items that cannot be batched, and for tensors of
     *     different sizes
     */
    @SuppressWarnings("unchecked")
    public static <T> T batch(List<? extends T> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("collate: there are no items");
        }
        return (T) join(items);
    }

    private static Object join(List<?> items) {
        return switch (items.getFirst()) {
            case Tensor t -> stack(items);
            case Record r -> record(r.getClass(), items);
            case Double d -> Torch.tensor(items.stream().mapToDouble(Collate::real).toArray());
            case Float f -> Torch.tensor(items.stream().mapToDouble(Collate::real).toArray());
            case Number n ->
                    Torch.tensor(
                            (Object)
                                    items.stream()
                                            .mapToLong(each -> ((Number) each).longValue())
                                            .toArray());
            case Boolean b -> flags(items);
            case String s -> List.copyOf(items);
            case List<?> list -> list(list.size(), items);
            case Map<?, ?> map -> map(map, items);
            case null -> throw new IllegalArgumentException("collate: an item is null");
            case Object other ->
                    throw new IllegalArgumentException(
                            "default_collate: batch must contain tensors, records, numbers, maps or"
                                    + " lists; found "
                                    + other.getClass().getName()
                                    + "; hand DataLoader.of a function that makes the batch");
        };
    }

    private static double real(Object number) {
        return ((Number) number).doubleValue();
    }

    private static Tensor stack(List<?> items) {
        var tensors = items.stream().map(Tensor.class::cast).toList();
        try {
            return Torch.stack(tensors);
        } catch (OpException e) {
            throw new IllegalArgumentException(
                    "collate: the tensors of a batch must have equal sizes: " + e.getMessage(), e);
        }
    }

    private static Tensor flags(List<?> items) {
        var flags = new boolean[items.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = (Boolean) items.get(i);
        }
        return Torch.tensor((Object) flags);
    }

    private static List<Object> list(int size, List<?> items) {
        var joined = new ArrayList<Object>(size);
        for (int i = 0; i < size; i++) {
            int at = i;
            joined.add(join(items.stream().map(item -> entry((List<?>) item, size, at)).toList()));
        }
        return joined;
    }

    private static Object entry(List<?> list, int size, int at) {
        if (list.size() != size) {
            throw new IllegalArgumentException(
                    "collate: each element in list of batch should be of equal size, got "
                            + size
                            + " and "
                            + list.size());
        }
        return list.get(at);
    }

    private static Map<Object, Object> map(Map<?, ?> first, List<?> items) {
        var joined = new LinkedHashMap<Object, Object>();
        for (var key : first.keySet()) {
            joined.put(
                    key, join(items.stream().map(item -> value((Map<?, ?>) item, key)).toList()));
        }
        return joined;
    }

    private static Object value(Map<?, ?> map, Object key) {
        if (!map.containsKey(key)) {
            throw new IllegalArgumentException(
                    "collate: the maps of a batch must have equal keys, one lacks " + key);
        }
        return map.get(key);
    }

    private static Object record(Class<?> type, List<?> items) {
        var shape = SHAPES.get(type);
        var values = new Object[shape.components.length];
        for (int i = 0; i < values.length; i++) {
            var component = shape.components[i];
            values[i] = join(items.stream().map(item -> read(component, item)).toList());
            if (!component.getType().isInstance(values[i])) {
                throw new IllegalArgumentException(
                        "collate: a batch of "
                                + type.getSimpleName()
                                + " cannot hold a "
                                + (values[i] instanceof Tensor ? "tensor" : "list")
                                + " in its component "
                                + component.getType().getSimpleName()
                                + " "
                                + component.getName()
                                + "; make the component a Tensor, or hand DataLoader.of a function"
                                + " that makes the batch");
            }
        }
        try {
            return shape.constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "collate: " + type.getName() + " refuses the batch: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("collate: cannot make a " + type.getName(), e);
        }
    }

    private static Object read(RecordComponent component, Object item) {
        try {
            return component.getAccessor().invoke(item);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "collate: cannot read " + component + " of " + item.getClass().getName(), e);
        }
    }

    private static Shape shape(Class<?> type) {
        var components = type.getRecordComponents();
        var types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            for (var component : components) {
                component.getAccessor().setAccessible(true);
            }
            return new Shape(constructor, components);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("collate: a record without its constructor", e);
        } catch (InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "collate: the record "
                            + type.getName()
                            + " cannot be read; add this line to the module-info of "
                            + type.getModule().getName()
                            + ":\n    opens "
                            + type.getPackageName()
                            + " to dev.cresset.nn;",
                    e);
        }
    }
}
