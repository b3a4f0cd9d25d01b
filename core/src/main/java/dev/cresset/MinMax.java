package dev.cresset;

import dev.cresset.op.Value;

import java.util.List;

/**
 * The two extremes.
 *
 * @param min smallest elements
 * @param max largest elements
 */
public record MinMax(Tensor min, Tensor max) {
    static MinMax of(List<Value> both) {
        return new MinMax((Tensor) both.get(0), (Tensor) both.get(1));
    }
}
