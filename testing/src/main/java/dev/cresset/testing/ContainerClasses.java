package dev.cresset.testing;

import dev.cresset.nn.Sequential;
import dev.cresset.nn.UnaryModule;

import java.util.Map;

/** Containers of modules and parameters. */
final class ContainerClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.").unary("Sequential", ContainerClasses::sequential);

    private ContainerClasses() {}

    private static Sequential sequential(PythonCall c) {
        var sequential = new Sequential();
        if (c.count() == 1 && Classes.built(c.get(0, "", null)) instanceof Map<?, ?> named) {
            named.forEach((name, step) -> sequential.addModule((String) name, step(step)));
            return sequential;
        }
        for (int i = 0; i < c.count(); i++) {
            sequential.append(step(c.get(i, "", null)));
        }
        return sequential;
    }

    private static UnaryModule step(Object value) {
        if (Classes.built(value) instanceof UnaryModule step) {
            return step;
        }
        throw new MissingException("this form of Sequential");
    }
}
