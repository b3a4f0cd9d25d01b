package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

import java.util.Collections;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * The learning rate times a function of the epoch, every epoch: PyTorch's {@code MultiplicativeLR}.
 */
public final class MultiplicativeLR extends EpochScheduler {
    private final List<LongToDoubleFunction> lambdas;

    /** With one function for all groups. */
    public MultiplicativeLR(Optimizer optimizer, LongToDoubleFunction lrLambda) {
        this(optimizer, Collections.nCopies(optimizer.paramGroups().size(), lrLambda));
    }

    /** With a function for each group. */
    public MultiplicativeLR(Optimizer optimizer, List<LongToDoubleFunction> lrLambdas) {
        this(optimizer, lrLambdas, -1);
    }

    /** Goes on after an epoch. */
    public MultiplicativeLR(
            Optimizer optimizer, List<LongToDoubleFunction> lrLambdas, long lastEpoch) {
        super(optimizer);
        lambdas = Lambdas.checked("MultiplicativeLR", optimizer, lrLambdas);
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        return initial()
                ? currentLr(group)
                : currentLr(group) * lambdas.get(group).applyAsDouble(lastEpoch());
    }

    @Override
    void fields(StateFields fields) {
        super.fields(fields);
        fields.fixed("lr_lambdas", () -> Collections.nCopies(lambdas.size(), null));
    }
}
