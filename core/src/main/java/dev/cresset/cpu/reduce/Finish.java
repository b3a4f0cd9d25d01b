package dev.cresset.cpu.reduce;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;

import java.util.List;

/**
 * The last step of a reduction, for the few forms known by hand: a number applied to the combined
 * value, and the store.
 *
 * @param step what is done to the value
 * @param number its second operand
 * @param integer whether partial results are integers
 * @param output dtype stored
 */
record Finish(Step step, double number, boolean integer, DType output) {
    /** Forms known by hand. */
    enum Step {
        /** s. */
        NONE,
        /** s / number. */
        DIVIDE,
        /** s * number. */
        MULTIPLY,
        /** sqrt(s). */
        SQRT
    }

    private static final Expr S = Expr.in(0);

    /** A plain store. */
    static Finish plain(Compute compute, DType output) {
        return new Finish(Step.NONE, 0, compute == Compute.LONG, output);
    }

    /** The finish of a formula, or null where only a compiled kernel will do. */
    static Finish ofOrNull(Expr post, Compute compute, DType output, long[] params) {
        if (post.equals(S)) {
            return plain(compute, output);
        }
        if (compute == Compute.LONG
                || !(post instanceof Expr.Call(Fn fn, List<Expr> args))
                || !args.getFirst().equals(S)) {
            return null;
        }
        if (fn == Fn.SQRT) {
            return new Finish(Step.SQRT, 0, false, output);
        }
        if (fn != Fn.DIV && fn != Fn.MUL) {
            return null;
        }
        double number =
                switch (args.getLast()) {
                    case Expr.Const c -> c.value();
                    case Expr.Param p -> Double.longBitsToDouble(params[p.index()]);
                    default -> Double.NaN;
                };
        if (args.getLast() instanceof Expr.Call || args.getLast() instanceof Expr.In) {
            return null;
        }
        return new Finish(fn == Fn.DIV ? Step.DIVIDE : Step.MULTIPLY, number, false, output);
    }

    /** Stores a combined value. */
    void store(long bits, long address) {
        if (integer) {
            Cells.setLong(output, address, bits);
            return;
        }
        double s = Double.longBitsToDouble(bits);
        double value =
                switch (step) {
                    case NONE -> s;
                    case DIVIDE -> s / number;
                    case MULTIPLY -> s * number;
                    case SQRT -> Math.sqrt(s);
                };
        Cells.setDouble(output, address, value);
    }
}
