package dev.cresset.optim.scheduler;

/** The way from one learning rate to another. */
public enum AnnealStrategy {
    /** Along half a cosine. */
    COS,
    /** In a line. */
    LINEAR
}
