package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.ReductionFormula;

/**
 * Ops that combine the elements of chosen dimensions into one.
 *
 * <p>The arguments are {@code (self, dim, keepdim, dtype, numbers…)}: the dimensions as {@code
 * long[]} with null or empty meaning all, whether they stay with size 1, and the dtype to which the
 * elements are converted first. The numbers are seen by the row's formulas after {@code Param(0)},
 * which is the count of combined elements.
 */
public final class Reduce extends Op {
    /** The dtype of the result, and of the arithmetic, from that of the input. */
    public enum Rule {
        /** The same. */
        SAME,
        /** The same; integers and bool become int64. */
        SUM,
        /** Must be floating point. */
        FLOAT,
        /** Computed exactly, result bool. */
        BOOL,
        /** Computed exactly, result int64. */
        COUNT
    }

    /** A gradient rule. */
    @FunctionalInterface
    public interface Gradient {
        /** The gradient of the input. */
        Value of(Backward b);
    }

    private static final int DIM = 1;
    private static final int KEEPDIM = 2;
    private static final int DTYPE = 3;

    private final ReductionFormula.Combine combine;
    private final Expr pre;
    private final Expr post;
    private final Rule rule;
    private final Gradient gradient;
    private final boolean savesInput;
    private final boolean savesResult;

    Reduce(
            String schema,
            ReductionFormula.Combine combine,
            Expr pre,
            Expr post,
            Rule rule,
            Gradient gradient,
            boolean savesInput,
            boolean savesResult) {
        super(schema);
        this.combine = combine;
        this.pre = pre;
        this.post = post;
        this.rule = rule;
        this.gradient = gradient;
        this.savesInput = savesInput;
        this.savesResult = savesResult;
    }

    @Override
    public Object call(Object... args) {
        var self = (Value) args[0];
        return self.tape().record(this, args, new Value[] {self.tape().wrap(computeOne(args))})[0];
    }

    @Override
    Array computeOne(Object[] raw) {
        var args = new Args(raw);
        var self = args.value(0).physical();
        var layout = self.layout();
        var chosen = Check.dims(name(), args.longs(DIM), layout.dim());
        var requested = args.none(DTYPE) ? null : (DType) raw[DTYPE];
        var input = requested == null ? self.dtype() : requested;
        if (requested != null && requested != self.dtype()) {
            self = Copies.copyTo(self, requested);
            layout = self.layout();
        }
        var output = outputType(input, requested);
        var kept = layout.sizes();
        long count = 1;
        for (int d = 0; d < kept.length; d++) {
            if (chosen[d]) {
                count *= kept[d];
                kept[d] = 1;
            }
        }
        boolean empty = layout.numel() == 0 && count == 0;
        Check.that(
                !empty || hasNeutral(),
                "%s: operation does not have an identity: expected reduction over a dimension of"
                        + " non-zero size, got %s",
                name(),
                layout);
        var result = NewArray.beside(self, output, kept);
        var compute = compute(input, output);
        var params = new long[1 + Math.max(0, raw.length - DTYPE - 1)];
        params[0] = Scalars.bits(count, compute);
        for (int j = 1; j < params.length; j++) {
            params[j] = Scalars.bits(raw[DTYPE + j], compute);
        }
        if (input.isComplex()) {
            complex(self, chosen, result, params);
        } else if (result.numel() > 0) {
            reduce(self, result, compute, params);
        }
        return args.flag(KEEPDIM) ? result : result.with(dropped(result.layout(), chosen));
    }

    private void reduce(Array self, Array result, DType.Compute compute, long[] params) {
        if (Meta.is(result)) {
            return;
        }
        var reduction =
                new ReductionFormula(combine, pre, post, self.dtype(), result.dtype(), compute);
        try (var _ = AddressUse.begin()) {
            Backends.cpu()
                    .reductions()
                    .reduce(
                            reduction,
                            self.layout(),
                            self.storage().address(),
                            result.layout(),
                            result.storage().address(),
                            params);
        }
    }

    /** Sums part by part, products element by element, truth values after a test. */
    private void complex(Array self, boolean[] chosen, Array result, long[] params) {
        boolean linear = combine == ReductionFormula.Combine.ADD && pre.equals(Expr.in(0));
        if (result.dtype().isComplex() && linear) {
            if (result.numel() > 0) {
                reduce(Parts.re(self), Parts.re(result), self.dtype().compute(), params);
                reduce(Parts.im(self), Parts.im(result), self.dtype().compute(), params);
            }
        } else if (rule == Rule.SUM && combine == ReductionFormula.Combine.MUL) {
            if (!Meta.is(result)) {
                ComplexScans.product(self, chosen, result);
            }
        } else if (rule == Rule.BOOL || rule == Rule.COUNT) {
            var truth = Copies.copyTo(self, DType.BOOL);
            if (result.numel() > 0) {
                reduce(truth, result, DType.Compute.LONG, params);
            }
        } else {
            throw ComplexVariant.unsupported(this, self.dtype());
        }
    }

    private boolean hasNeutral() {
        return combine == ReductionFormula.Combine.ADD
                || combine == ReductionFormula.Combine.MUL
                || rule == Rule.BOOL;
    }

    private DType outputType(DType input, DType requested) {
        return switch (rule) {
            case SAME -> input;
            case SUM -> input.isDifferentiable() || requested != null ? input : DType.INT64;
            case FLOAT -> {
                Check.that(
                        input.isDifferentiable(),
                        "%s(): could not infer output dtype. Input dtype must be either a floating"
                                + " point or complex dtype. Got: %s",
                        name(),
                        input.scalarName());
                yield input;
            }
            case BOOL -> input == DType.UINT8 ? DType.UINT8 : DType.BOOL;
            case COUNT -> DType.INT64;
        };
    }

    private DType.Compute compute(DType input, DType output) {
        return rule == Rule.BOOL || rule == Rule.COUNT ? input.compute() : output.compute();
    }

    private static Layout dropped(Layout layout, boolean[] chosen) {
        for (int d = chosen.length - 1; d >= 0; d--) {
            if (chosen[d]) {
                layout = layout.squeeze(d);
            }
        }
        return layout;
    }

    @Override
    public boolean differentiable() {
        return gradient != null;
    }

    @Override
    public boolean savesArgument(int index) {
        return index == 0 && savesInput;
    }

    @Override
    public boolean savesResult() {
        return savesResult;
    }

    @Override
    public Object[] gradient(Backward b) {
        var all = new Object[b.args().all().length];
        all[0] =
                savesInput && ConjugatedBackward.applies(b)
                        ? ConjugatedBackward.of(c -> new Object[] {gradient.of(c)}, b)[0]
                        : gradient.of(b);
        return all;
    }

    /**
     * Gives a gradient, or a result, of a reduction back the dimensions that it dropped, so that it
     * broadcasts against the input.
     */
    static Value restore(Value reduced, Backward b) {
        var dims = b.args().longs(DIM);
        var input = b.layout(0);
        if (b.args().flag(KEEPDIM) || input.dim() == 0) {
            return reduced;
        }
        var chosen = Check.dims("restore", dims, input.dim());
        var sizes = input.sizes();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = chosen[d] ? 1 : sizes[d];
        }
        return ValueOps.view(reduced, sizes);
    }

    /** Number of input elements per result element. */
    static long count(Backward b) {
        var input = b.layout(0);
        var chosen = Check.dims("count", b.args().longs(DIM), input.dim());
        long count = 1;
        for (int d = 0; d < input.dim(); d++) {
            count *= chosen[d] ? input.size(d) : 1;
        }
        return count;
    }
}
