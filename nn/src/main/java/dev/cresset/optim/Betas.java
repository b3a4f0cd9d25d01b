package dev.cresset.optim;

import dev.cresset.text.Numbers;

/**
 * Decay rates of running averages.
 *
 * @param beta1 of the gradient
 * @param beta2 of its square
 */
public record Betas(double beta1, double beta2) {
    @Override
    public String toString() {
        return "(" + Numbers.python(beta1) + ", " + Numbers.python(beta2) + ")";
    }
}
