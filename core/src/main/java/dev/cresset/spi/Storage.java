package dev.cresset.spi;

import java.lang.foreign.MemorySegment;

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

    /** Fails where the memory is not there; null where the allocator answers for it. */
    private final Runnable presence;

    private int version;

    /** A block at an address. */
    protected Storage(long address, long bytes, Device device) {
        this(address, bytes, device, (Runnable) null);
    }

    /** A block without memory. */
    Storage(long bytes, Device device) {
        this(
                0,
                bytes,
                device,
                () -> {
                    throw new NoDataException();
                });
    }

    /** A block at an address that is there as long as a scope. */
    Storage(long address, long bytes, Device device, MemorySegment.Scope scope) {
        this(address, bytes, device, () -> checkAlive(scope));
    }

    private Storage(long address, long bytes, Device device, Runnable presence) {
        this.address = address;
        this.bytes = bytes;
        this.device = device;
        this.presence = presence;
    }

    /**
     * Address of the first byte.
     *
     * @throws IllegalStateException if the arena of lent memory was closed
     * @throws NoDataException on the meta device
     */
    public final long address() {
        if (presence != null) {
            presence.run();
        }
        return address;
    }

    private static void checkAlive(MemorySegment.Scope scope) {
        if (!scope.isAlive()) {
            throw new IllegalStateException(
                    "Already closed: the tensor lies in the memory of an arena that was closed");
        }
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
