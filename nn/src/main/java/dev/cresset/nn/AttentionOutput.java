package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.Optional;

/**
 * What {@link MultiheadAttention} gives.
 *
 * @param attnOutput in the form of the queries
 * @param attnOutputWeights (batch, targets, sources), with a dimension of heads where each was
 *     wanted; empty where none were
 */
public record AttentionOutput(Tensor attnOutput, Optional<Tensor> attnOutputWeights) {}
