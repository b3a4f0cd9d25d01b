package dev.cresset.testing;

import dev.cresset.nn.Sequential;
import dev.cresset.nn.UnaryModule;

/** Containers of modules and parameters. */
final class ContainerClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.").unary("Sequential", ContainerClasses::sequential);

    private ContainerClasses() {}

    private static Sequential sequential(PythonCall c) {
        var steps = new UnaryModule[c.count()];
        for (int i = 0; i < steps.length; i++) {
            if (!(Classes.built(c.get(i, "", null)) instanceof UnaryModule module)) {
                throw new MissingException("this form of Sequential");
            }
            steps[i] = module;
        }
        return new Sequential(steps);
    }
}
