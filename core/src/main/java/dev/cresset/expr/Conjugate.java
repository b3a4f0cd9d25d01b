package dev.cresset.expr;

/**
 * Complex conjugates of formulas, taken at the leaves.
 *
 * <p>Every analytic function here is real on the real axis, so that {@code conj(f(z)) = f(conj z)}:
 * the conjugate of a formula is the same formula of conjugated operands.
 */
public final class Conjugate {
    private Conjugate() {}

    /** The conjugate of a formula. */
    public static Expr of(Expr e) {
        return of(e, -1);
    }

    /** The formula with every operand and number but one replaced by its conjugate. */
    public static Expr ofAllBut(int input, Expr e) {
        return of(e, input);
    }

    private static Expr of(Expr e, int kept) {
        return Shared.rewrite(e, leaf -> conjugateLeaf(leaf, kept), Conjugate::tidy);
    }

    private static Expr conjugateLeaf(Expr leaf, int kept) {
        return switch (leaf) {
            case Expr.Const c -> c;
            case Expr.In in when in.index() == kept -> in;
            default -> Expr.call(Fn.CONJ, leaf);
        };
    }

    private static Expr tidy(Expr.Call call) {
        var first = call.args().getFirst();
        return switch (call.fn()) {
            case CONJ ->
                    first instanceof Expr.Call inner && inner.fn() == Fn.CONJ
                            ? inner.args().getFirst()
                            : call;
            case TIMES_I -> call.neg();
            case IMAG -> call.neg();
            default -> call;
        };
    }
}
