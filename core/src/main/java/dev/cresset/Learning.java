package dev.cresset;

/** Whether gradients flow into a leaf: PyTorch's truth value of {@code requires_grad_}. */
public enum Learning {
    /** Gradients are asked for. */
    LEARNED,
    /** No gradients. */
    FROZEN
}
