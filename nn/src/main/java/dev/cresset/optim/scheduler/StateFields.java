package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The fields of a scheduler that belong to its state: each is named once, with how to read and how
 * to set it, and from that follow saving and loading.
 */
final class StateFields {
    private record Field(String key, Supplier<?> get, Function<Object, Runnable> set) {}

    private final List<Field> fields = new ArrayList<>();

    /** A field of any kind; {@code set} checks a value and gives back what takes it over. */
    StateFields field(String key, Supplier<?> get, Function<Object, Runnable> set) {
        fields.add(new Field(key, get, set));
        return this;
    }

    /** A floating-point number. */
    StateFields number(String key, DoubleSupplier get, DoubleConsumer set) {
        return field(
                key,
                get::getAsDouble,
                value -> {
                    double number = ((Number) value).doubleValue();
                    return () -> set.accept(number);
                });
    }

    /** An integer. */
    StateFields integer(String key, LongSupplier get, LongConsumer set) {
        return field(
                key,
                get::getAsLong,
                value -> {
                    long number = ((Number) value).longValue();
                    return () -> set.accept(number);
                });
    }

    /** A list of numbers. */
    StateFields numbers(String key, Supplier<List<Double>> get, Consumer<List<Double>> set) {
        return field(
                key,
                get,
                value -> {
                    var list =
                            ((List<?>) value)
                                    .stream().map(e -> ((Number) e).doubleValue()).toList();
                    return () -> set.accept(list);
                });
    }

    /** A constant of an enumeration, written as its lower-case name. */
    <E extends Enum<E>> StateFields constant(
            String key, Class<E> type, Supplier<E> get, Consumer<E> set) {
        return field(
                key,
                () -> text(get.get()),
                value -> {
                    for (var constant : type.getEnumConstants()) {
                        if (text(constant).equals(value)) {
                            return () -> set.accept(constant);
                        }
                    }
                    throw new ClassCastException(value + " is none of the choices");
                });
    }

    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Something that only PyTorch keeps: written, and ignored when read. */
    StateFields fixed(String key, Supplier<?> get) {
        return field(key, get, value -> () -> {});
    }

    Map<String, Object> save() {
        var dict = new LinkedHashMap<String, Object>();
        fields.forEach(field -> dict.put(field.key, field.get.get()));
        return dict;
    }

    /** Checks all fields, then takes all of them over. */
    void load(String owner, Map<?, ?> dict) {
        check(owner, dict).run();
    }

    /** Checks all fields and gives back what takes all of them over. */
    Runnable check(String owner, Map<?, ?> dict) {
        var changes = new ArrayList<Runnable>();
        for (var field : fields) {
            if (!dict.containsKey(field.key)) {
                throw new OpException(
                        owner
                                + ": loaded state dict has no \""
                                + field.key
                                + "\", it has "
                                + dict.keySet()
                                + "; load the state of the same kind of scheduler");
            }
            var value = dict.get(field.key);
            try {
                changes.add(field.set.apply(value));
            } catch (ClassCastException | NullPointerException e) {
                throw new OpException(
                        owner
                                + ": loaded state dict has "
                                + value
                                + " for \""
                                + field.key
                                + "\", expects something like "
                                + field.get.get(),
                        e);
            }
        }
        return () -> changes.forEach(Runnable::run);
    }
}
