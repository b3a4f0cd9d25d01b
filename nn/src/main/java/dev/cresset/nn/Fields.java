package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.op.OpException;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads the members of a module from its fields.
 *
 * <p>Note [Field order]: {@code getDeclaredFields} returns fields in the order of the source on
 * every JDK that HotSpot ships in, which the specification does not promise; a test holds it to
 * that.
 */
final class Fields {
    private static final ClassValue<List<Field>> FIELDS =
            new ClassValue<>() {
                @Override
                protected List<Field> computeValue(Class<?> type) {
                    return find(type);
                }
            };

    private Fields() {}

    static Map<String, Object> members(Module module) {
        var members = new LinkedHashMap<String, Object>();
        for (var field : FIELDS.get(module.getClass())) {
            add(field.getName(), read(field, module), members);
        }
        return members;
    }

    /**
     * Writes the field whose name is wanted; false if there is none. Works for final fields too:
     * they are as good as any to reflection, and modules change theirs when a parameter is
     * replaced.
     */
    static boolean write(Module module, Predicate<String> wanted, Object value) {
        for (var field : FIELDS.get(module.getClass())) {
            if (!wanted.test(field.getName())) {
                continue;
            }
            if (value != null && !field.getType().isInstance(value)) {
                throw new OpException(
                        module.name()
                                + ": cannot assign a "
                                + value.getClass().getSimpleName()
                                + " to the field "
                                + field.getName()
                                + " of type "
                                + field.getType().getSimpleName());
            }
            try {
                field.set(module, value);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("Module: cannot write " + field, e);
            }
            return true;
        }
        return false;
    }

    private static void add(String name, Object value, Map<String, Object> members) {
        switch (value) {
            case Parameter p -> members.put(name, p);
            case Buffer b -> members.put(name, b);
            case Module m -> members.put(name, m);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    add(name + "." + i, list.get(i), members);
                }
            }
            case Map<?, ?> map -> map.forEach((k, v) -> add(name + "." + k, v, members));
            case null, default -> {}
        }
    }

    private static List<Field> find(Class<?> type) {
        if (type == Module.class || type == Object.class) {
            return List.of();
        }
        var fields = new ArrayList<>(FIELDS.get(type.getSuperclass()));
        for (var field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                    && !field.isSynthetic()
                    && canHold(field.getType())) {
                open(field, type);
                fields.add(field);
            }
        }
        return List.copyOf(fields);
    }

    private static boolean canHold(Class<?> type) {
        return Module.class.isAssignableFrom(type)
                || type.isAssignableFrom(Parameter.class)
                || type.isAssignableFrom(Buffer.class)
                || UnaryModule.class.isAssignableFrom(type)
                || List.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
    }

    private static void open(Field field, Class<?> type) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "Module: the fields of "
                            + type.getName()
                            + " cannot be read; add this line to the module-info of "
                            + type.getModule().getName()
                            + ":\n    opens "
                            + type.getPackageName()
                            + " to dev.cresset.nn;",
                    e);
        }
    }

    private static Object read(Field field, Module module) {
        try {
            return field.get(module);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Module: cannot read " + field, e);
        }
    }
}
