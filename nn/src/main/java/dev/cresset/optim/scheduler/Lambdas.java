package dev.cresset.optim.scheduler;

import dev.cresset.op.OpException;
import dev.cresset.optim.Optimizer;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Functions of the epoch, one for each group. */
final class Lambdas {
    private Lambdas() {}

    static List<LongToDoubleFunction> checked(
            String name, Optimizer optimizer, List<LongToDoubleFunction> lambdas) {
        int groups = optimizer.paramGroups().size();
        if (lambdas.size() != groups) {
            throw new OpException(
                    name
                            + ": Expected "
                            + groups
                            + " lr_lambdas, but got "
                            + lambdas.size()
                            + "; give one, or one for each group");
        }
        return List.copyOf(lambdas);
    }
}
