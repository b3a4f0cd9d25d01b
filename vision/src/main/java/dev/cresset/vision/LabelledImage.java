package dev.cresset.vision;

import dev.cresset.Tensor;

/**
 * An image and the number of its class, or a batch of both.
 *
 * @param image channels x height x width, float32 from 0 to 1
 * @param label the class, int64
 */
public record LabelledImage(Tensor image, Tensor label) {}
