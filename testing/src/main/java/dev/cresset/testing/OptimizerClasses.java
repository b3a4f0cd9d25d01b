package dev.cresset.testing;

import dev.cresset.Parameter;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.SGD;

import java.util.ArrayList;
import java.util.List;

/** Optimisers. */
final class OptimizerClasses {
    static final ClassTable TABLE =
            new ClassTable("optim.")
                    .plain("SGD", c -> new SGD(parameters(c), SGD.lr(c.number(1, "lr", 1e-3))))
                    .plain("Adam", c -> new Adam(parameters(c)))
                    .plain("AdamW", c -> new AdamW(parameters(c)))
                    .plain("Adagrad", c -> new Adagrad(parameters(c)));

    private OptimizerClasses() {}

    private static List<Parameter> parameters(PythonCall c) {
        var params = new ArrayList<Parameter>();
        for (var element : (List<?>) c.get(0, "params", List.of())) {
            if (!(Classes.built(element) instanceof Parameter parameter)) {
                throw new MissingException("parameter groups in expressions");
            }
            params.add(parameter);
        }
        return params;
    }
}
