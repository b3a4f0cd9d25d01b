package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Complex;

import java.util.Map;

/** Powers with plain numbers as exponents: products and roots where PyTorch takes them. */
public final class Powers {
    private static final Expr A = Expr.in(0);

    private static final Pointwise SQUARE =
            row(A.mul(A), (x, y, g) -> new Expr[] {g.mul(x[0].mul(2)), null});
    private static final Pointwise CUBE =
            row(cube(A), (x, y, g) -> new Expr[] {g.mul(x[0].mul(x[0]).mul(3)), null});
    private static final Pointwise ROOT =
            row(A.sqrt(), (x, y, g) -> new Expr[] {g.mul(x[0].sqrt().reciprocal().mul(0.5)), null});
    private static final Pointwise INVERSE = inverse(A, -1);
    private static final Pointwise INVERSE_SQUARE = inverse(A.mul(A), -2);
    private static final Pointwise INVERSE_ROOT = inverse(A.sqrt(), -0.5);

    private static final Pointwise FOURTH =
            row(A.pow(Expr.of(4)), (x, y, g) -> new Expr[] {g.mul(cube(x[0]).mul(4)), null});

    private static final Map<Double, Pointwise> ROWS =
            Map.of(
                    2.0, SQUARE,
                    3.0, CUBE,
                    4.0, FOURTH,
                    0.5, ROOT,
                    -0.5, INVERSE_ROOT,
                    -1.0, INVERSE,
                    -2.0, INVERSE_SQUARE);

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

    private static Expr cube(Expr x) {
        return x.mul(x).mul(x);
    }

    /** The row of a negative exponent: one division. */
    private static Pointwise inverse(Expr positive, double exponent) {
        return row(
                positive.reciprocal(),
                (x, y, g) ->
                        new Expr[] {g.mul(x[0].pow(Expr.of(exponent - 1)).mul(exponent)), null});
    }

    /** The row that computes a base to an exponent; it takes both as its arguments. */
    public static Pointwise of(Object base, Object exponent) {
        if (base instanceof Value v && exponent instanceof Number n && !(n instanceof Complex)) {
            double e = n.doubleValue();
            boolean whole = !(n instanceof Double || n instanceof Float);
            Check.that(
                    e >= 0 || !whole || v.dtype().isDifferentiable(),
                    "pow: Integers to negative integer powers are not allowed.");
            if (v.dtype().isFloatingPoint() || e > 1 || (e == 0.5 && v.dtype().isComplex())) {
                return ROWS.getOrDefault(e, Arithmetic.POW);
            }
        }
        return Arithmetic.POW;
    }
}
