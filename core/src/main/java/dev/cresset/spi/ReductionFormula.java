package dev.cresset.spi;

import dev.cresset.expr.Expr;

/**
 * A reduction: {@code post(combine over elements of pre(x))}.
 *
 * <p>{@code pre} reads the element as input 0 and {@code post} reads the combined value as input 0;
 * both may read the call's numbers ({@link Expr.Param}). Sum of squares is {@code (ADD, x*x, s)},
 * the p-norm {@code (ADD, |x|^p, s^(1/p))}, the mean {@code (ADD, x, s / n)} with n as a number.
 *
 * @param combine how two values become one
 * @param pre applied to each element before combining
 * @param post applied once to each combined value
 * @param input dtype of the tensor read
 * @param output dtype of the result
 * @param compute arithmetic of pre, combine and post
 */
public record ReductionFormula(
        Combine combine, Expr pre, Expr post, DType input, DType output, DType.Compute compute) {

    /** Associative operations with a neutral element. */
    public enum Combine {
        /**
         * Sum; neutral 0. Long float32 sums must stay accurate (pairwise, blocked or in float64).
         */
        ADD,
        /** Product; neutral 1. */
        MUL,
        /** Largest, NaN wins; neutral -inf or the smallest integer. */
        MAX,
        /** Smallest, NaN wins; neutral inf or the largest integer. */
        MIN
    }
}
