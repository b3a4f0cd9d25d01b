package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Complex;

/** Powers with plain numbers as exponents: products and roots where PyTorch takes them. */
public final class Powers {
    private static final Expr A = Expr.in(0);

    private static final Pointwise SQUARE =
            row(A.mul(A), (x, y, g) -> new Expr[] {g.mul(x[0].mul(2)), null});
    private static final Pointwise CUBE =
            row(A.mul(A).mul(A), (x, y, g) -> new Expr[] {g.mul(x[0].mul(x[0]).mul(3)), null});
    private static final Pointwise ROOT =
            row(A.sqrt(), (x, y, g) -> new Expr[] {g.mul(x[0].sqrt().reciprocal().mul(0.5)), null});

    /** {@code self} to the power {@code exponent}. */
    public static final Composite POW =
            new Composite(
                    "pow(Operand self, Operand exponent) -> Tensor",
                    a -> of(a.all()[0], a.all()[1]).call(a.all()));

    private Powers() {}

    private static Pointwise row(Expr formula, Pointwise.Rules gradient) {
        return Pointwise.of(
                "pow(Operand self, Operand exponent) -> Tensor", 2, PROMOTE, formula, gradient);
    }

    /** The row that computes a base to an exponent; it takes both as its arguments. */
    public static Pointwise of(Object base, Object exponent) {
        if (base instanceof Value v && exponent instanceof Number n && !(n instanceof Complex)) {
            double e = n.doubleValue();
            boolean floating = v.dtype().isDifferentiable();
            if (e == 2) {
                return SQUARE;
            }
            if (e == 3) {
                return CUBE;
            }
            if (e == 0.5 && floating) {
                return ROOT;
            }
        }
        return Arithmetic.POW;
    }
}
