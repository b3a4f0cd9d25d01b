package dev.cresset.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

/** Symbolic derivatives against central differences, and PyTorch's conventions at kinks. */
class DerivativeTest {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);
    private static final Expr C = Expr.in(2);

    private static double value(Expr e, double... inputs) {
        return Interpreter.evaluate(e, inputs, new double[0]);
    }

    private static double difference(Expr e, int input, double... inputs) {
        double h = 1e-5;
        double[] up = inputs.clone();
        double[] down = inputs.clone();
        up[input] += h;
        down[input] -= h;
        return (value(e, up) - value(e, down)) / (up[input] - down[input]);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NOT",
                "TIMES_I",
                "AND",
                "OR",
                "XOR",
                "SHL",
                "GCD",
                "LCM",
                "NEXT_AFTER",
                "POLYGAMMA",
                "SHR",
                "SCALE",
                "EXPONENT",
                "MANTISSA",
                "SIN_LARGE",
                "COS_LARGE"
            })
    void firstAndSecondDerivativesAreTheSlopes(Fn fn) {
        Expr[] args = {A.mul(B).add(0.1), B.add(C), C.mul(A)};
        Expr y = Expr.call(fn, Arrays.copyOf(args, fn.arity()));
        double[][] points = {{0.31, 0.62, 0.17}, {0.73, 0.44, 0.29}, {0.12, 0.93, 0.84}};
        for (double[] p : points) {
            double[] at = fn == Fn.ACOSH ? new double[] {p[0] + 2, p[1] + 2, p[2]} : p;
            for (int i = 0; i < 3; i++) {
                Expr first = Derivative.of(y, i);
                double slope = value(first, at);
                assertEquals(difference(y, i, at), slope, 1e-6 * (1 + Math.abs(slope)));
                for (int j = 0; j < 3; j++) {
                    double curve = value(Derivative.of(first, j), at);
                    assertEquals(difference(first, j, at), curve, 1e-5 * (1 + Math.abs(curve)));
                }
            }
        }
    }

    @Test
    void kinksAreSplitAsInPyTorch() {
        assertEquals(0, value(Derivative.of(A.abs(), 0), 0));
        assertEquals(0.5, value(Derivative.of(A.max(B), 0), 1, 1));
        assertEquals(0.5, value(Derivative.of(A.min(B), 1), 1, 1));
        assertEquals(1, value(Derivative.of(A.max(B), 0), 2, 1));
        assertEquals(0, value(Derivative.of(A.max(B), 1), 2, 1));
        assertEquals(1, value(Derivative.of(A.min(B), 1), 2, 1));
    }

    @Test
    void powersOfZeroHaveTheDerivativesOfPyTorch() {
        Expr y = A.pow(B);
        assertEquals(0, value(Derivative.of(y, 0), 0, 0));
        assertEquals(0, value(Derivative.of(y, 1), 0, 0));
        assertEquals(0, value(Derivative.of(y, 1), 0, 2));
        assertEquals(1, value(Derivative.of(y, 0), 0, 1));
        assertEquals(Double.NEGATIVE_INFINITY, value(Derivative.of(y, 1), 0, -1));
        assertEquals(-2, value(Derivative.of(A.pow(Expr.of(2)), 0), -1));
        assertEquals(0, value(Derivative.of(A.pow(Expr.of(0)), 0), 0));
    }

    @Test
    void whereFollowsTheChosenBranchOnly() {
        Expr y = Expr.where(Expr.of(0).lt(A), A.sqrt(), Expr.of(0));
        assertEquals(0, value(Derivative.of(y, 0), -1));
        assertEquals(0, value(Derivative.of(y, 0), 0));
        assertEquals(0.25, value(Derivative.of(y, 0), 4));
    }

    @Test
    void simpleFormulasHaveSimpleDerivatives() {
        assertTrue(Derivative.of(A.add(B), 0).is(1));
        assertTrue(Derivative.of(A.mul(B), 2).is(0));
        assertEquals(B, Derivative.of(A.mul(B), 0));
        assertTrue(Derivative.of(A.lt(B), 0).is(0));
        assertTrue(Derivative.of(A.neg(), 0).is(-1));
    }

    @Test
    void sharedFormulasStaySmall() {
        Expr y = A;
        for (int i = 0; i < 60; i++) {
            y = Expr.call(Fn.TANH, y.add(y));
        }
        Expr slope = Derivative.of(y, 0);
        double shrink = value(slope, 0.1);
        assertTrue(shrink > 0 && shrink < 1, "60 nested tanh differentiate at once: " + shrink);
    }
}
