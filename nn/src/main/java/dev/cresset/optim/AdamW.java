package dev.cresset.optim;

import dev.cresset.Parameter;

import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay: PyTorch's {@code optim.AdamW} (Loshchilov and Hutter, 2017).
 */
public final class AdamW extends AdamStep {
    /**
     * Options of {@link AdamW}.
     *
     * @param lr learning rate
     * @param betas decay rates of the running averages
     * @param eps added to the denominator
     * @param weightDecay weight decay
     * @param amsgrad whether the largest average of squares counts
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            Betas betas,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean maximize) {
        /** With decay rates. */
        public Options betas(double beta1, double beta2) {
            return new Options(lr, new Betas(beta1, beta2), eps, weightDecay, amsgrad, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, betas, value, weightDecay, amsgrad, maximize);
        }

        /** With weight decay. */
        public Options weightDecay(double value) {
            return new Options(lr, betas, eps, value, amsgrad, maximize);
        }

        /** With the AMSGrad variant. */
        public Options withAmsgrad() {
            return new Options(lr, betas, eps, weightDecay, true, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, betas, eps, weightDecay, amsgrad, true);
        }

        Map<String, Object> defaults() {
            return AdamStep.defaults(lr, betas, eps, weightDecay, amsgrad, maximize, true);
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, new Betas(0.9, 0.999), 1e-8, 1e-2, false, false);
    }

    /** With learning rate 0.001. */
    public AdamW(List<Parameter> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public AdamW(List<Parameter> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public AdamW(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }
}
