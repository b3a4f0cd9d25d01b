package dev.cresset.spi;

/**
 * Numbers in memory: a storage, where in it they lie, and what they are. Immutable; a tensor
 * without history.
 *
 * @param storage the memory
 * @param layout where the elements lie
 * @param dtype what they are
 */
public record Array(Storage storage, Layout layout, DType dtype) {
    /** Address of the first element. */
    public long address() {
        return storage.address() + layout.offset() * dtype.size();
    }

    /** Number of elements. */
    public long numel() {
        return layout.numel();
    }

    /** Another view of the same memory. */
    public Array with(Layout newLayout) {
        return new Array(storage, newLayout, dtype);
    }
}
