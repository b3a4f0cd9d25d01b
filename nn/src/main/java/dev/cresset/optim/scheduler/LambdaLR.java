package dev.cresset.optim.scheduler;

import dev.cresset.optim.Optimizer;

import java.util.Collections;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * The first learning rate times a function of the epoch: PyTorch's {@code LambdaLR}.
 *
 * {@snippet :
 * var scheduler = new LambdaLR(optimizer, epoch -> Math.pow(0.95, epoch));
 * }
 */
public final class LambdaLR extends EpochScheduler {
    private final List<LongToDoubleFunction> lambdas;

    /** With one function for all groups. */
    public LambdaLR(Optimizer optimizer, LongToDoubleFunction lrLambda) {
        this(optimizer, Collections.nCopies(optimizer.paramGroups().size(), lrLambda));
    }

    /** With a function for each group. */
    public LambdaLR(Optimizer optimizer, List<LongToDoubleFunction> lrLambdas) {
        this(optimizer, lrLambdas, -1);
    }

    /** Goes on after an epoch. */
    public LambdaLR(Optimizer optimizer, List<LongToDoubleFunction> lrLambdas, long lastEpoch) {
        super(optimizer);
        lambdas = Lambdas.checked("LambdaLR", optimizer, lrLambdas);
        start(lastEpoch);
    }

    @Override
    protected double lr(int group) {
        return baseLr(group) * lambdas.get(group).applyAsDouble(lastEpoch());
    }

    @Override
    void fields(StateFields fields) {
        super.fields(fields);
        fields.fixed("lr_lambdas", () -> Collections.nCopies(lambdas.size(), null));
    }
}
