package dev.cresset.op;

import dev.cresset.expr.Derivative;
import dev.cresset.expr.Expr;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of a pointwise op for one choice of wanted operands: a pointwise op of its own.
 *
 * @param op computes the gradients that need arithmetic, or null if none does
 * @param operands operands of the differentiated op
 * @param results results of the differentiated op
 * @param passThrough operands whose gradient is the incoming gradient itself
 * @param computed operands whose gradients are the results of {@code op}, in order
 * @param sources what each operand of {@code op} is: an operand, a result or an incoming gradient
 *     of the differentiated op, numbered as in its gradient formulas
 */
record PointwiseGradient(
        Pointwise op, int operands, int results, int[] passThrough, int[] computed, int[] sources) {

    /**
     * Bits 0-15: operands given as numbers; 16-31: wanted; 32-47: incoming gradients missing; 48:
     * complex.
     */
    static long key(Pointwise forward, Backward b) {
        long key = 0;
        var args = b.args().all();
        for (int k = 0; k < forward.operands(); k++) {
            if (args[k] != null) {
                key |= 1L << k;
            } else if (forward.gradientFormula(k) != null && b.needs(k)) {
                key |= 1L << 16 + k;
            }
        }
        int results = forward.formulas().size();
        boolean complex = false;
        for (int r = 0; r < results; r++) {
            if (b.grad(r) == null) {
                key |= 1L << 32 + r;
            } else {
                complex |= b.grad(r).dtype().isComplex();
            }
        }
        for (int k = 0; k < forward.operands(); k++) {
            complex |= args[k] == null && b.dtype(k).isComplex();
        }
        return complex ? key | COMPLEX : key;
    }

    private static final long COMPLEX = 1L << 48;

    static PointwiseGradient of(Pointwise forward, long key, int numbers) {
        int n = forward.operands();
        int results = forward.formulas().size();
        boolean complex = (key & COMPLEX) != 0;
        var gradients = new Expr[n];
        for (int k = 0; k < n; k++) {
            gradients[k] = complex ? forward.complexGradientFormula(k) : forward.gradientFormula(k);
        }
        var passThrough = new ArrayList<Integer>();
        var computed = new ArrayList<Integer>();
        for (int k = 0; k < n; k++) {
            if ((key >> 16 + k & 1) != 0) {
                boolean same = results == 1 && gradients[k].equals(Expr.in(n + 1));
                (same ? passThrough : computed).add(k);
            }
        }
        var sources = new ArrayList<Integer>();
        for (int s = n + 2 * results - 1; s >= 0; s--) {
            int source = s;
            boolean read = computed.stream().anyMatch(k -> gradients[k].reads(source));
            if (read && !isNumber(s, n, key) && !isMissing(s, n, results, key)) {
                sources.add(s);
            }
        }
        Pointwise op = null;
        if (!computed.isEmpty()) {
            var formulas =
                    computed.stream()
                            .map(
                                    k ->
                                            gradients[k].map(
                                                    leaf ->
                                                            rename(
                                                                    leaf, sources, n, results, key,
                                                                    numbers)))
                            .toList();
            op =
                    complex
                            ? complexBackward(forward.name(), sources.size(), formulas)
                            : backward(forward.name(), sources.size(), formulas);
        }
        return new PointwiseGradient(
                op, n, results, ints(passThrough), ints(computed), ints(sources));
    }

    private static boolean isNumber(int source, int operands, long key) {
        return source < operands && (key >> source & 1) != 0;
    }

    private static boolean isMissing(int source, int operands, int results, long key) {
        int r = source - operands - results;
        return r >= 0 && (key >> 32 + r & 1) != 0;
    }

    private static Expr rename(
            Expr leaf, List<Integer> sources, int operands, int results, long key, int numbers) {
        if (!(leaf instanceof Expr.In in)) {
            return leaf;
        }
        int at = sources.indexOf(in.index());
        if (at >= 0) {
            return Expr.in(at);
        }
        if (isMissing(in.index(), operands, results, key)) {
            return Expr.of(0);
        }
        return Expr.param(numbers + Long.bitCount(key & 0xffff & ((1L << in.index()) - 1)));
    }

    private static Pointwise backward(String name, int operands, List<Expr> formulas) {
        int results = formulas.size();
        var gradients = new Expr[operands];
        for (int k = 0; k < operands; k++) {
            for (int r = 0; r < results; r++) {
                var partial = Derivative.of(formulas.get(r), k);
                if (!partial.is(0)) {
                    var term = Expr.in(operands + results + r).mul(partial);
                    gradients[k] = gradients[k] == null ? term : gradients[k].add(term);
                }
            }
        }
        return new Pointwise(
                name + "_backward() -> ()", operands, formulas, Pointwise.Rule.PROMOTE, gradients);
    }

    /** See Note [Complex gradients] in {@link Derivative}. */
    private static Pointwise complexBackward(String name, int operands, List<Expr> formulas) {
        int results = formulas.size();
        var gradients = new Expr[operands];
        for (int k = 0; k < operands; k++) {
            for (int r = 0; r < results; r++) {
                var g = Expr.in(operands + results + r);
                var term = Derivative.gradient(formulas.get(r), k, g);
                if (!term.is(0)) {
                    gradients[k] = gradients[k] == null ? term : gradients[k].add(term);
                }
            }
        }
        return new Pointwise(
                        name + "_backward() -> ()",
                        operands,
                        formulas,
                        Pointwise.Rule.PROMOTE,
                        gradients)
                .statingComplexGradients();
    }

    Object[] apply(Backward b) {
        var plain = b.args().all();
        var result = new Object[plain.length];
        for (int k : passThrough) {
            result[k] = b.grad();
        }
        if (op == null) {
            return result;
        }
        var args = new ArrayList<Object>(sources.length + plain.length);
        for (int source : sources) {
            args.add(
                    source < operands
                            ? b.value(source)
                            : source < operands + results
                                    ? b.result(source - operands)
                                    : b.grad(source - operands - results));
        }
        for (int j = operands; j < plain.length; j++) {
            args.add(plain[j]);
        }
        for (int k = 0; k < operands; k++) {
            if (plain[k] != null) {
                args.add(plain[k]);
            }
        }
        var outputs = op.call(args.toArray());
        for (int i = 0; i < computed.length; i++) {
            result[computed[i]] = outputs instanceof List<?> list ? list.get(i) : outputs;
        }
        return result;
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
