package dev.cresset.expr;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Walks over formulas that visit every object once; see Note [Shared formulas] in {@link Expr}. */
final class Shared {
    private Shared() {}

    /** Equality; {@code proven} holds pairs already found equal. */
    static boolean equal(Expr a, Expr b, Map<Expr, Expr> proven) {
        if (a == b || proven.get(a) == b) {
            return true;
        }
        if (!(a instanceof Expr.Call x && b instanceof Expr.Call y)) {
            return a.equals(b);
        }
        if (x.fn() != y.fn()) {
            return false;
        }
        for (int k = 0; k < x.args().size(); k++) {
            if (!equal(x.args().get(k), y.args().get(k), proven)) {
                return false;
            }
        }
        proven.put(a, b);
        return true;
    }

    /** Hash code of the upper levels. */
    static int hash(Expr e, int levels) {
        if (!(e instanceof Expr.Call call)) {
            return e.hashCode();
        }
        int hash = call.fn().hashCode();
        for (int k = 0; levels > 0 && k < call.args().size(); k++) {
            hash = 31 * hash + hash(call.args().get(k), levels - 1);
        }
        return hash;
    }

    static boolean reads(Expr e, int index, Map<Expr, Boolean> seen) {
        if (!(e instanceof Expr.Call call)) {
            return e instanceof Expr.In in && in.index() == index;
        }
        if (seen.putIfAbsent(e, true) != null) {
            return false;
        }
        for (Expr arg : call.args()) {
            if (reads(arg, index, seen)) {
                return true;
            }
        }
        return false;
    }

    static Expr map(Expr e, UnaryOperator<Expr> leaf, IdentityHashMap<Expr, Expr> done) {
        if (!(e instanceof Expr.Call call)) {
            return leaf.apply(e);
        }
        Expr earlier = done.get(e);
        if (earlier == null) {
            var args = call.args().stream().map(arg -> map(arg, leaf, done)).toList();
            earlier = new Expr.Call(call.fn(), args);
            done.put(e, earlier);
        }
        return earlier;
    }

    /** The formula with every leaf and then every call replaced; what stays equal is kept. */
    static Expr rewrite(Expr e, UnaryOperator<Expr> leaf, Function<Expr.Call, Expr> call) {
        return rewrite(e, leaf, call, new IdentityHashMap<>());
    }

    private static Expr rewrite(
            Expr e,
            UnaryOperator<Expr> leaf,
            Function<Expr.Call, Expr> call,
            Map<Expr, Expr> done) {
        if (!(e instanceof Expr.Call old)) {
            return leaf.apply(e);
        }
        Expr earlier = done.get(e);
        if (earlier == null) {
            var args = old.args().stream().map(arg -> rewrite(arg, leaf, call, done)).toList();
            boolean same = true;
            for (int k = 0; k < args.size(); k++) {
                same &= args.get(k) == old.args().get(k);
            }
            earlier = call.apply(same ? old : new Expr.Call(old.fn(), args));
            done.put(e, earlier);
        }
        return earlier;
    }
}
