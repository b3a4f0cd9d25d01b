package dev.cresset.op;

import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.op.ElementLoss.Reducing;

import java.util.Arrays;

/** Negative log likelihoods of distributions. */
public final class LikelihoodLosses {
    /** Of counts that follow a Poisson distribution with rate x, or exp(x). */
    public static final Composite POISSON_NLL_LOSS =
            new Composite(
                    "poisson_nll_loss(Tensor input, Tensor target, bool log_input=True, bool"
                            + " full=False, bool? size_average=None, float eps=1e-08, bool?"
                            + " reduce=None, str reduction='mean') -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 7, 4, 6);
                        var x = a.value(0);
                        var target = a.value(1);
                        var losses =
                                a.flag(2)
                                        ? sub(ValueOps.exp(x), mul(target, x))
                                        : sub(x, mul(target, log(add(x, a.number(5)))));
                        return reducing.of(a.flag(3) ? add(losses, stirling(target)) : losses);
                    });

    /** Of numbers that follow normal distributions with mean x and given variances. */
    public static final Composite GAUSSIAN_NLL_LOSS =
            new Composite(
                    "gaussian_nll_loss(Tensor input, Tensor target, Operand var, bool full=False,"
                            + " float eps=1e-06, str reduction='mean') -> Tensor",
                    a -> {
                        var variance = variance(a.value(0), a.all()[2]);
                        var known =
                                Arrays.stream(Reducing.values())
                                        .anyMatch(r -> r.name().equalsIgnoreCase(a.text(5)));
                        Check.that(
                                known,
                                "gaussian_nll_loss: %s is not valid as reduction",
                                a.text(5));
                        var plain = ValueOps.detach(variance);
                        var lift = sub(Arithmetic.CLAMP_MIN.value(plain, a.number(4)), plain);
                        var bounded = add(variance, lift);
                        var distance = sub(a.value(0), a.value(1));
                        var losses =
                                mul(
                                        add(log(bounded), div(ValueOps.pow(distance, 2L), bounded)),
                                        0.5);
                        return Reducing.of(a.text(5), null, null)
                                .of(a.flag(3) ? add(losses, 0.5 * Math.log(2 * Math.PI)) : losses);
                    });

    private LikelihoodLosses() {}

    private static Value log(Value x) {
        return Elementary.LOG.value(x);
    }

    /** Stirling's approximation of {@code log(t!)}, 0 up to 1. */
    private static Value stirling(Value t) {
        var term = add(sub(mul(t, log(t)), t), mul(log(mul(t, 2 * Math.PI)), 0.5));
        return ValueOps.maskedZero(term, Comparisons.LE.value(t, 1L));
    }

    private static Value variance(Value x, Object given) {
        if (!(given instanceof Value v)) {
            Check.that(
                    Scalars.toDouble(given) >= 0,
                    "gaussian_nll_loss: var has negative entry/entries, got %s",
                    given);
            return mul(ValueOps.onesLike(x), given);
        }
        var negative = Aggregates.ANY.value(Comparisons.LT.value(v, 0L), null, false, null);
        Check.that(
                Scalars.read(negative.array()) == 0,
                "gaussian_nll_loss: var has negative entry/entries");
        var sizes = x.layout().sizes();
        var own = v.layout().sizes();
        if (Arrays.equals(own, sizes)) {
            return v;
        }
        if (sizes.length > 0 && Arrays.equals(own, Arrays.copyOf(sizes, sizes.length - 1))) {
            return ValueOps.unsqueeze(v, -1);
        }
        long differing = 0;
        for (int d = 0; d < sizes.length && own.length == sizes.length; d++) {
            differing += own[d] == sizes[d] ? 0 : own[d];
        }
        Check.that(
                differing == 1,
                "gaussian_nll_loss: var is of incorrect size, got %s for input %s",
                v,
                x);
        return v;
    }
}
