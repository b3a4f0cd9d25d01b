package dev.cresset;

import dev.cresset.op.Value;

import java.util.List;

/**
 * Counts between edges.
 *
 * @param hist counts, or sums of weights
 * @param binEdges one edge more than there are bins
 */
public record Histogram(Tensor hist, Tensor binEdges) {
    static Histogram of(List<Value> both) {
        return new Histogram((Tensor) both.get(0), (Tensor) both.get(1));
    }
}
