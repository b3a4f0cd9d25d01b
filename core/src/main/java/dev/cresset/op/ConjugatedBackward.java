package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gradient rule for real numbers sees when it is applied to complex ones.
 *
 * <p>Note [Conjugated rules]: the rule of an analytic function f computes {@code g f'(z)}, linear
 * in the incoming gradient g. The complex gradient is {@code g conj(f'(z))}, which is {@code
 * conj(conj(g) f'(z))}: the same rule between two conjugations. So matrix products, convolutions
 * and products over elements have one rule for all dtypes.
 */
final class ConjugatedBackward implements Backward {
    private final Backward whole;
    private final Map<Integer, Value> grads = new HashMap<>();

    private ConjugatedBackward(Backward whole) {
        this.whole = whole;
    }

    /** True if the incoming gradient is complex. */
    static boolean applies(Backward b) {
        return b.grad() != null && b.grad().dtype().isComplex();
    }

    static Object[] of(Primitive.Gradient rule, Backward b) {
        var results = rule.of(new ConjugatedBackward(b));
        var conjugated = new Object[results.length];
        for (int i = 0; i < results.length; i++) {
            conjugated[i] = conj(results[i]);
        }
        return conjugated;
    }

    private static Object conj(Object gradient) {
        return switch (gradient) {
            case null -> null;
            case Value v -> ValueOps.conj(v);
            case List<?> list -> list.stream().map(ConjugatedBackward::conj).toList();
            case Object[] array -> Arrays.stream(array).map(ConjugatedBackward::conj).toArray();
            default -> throw new IllegalStateException("a gradient is a value or several");
        };
    }

    @Override
    public Value grad(int i) {
        var grad = whole.grad(i);
        return grad == null ? null : grads.computeIfAbsent(i, r -> ValueOps.conj(grad));
    }

    @Override
    public Value value(int i) {
        return whole.value(i);
    }

    @Override
    public Value result(int i) {
        return whole.result(i);
    }

    @Override
    public Args args() {
        return whole.args();
    }

    @Override
    public Layout layout(int i) {
        return whole.layout(i);
    }

    @Override
    public Layout layout(int i, int element) {
        return whole.layout(i, element);
    }

    @Override
    public int count(int i) {
        return whole.count(i);
    }

    @Override
    public DType dtype(int i) {
        return whole.dtype(i);
    }

    @Override
    public Layout resultLayout(int i) {
        return whole.resultLayout(i);
    }

    @Override
    public boolean needs(int i) {
        return whole.needs(i);
    }
}
