package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.NORMALIZE;

import dev.cresset.expr.Expr;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * A loss per element and its sum or mean: one node, and one pass for the gradient.
 *
 * <p>The arguments are the operands, the numbers of the formula, and the {@link Reducing}.
 */
final class ElementLoss {
    /** What becomes of the losses of single elements. */
    enum Reducing {
        NONE,
        MEAN,
        SUM;

        /** From PyTorch's word and its two older flags, of which either may be null. */
        static Reducing of(String word, Object sizeAverage, Object reduce) {
            if (sizeAverage != null || reduce != null) {
                boolean reduces = reduce == null || (Boolean) reduce;
                boolean average = sizeAverage == null || (Boolean) sizeAverage;
                return !reduces ? NONE : average ? MEAN : SUM;
            }
            return switch (word) {
                case "none" -> NONE;
                case "mean" -> MEAN;
                case "sum" -> SUM;
                default ->
                        throw Check.error(
                                "loss: %s is not a valid value for reduction; expects 'none',"
                                        + " 'mean' or 'sum'",
                                word);
            };
        }

        /** Reduces computed losses. */
        Value of(Value losses) {
            return switch (this) {
                case NONE -> losses;
                case MEAN -> Aggregates.MEAN.value(losses, null, false, null);
                case SUM -> Aggregates.SUM.value(losses, null, false, null);
            };
        }
    }

    private final Pointwise elements;
    private final Pointwise[] gradients;
    private final int operands;
    private final int numbers;

    private ElementLoss(String name, int operands, int numbers, Expr loss, Expr[] partials) {
        this.operands = operands;
        this.numbers = numbers;
        elements = Pointwise.flat(name + "() -> ()", operands, Pointwise.Rule.PROMOTE, loss);
        gradients = new Pointwise[operands];
        var incoming = Expr.in(operands).mul(Expr.param(numbers));
        for (int k = 0; k < operands; k++) {
            gradients[k] =
                    Pointwise.derived(
                            name + "_backward() -> ()",
                            operands + 1,
                            Pointwise.Rule.PROMOTE,
                            incoming.mul(partials[k]));
        }
    }

    /**
     * A row.
     *
     * @param name of the op
     * @param node name of the graph node
     * @param numbers how many {@code Param}s the formula has
     * @param loss the loss of one element
     * @param partials its derivative for each operand
     */
    static Primitive row(String name, String node, int numbers, Expr loss, Expr... partials) {
        int operands = partials.length;
        var schema = new StringJoiner(", ", name + "(", ") -> Tensor");
        for (int k = 0; k < operands; k++) {
            schema.add("Tensor x" + k);
        }
        for (int j = 0; j < numbers; j++) {
            schema.add("Scalar p" + j);
        }
        schema.add("Any reducing");
        var row = new ElementLoss(name, operands, numbers, loss, partials);
        var saved = new int[operands];
        Arrays.setAll(saved, k -> k);
        return Primitive.of(NORMALIZE, schema.toString(), row::forward)
                .anywhere()
                .gradient(row::gradient, saved)
                .named(node);
    }

    private Object forward(Args a) {
        var args = Arrays.copyOf(a.all(), operands + numbers);
        var variant = elements.variant(args);
        Check.floating(elements.name(), variant.output());
        var result = Elementwise.compute(variant, args, 1)[0];
        var reducing = (Reducing) a.all()[operands + numbers];
        if (reducing == Reducing.NONE) {
            return result.hidden() ? new Primitive.Hidden(result.array()) : result.array();
        }
        var op = reducing == Reducing.MEAN ? Aggregates.MEAN : Aggregates.SUM;
        var losses = a.value(0).tape().wrap(result.array());
        var reduced = op.computeOne(new Object[] {losses, null, false, null});
        result.array().storage().release();
        return reduced;
    }

    private Object[] gradient(Backward b) {
        var args = new Object[operands + 1 + numbers + 1];
        long count = 1;
        var sizes = new long[0];
        for (int k = 0; k < operands; k++) {
            args[k] = b.value(k);
            sizes = Check.broadcast(sizes, b.layout(k).sizes());
        }
        for (long size : sizes) {
            count *= size;
        }
        args[operands] = b.grad();
        System.arraycopy(b.args().all(), operands, args, operands + 1, numbers);
        boolean mean = b.args().all()[operands + numbers] == Reducing.MEAN;
        args[operands + 1 + numbers] = mean ? 1.0 / count : 1.0;
        var result = new Object[operands];
        for (int k = 0; k < operands; k++) {
            if (b.needs(k)) {
                result[k] = gradients[k].value(args);
            }
        }
        return result;
    }

    /** The reduction that three arguments at {@code word}, {@code average}, {@code reduce} mean. */
    static Reducing reducing(Args a, int word, int average, int reduce) {
        return Reducing.of(a.text(word), a.all()[average], a.all()[reduce]);
    }

    /** Weighted losses: the mean is over the weights. */
    static Value weighted(Value losses, Value weight, Value input, Reducing reducing) {
        Check.that(
                weight.layout().sameSizes(input.layout()),
                "loss: Weights and input must have the same size, got %s and %s",
                weight,
                input);
        var all = ValueOps.mul(losses, weight);
        return reducing == Reducing.MEAN
                ? ValueOps.div(ValueOps.sum(all), ValueOps.sum(weight))
                : reducing.of(all);
    }

    /** Checks that two operands have the same sizes. */
    static void sameSizes(String message, Value target, Value input) {
        Check.that(target.layout().sameSizes(input.layout()), message, shape(target), shape(input));
    }

    private static String shape(Value v) {
        return "torch.Size(" + Check.text(v.layout().sizes()) + ")";
    }
}
