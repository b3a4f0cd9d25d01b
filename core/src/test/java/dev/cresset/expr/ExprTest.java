package dev.cresset.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExprTest {
    private static final Expr A = Expr.in(0);

    /** 2^60 nodes if written out. */
    private static Expr deep(Expr leaf) {
        Expr e = leaf;
        for (int i = 0; i < 60; i++) {
            e = e.add(e);
        }
        return e;
    }

    @Test
    void sharedFormulasAreWalkedOnce() {
        assertEquals(deep(A), deep(A));
        assertEquals(deep(A).hashCode(), deep(A).hashCode());
        assertNotEquals(deep(A), deep(Expr.in(1)));
        assertTrue(deep(A).reads(0));
        assertFalse(deep(A).reads(1));
        assertEquals(deep(Expr.in(1)), deep(A).map(leaf -> Expr.in(1)));
        assertEquals(0x1p60, Interpreter.evaluate(deep(A), new double[] {1}, new double[0]));
        assertEquals(
                0x1p60,
                Interpreter.evaluate(Derivative.of(deep(A), 0), new double[] {1}, new double[0]));
    }

    @Test
    void neutralElementsVanish() {
        assertEquals(A, A.add(0));
        assertEquals(A, A.sub(0));
        assertEquals(A, A.mul(1));
        assertEquals(A, A.div(1));
        assertEquals(A.neg(), A.mul(-1));
        assertEquals(A.neg(), A.rsub(0));
    }

    @Test
    void minusZeroIsNoZero() {
        assertFalse(Expr.of(-0.0).is(0));
        assertNotEquals(Expr.of(-0.0), Expr.of(0));
    }

    @Test
    void theNumberOfArgumentsIsChecked() {
        var error = assertThrows(IllegalArgumentException.class, () -> Expr.call(Fn.ADD, A));
        assertEquals("ADD: takes 2 arguments, got 1", error.getMessage());
    }
}
