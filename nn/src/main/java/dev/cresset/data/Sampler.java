package dev.cresset.data;

/**
 * Decides which items of a data set are visited, and in which order.
 *
 * <p>What is random is drawn when {@link #order} is called, once for each pass over the data.
 */
@FunctionalInterface
public interface Sampler {
    /** Numbers of the items of the next pass. */
    long[] order();
}
