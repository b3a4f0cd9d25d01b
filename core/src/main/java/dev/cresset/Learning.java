package dev.cresset;

/** Whether gradients flow into a leaf: PyTorch's truth value of {@code requires_grad_}. */
public enum Learning {
    /** Gradients are asked for. */
    LEARNED,
    /** No gradients. */
    FROZEN;

    /** What a leaf with this value of {@link Tensor#requiresGrad()} is. */
    public static Learning of(boolean requiresGrad) {
        return requiresGrad ? LEARNED : FROZEN;
    }
}
