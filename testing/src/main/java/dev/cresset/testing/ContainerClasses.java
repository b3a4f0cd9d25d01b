package dev.cresset.testing;

import dev.cresset.Tensor;
import dev.cresset.nn.Module;
import dev.cresset.nn.ModuleDict;
import dev.cresset.nn.ModuleList;
import dev.cresset.nn.ParameterDict;
import dev.cresset.nn.ParameterList;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.UnaryModule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Containers of modules and parameters. */
final class ContainerClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("Sequential", ContainerClasses::sequential)
                    .plain(
                            "ModuleList",
                            c -> new ModuleList<Module>(members(c, "modules", Module.class)))
                    .plain(
                            "ModuleDict",
                            c -> new ModuleDict<Module>(named(c, "modules", Module.class)))
                    .plain(
                            "ParameterList",
                            c -> new ParameterList(members(c, "values", Tensor.class)))
                    .plain(
                            "ParameterDict",
                            c ->
                                    new ParameterDict(
                                            new TreeMap<>(named(c, "values", Tensor.class))));

    private ContainerClasses() {}

    private static Sequential sequential(PythonCall c) {
        if (c.count() == 1 && c.get(0, "", null) instanceof PythonCall pairs) {
            var steps = new LinkedHashMap<String, UnaryModule>();
            if (pairs.name().equals("OrderedDict")) {
                for (var pair : (List<?>) pairs.get(0, "", List.of())) {
                    var entry = (List<?>) pair;
                    steps.put((String) entry.get(0), built(entry.get(1), UnaryModule.class));
                }
                return new Sequential(steps);
            }
        }
        var steps = new UnaryModule[c.count()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = built(c.get(i, "", null), UnaryModule.class);
        }
        return new Sequential(steps);
    }

    private static <T> T built(Object value, Class<T> type) {
        var member = Classes.built(value);
        if (!type.isInstance(member)) {
            throw new MissingException(value + " in a container");
        }
        return type.cast(member);
    }

    private static <T> List<T> members(PythonCall c, String keyword, Class<T> type) {
        var all = new ArrayList<T>();
        for (var member : (List<?>) c.get(0, keyword, List.of())) {
            all.add(built(member, type));
        }
        return all;
    }

    private static <T> Map<String, T> named(PythonCall c, String keyword, Class<T> type) {
        var all = new LinkedHashMap<String, T>();
        ((Map<?, ?>) c.get(0, keyword, Map.of()))
                .forEach((name, member) -> all.put((String) name, built(member, type)));
        return all;
    }
}
