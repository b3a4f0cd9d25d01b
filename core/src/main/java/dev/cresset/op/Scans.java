package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.SCAN;
import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.narrow;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Reductions;
import dev.cresset.spi.Reductions.Extreme;
import dev.cresset.spi.Rows;

import java.util.ArrayList;
import java.util.List;

/** Running products, extremes and sums of exponentials; {@link Aggregates#CUMSUM} lies apart. */
public final class Scans {
    private static final Expr G = Expr.in(0);

    private static final Pointwise LOG_IF_POSITIVE =
            Pointwise.derived(
                    "log_if_positive(Tensor self, Scalar otherwise) -> Tensor",
                    1,
                    Pointwise.Rule.FLOATING,
                    Expr.where(G.gt(0), G.log(), Expr.param(0)));

    private static final Pointwise LOG_IF_NOT_ZERO =
            Pointwise.derived(
                    "log_if_not_zero(Tensor self, Scalar otherwise) -> Tensor",
                    1,
                    Pointwise.Rule.FLOATING,
                    Expr.where(G.eq(0), Expr.param(0), G.log()));

    /** Running product. */
    public static final Primitive CUMPROD =
            Primitive.of(
                            SCAN,
                            "cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
                            a -> Aggregates.scan(Reductions.Scan.PROD, a))
                    .analytic()
                    .anywhere()
                    .gradient(b -> grads(productGradient(b)), 0);

    /** Running maximum with its index, the last one on ties. */
    public static final Primitive CUMMAX = running("cummax", Extreme.MAX);

    /** Running minimum with its index, the last one on ties. */
    public static final Primitive CUMMIN = running("cummin", Extreme.MIN);

    /** {@code log} of the running sum of {@code exp(x)}, safe for large numbers. */
    public static final Primitive LOGCUMSUMEXP =
            Primitive.of(
                            SCAN,
                            "logcumsumexp(Tensor self, int dim) -> Tensor",
                            a -> {
                                if (a.dtypeOf(0).isComplex() && !a.withoutMemory()) {
                                    return ComplexScans.running(
                                            PairFunctions.COMPLEX_LOGADDEXP, a.array(0), a.dim(1));
                                }
                                Check.that(
                                        a.dtypeOf(0).isDifferentiable(),
                                        "logcumsumexp: \"logcumsumexp_out_cpu\" not implemented for"
                                                + " '%s'",
                                        a.dtypeOf(0).scalarName());
                                return Aggregates.scan(
                                        Reductions.Scan.LOG_SUM_EXP,
                                        new Args(a.all()[0], a.all()[1], null));
                            })
                    .analytic()
                    .anywhere()
                    .gradient(b -> grads(logSumGradient(b)), 0)
                    .savingResult();

    private Scans() {}

    /**
     * {@code exp(x_k)} times the sum of {@code g_i exp(-y_i)} over i from k, by logarithms and
     * apart for each sign of g; the logarithm of nothing is the lowest finite number, so that this
     * can be differentiated again.
     */
    private static Value logSumGradient(Backward b) {
        if (b.layout(0).numel() <= 1) {
            return b.grad();
        }
        long d = b.args().integer(1);
        var g = b.grad();
        if (g.dtype().isComplex()) {
            var logs = LOG_IF_NOT_ZERO.value(g, -SpecialOps.largest(g.dtype().toReal()));
            var terms = ValueOps.flip(sub(logs, b.result(0)), d);
            var sums = ValueOps.flip(LOGCUMSUMEXP.value(terms, d), d);
            return ValueOps.exp(add(sums, b.value(0)));
        }
        return sub(fromTheEnd(b, g, d), fromTheEnd(b, ValueOps.neg(g), d));
    }

    private static Value fromTheEnd(Backward b, Value g, long d) {
        var logs = LOG_IF_POSITIVE.value(g, -SpecialOps.largest(g.dtype()));
        var terms = ValueOps.flip(sub(logs, b.result(0)), d);
        var sums = ValueOps.flip(LOGCUMSUMEXP.value(terms, d), d);
        return ValueOps.exp(add(sums, b.value(0)));
    }

    private static Primitive running(String name, Extreme kind) {
        return Primitive.of(
                        SCAN,
                        name + "(Tensor self, int dim) -> (Tensor values, Tensor indices)",
                        a -> {
                            var x = a.dense(0);
                            int d = a.dim(1);
                            var values = NewArray.beside(x, x.dtype(), x.layout().sizes());
                            var indices = NewArray.beside(x, DType.INT64, x.layout().sizes());
                            if (x.numel() > 0 && !Meta.is(x)) {
                                Backends.cpu()
                                        .reductions()
                                        .runningExtreme(
                                                kind,
                                                x.dtype(),
                                                Rows.of(x.layout(), d),
                                                x.address(),
                                                values.address(),
                                                indices.address());
                            }
                            return new Array[] {values, indices};
                        })
                .anywhere()
                .gradient(
                        b ->
                                grads(
                                        b.layout(0).dim() == 0
                                                ? b.grad()
                                                : ValueOps.scatterAdd(
                                                        ValueOps.zeros(
                                                                b.grad(), b.layout(0).sizes()),
                                                        b.args().integer(1),
                                                        b.result(1),
                                                        b.grad())))
                .savingResult();
    }

    /**
     * The gradient of the running product, also where factors are zero: the product is taken in
     * steps that double the distance, {@code x'[i] = x[i] x[i - s]}, and each step is undone.
     */
    private static Value productGradient(Backward b) {
        if (b.layout(0).numel() <= 1) {
            return b.grad();
        }
        int d = Check.dim(b.args().integer(1), b.layout(0).dim());
        long n = b.layout(0).size(d);
        var x = ValueOps.to(b.value(0), b.grad().dtype());
        var stages = new ArrayList<Value>();
        for (long s = 1; s < n; s *= 2) {
            stages.add(x);
            var tail = mul(narrow(x, d, s, n - s), narrow(x, d, 0, n - s));
            x = ValueOps.cat(List.of(narrow(x, d, 0, s), tail), d);
        }
        var g = b.grad();
        for (int k = stages.size() - 1; k >= 0; k--) {
            long s = 1L << k;
            var stage = stages.get(k);
            var late = narrow(g, d, s, n - s);
            var own =
                    ValueOps.cat(
                            List.of(narrow(g, d, 0, s), mul(late, narrow(stage, d, 0, n - s))), d);
            var other = mul(late, narrow(stage, d, s, n - s));
            var none = ValueOps.zerosLike(narrow(g, d, 0, s));
            g = add(own, ValueOps.cat(List.of(other, none), d));
        }
        return g;
    }
}
