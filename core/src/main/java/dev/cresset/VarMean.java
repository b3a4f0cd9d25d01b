package dev.cresset;

import dev.cresset.op.Value;

import java.util.List;

/**
 * Variance and mean.
 *
 * @param var variances
 * @param mean means
 */
public record VarMean(Tensor var, Tensor mean) {
    static VarMean of(List<Value> both) {
        return new VarMean((Tensor) both.get(0), (Tensor) both.get(1));
    }
}
