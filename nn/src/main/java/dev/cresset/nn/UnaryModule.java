package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * A module, or any function, from one tensor to one tensor: what {@link Sequential} chains.
 *
 * {@snippet :
 * var net = new Sequential(new Linear(784, 10), x -> x.relu());
 * }
 */
@FunctionalInterface
public interface UnaryModule {
    /** Computes the output for an input. */
    Tensor forward(Tensor x);
}
