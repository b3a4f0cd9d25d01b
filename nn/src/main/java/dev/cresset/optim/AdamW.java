package dev.cresset.optim;

import dev.cresset.Tensor;

import java.util.List;

/**
 * Adam with decoupled weight decay: PyTorch's {@code optim.AdamW} (Loshchilov and Hutter, 2017).
 *
 * <p>{@code p *= 1 - lr * weight_decay}, then a step of {@link Adam}.
 */
public final class AdamW extends Adam {
    /** Options with a learning rate, weight decay 0.01 and PyTorch's other defaults. */
    public static Options lr(double lr) {
        return Adam.lr(lr).weightDecay(1e-2).decoupledWeightDecay();
    }

    /** With learning rate 0.001. */
    public AdamW(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public AdamW(List<? extends Tensor> params, Options options) {
        super(params, options.decoupledWeightDecay());
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public AdamW(Options options, List<ParamGroup> groups) {
        super(options.decoupledWeightDecay(), groups);
    }
}
