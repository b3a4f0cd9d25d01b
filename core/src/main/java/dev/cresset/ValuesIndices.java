package dev.cresset;

/**
 * Elements picked along a dimension, and where they were.
 *
 * @param values the elements
 * @param indices their positions along the dimension, int64
 */
public record ValuesIndices(Tensor values, Tensor indices) {}
