package dev.cresset.cpu.reduce;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

import java.util.List;

/** What is done to each element before it is combined: the few forms known by hand. */
enum Pre {
    /** x. */
    IDENTITY,
    /** |x|. */
    ABS,
    /** x * x. */
    SQUARE,
    /** 1 where x is not 0 (NaN is not), else 0. */
    NONZERO,
    /** Anything else: computed by a compiled kernel. */
    GENERAL;

    private static final Expr X = Expr.in(0);
    private static final Expr ZERO = Expr.of(0);

    static Pre of(Expr e) {
        if (e.equals(X)) {
            return IDENTITY;
        }
        if (e instanceof Expr.Call(Fn fn, List<Expr> args) && args.getFirst().equals(X)) {
            if (fn == Fn.ABS) {
                return ABS;
            }
            if (fn == Fn.MUL && args.getLast().equals(X)) {
                return SQUARE;
            }
            if (fn == Fn.NE && args.getLast().equals(ZERO)) {
                return NONZERO;
            }
        }
        return GENERAL;
    }

    /** Applies a form known by hand to the first n numbers. */
    void apply(double[] x, int n) {
        switch (this) {
            case IDENTITY, GENERAL -> {}
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.abs(x[i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    x[i] *= x[i];
                }
            }
            case NONZERO -> {
                for (int i = 0; i < n; i++) {
                    x[i] = x[i] != 0 ? 1 : 0;
                }
            }
        }
    }

    /** Applies a form known by hand to the first n integers. */
    void apply(long[] x, int n) {
        switch (this) {
            case IDENTITY, GENERAL -> {}
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    x[i] = Math.abs(x[i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    x[i] *= x[i];
                }
            }
            case NONZERO -> {
                for (int i = 0; i < n; i++) {
                    x[i] = x[i] != 0 ? 1 : 0;
                }
            }
        }
    }
}
