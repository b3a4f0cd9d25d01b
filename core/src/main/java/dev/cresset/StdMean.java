package dev.cresset;

import dev.cresset.op.Value;

import java.util.List;

/**
 * Standard deviation and mean.
 *
 * @param std standard deviations
 * @param mean means
 */
public record StdMean(Tensor std, Tensor mean) {
    static StdMean of(List<Value> both) {
        return new StdMean((Tensor) both.get(0), (Tensor) both.get(1));
    }
}
