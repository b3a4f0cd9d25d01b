package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.RANDOM;

import dev.cresset.expr.SpecialFunctions;
import dev.cresset.random.Distributions;

/** Random numbers of the gamma distribution, and how they change with its shape. */
public final class GammaNumbers {
    /** The smallest term of a series relative to its sum that is still added. */
    private static final double LAST_TERM = 1e-17;

    private GammaNumbers() {}

    /**
     * How a gamma number {@code x} changes with the shape {@code a} where its quantile stays:
     * {@code -(dP / da) / p(x)} with the distribution function P and its density p.
     */
    public static final Primitive STANDARD_GAMMA_GRAD =
            Primitive.of(
                    RANDOM,
                    "_standard_gamma_grad(Tensor self, Tensor output) -> Tensor",
                    a -> {
                        var shapes = a.dense(0);
                        var numbers = a.dense(1);
                        Check.floating("_standard_gamma_grad", shapes.dtype());
                        Check.sameDType("_standard_gamma_grad", shapes.dtype(), numbers.dtype());
                        Check.that(
                                shapes.layout().sameSizes(numbers.layout()),
                                "_standard_gamma_grad: sizes differ, %s and %s",
                                shapes.layout(),
                                numbers.layout());
                        var dtype = shapes.dtype();
                        var r = NewArray.empty(dtype, shapes.layout().sizes());
                        for (long i = 0; i < r.numel(); i++) {
                            long at = i * dtype.size();
                            double shape = Scalars.read(dtype, shapes.address() + at);
                            double number = Scalars.read(dtype, numbers.address() + at);
                            Scalars.write(dtype, r.address() + at, slope(shape, number));
                        }
                        return r;
                    });

    /** Gamma numbers of scale 1 with a shape for each element. */
    public static final Primitive STANDARD_GAMMA =
            Primitive.of(
                            RANDOM,
                            "_standard_gamma(Tensor self, Generator? generator=None) -> Tensor",
                            a -> {
                                var shapes = a.dense(0);
                                Check.floating("_standard_gamma", shapes.dtype());
                                var r = NewArray.empty(shapes.dtype(), shapes.layout().sizes());
                                Distributions.standardGamma(
                                        RandomOps.generator(a, 1),
                                        r.dtype(),
                                        r.address(),
                                        r.numel(),
                                        shapes.address());
                                return r;
                            })
                    .gradient(
                            b -> {
                                var slope = STANDARD_GAMMA_GRAD.value(b.value(0), b.result(0));
                                return new Object[] {ValueOps.mul(b.grad(), slope), null};
                            },
                            0)
                    .savingResult();

    /**
     * With {@code P = sum over k of x^(a+k) e^-x / Gamma(a+k+1)}, each term changes with a by its
     * {@code log x - digamma(a+k+1)}-fold, and the density is the term of k = 0 times a / x.
     */
    private static double slope(double a, double x) {
        if (!(a > 0) || !(x > 0)) {
            return a >= 0 && x == 0 ? 0 : Double.NaN;
        }
        double logX = Math.log(x);
        double term = 1;
        double digamma = SpecialFunctions.digamma(a + 1);
        double sum = 0;
        double size = 0;
        for (double n = a + 1; ; n++) {
            double change = term * (logX - digamma);
            sum += change;
            size += Math.abs(change);
            if (n > x && term * Math.max(1, Math.abs(logX - digamma)) < LAST_TERM * size) {
                return -sum * x / a;
            }
            term *= x / n;
            digamma += 1 / n;
        }
    }
}
