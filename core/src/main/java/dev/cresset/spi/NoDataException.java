package dev.cresset.spi;

/**
 * The content of a tensor on the {@code meta} device was asked for, where tensors have sizes,
 * strides and a dtype but no memory.
 *
 * <p>Move the structure to a device with memory and fill it, for example with {@code
 * Torch.emptyLike(x, Device.cpu())} or a saved state.
 */
public final class NoDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception that says what to do. */
    public NoDataException() {
        super(
                "Cannot copy out of meta tensor; no data! A tensor on the meta device has sizes and"
                        + " a dtype only; make one with memory by Torch.emptyLike(x, Device.cpu())"
                        + " and fill it");
    }
}
