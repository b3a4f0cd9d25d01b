package dev.cresset.testing;

import dev.cresset.nn.LossModule;
import dev.cresset.nn.Module;
import dev.cresset.nn.UnaryModule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A family of Python classes: how each is constructed and, if it is a module, called.
 *
 * <p>{@code forward} gets the module and a call that holds the arguments of the forward pass; what
 * is a tuple in Python it returns as a list.
 */
final class ClassTable {
    /** A forward pass that depends on how the module was made. */
    interface Forward<M> {
        /** The result; {@code constructor} and {@code call} hold the arguments. */
        Object of(M module, PythonCall constructor, PythonCall call);
    }

    /** One class. */
    private record Entry(Function<PythonCall, ?> constructor, Forward<Object> forward) {}

    private final String namespace;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** An empty table of classes whose names begin with {@code namespace}, e.g. {@code nn.}. */
    ClassTable(String namespace) {
        this.namespace = namespace;
    }

    /** A class whose objects are only made. */
    ClassTable plain(String name, Function<PythonCall, ?> constructor) {
        return put(name, new Entry(constructor, null));
    }

    /** A module from one tensor to one. */
    <M extends UnaryModule> ClassTable unary(String name, Function<PythonCall, M> constructor) {
        return module(name, constructor, (m, c) -> m.forward(c.tensor(0, "input")));
    }

    /** A loss of a prediction and a target. */
    <M extends LossModule> ClassTable loss(String name, Function<PythonCall, M> constructor) {
        return module(
                name,
                constructor,
                (m, c) -> m.forward(c.tensor(0, "input"), c.tensor(1, "target")));
    }

    /** A module that is called in its own way. */
    <M> ClassTable module(
            String name,
            Function<PythonCall, M> constructor,
            BiFunction<M, PythonCall, Object> forward) {
        return optional(name, constructor, (m, made, call) -> forward.apply(m, call));
    }

    /** A module whose forward pass is another method when it is made with some option. */
    <M> ClassTable optional(String name, Function<PythonCall, M> constructor, Forward<M> forward) {
        @SuppressWarnings("unchecked")
        var call = (Forward<Object>) forward;
        return put(name, new Entry(constructor, call));
    }

    private ClassTable put(String name, Entry entry) {
        if (entries.putIfAbsent(namespace + name, entry) != null) {
            throw new IllegalStateException(namespace + name + " is there twice");
        }
        return this;
    }

    /** True if the class is in this table. */
    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** A new object of the class that {@code name} names. */
    Object construct(String name, PythonCall call) {
        return entries.get(name).constructor.apply(call);
    }

    /** The result of a module's forward pass. */
    Object forward(String name, Module module, PythonCall constructor, PythonCall call) {
        var forward = entries.get(name).forward;
        if (forward == null) {
            throw new MissingException("the forward pass of " + name);
        }
        Object result = forward.of(module, constructor, call);
        call.finish();
        return result;
    }
}
