package dev.cresset.nn;

import dev.cresset.Tensor;

/** A module, or any function, from two tensors to one: losses, distances. */
@FunctionalInterface
public interface BinaryModule {
    /** Computes the output for two inputs. */
    Tensor forward(Tensor x1, Tensor x2);
}
