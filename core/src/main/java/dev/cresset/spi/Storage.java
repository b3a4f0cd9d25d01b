package dev.cresset.spi;

/**
 * A block of memory shared by the tensors that view it.
 *
 * <p>Note [Who frees]: nobody has to. The allocator that made a storage learns when it becomes
 * unreachable and takes the memory back. The autograd engine may {@link #release} a storage earlier
 * when it can prove that no tensor outside of it was ever given away.
 */
public abstract class Storage {
    private final long address;
    private final long bytes;
    private final Device device;
    private int version;

    /** A block at an address. */
    protected Storage(long address, long bytes, Device device) {
        this.address = address;
        this.bytes = bytes;
        this.device = device;
    }

    /** Address of the first byte. */
    public final long address() {
        return address;
    }

    /** Usable size in bytes. */
    public final long bytes() {
        return bytes;
    }

    /** Where the memory is. */
    public final Device device() {
        return device;
    }

    /** How often the content was changed in place; see autograd. */
    public final int version() {
        return version;
    }

    /** Counts one change in place. */
    public final void bump() {
        version++;
    }

    /** Gives the memory back now; the caller guarantees that nobody uses it any more. */
    public abstract void release();
}
