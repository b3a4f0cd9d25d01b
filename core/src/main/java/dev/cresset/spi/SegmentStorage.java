package dev.cresset.spi;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * Memory that belongs to somebody else: a segment outside of the Java heap.
 *
 * <p>Note [Lent memory]: the storage keeps the segment, and thereby memory that goes back by
 * itself. An address keeps nothing alive (Note [Addresses in use] in {@link AddressUse}), so when
 * the storage becomes unreachable a kernel may still be at work there; the segment is let go when
 * all uses that can know its address have ended. Memory whose arena was closed is found out when
 * its address is asked for.
 */
public final class SegmentStorage extends Storage {
    private static final Cleaner CLEANER = Cleaner.create();

    private final MemorySegment segment;

    /** A storage over a native segment. */
    public SegmentStorage(MemorySegment segment, Device device) {
        super(segment.address(), segment.byteSize(), device, segment.scope());
        this.segment = segment;
        long birth = AddressUse.birth();
        var maker = AddressUse.ofThread();
        CLEANER.register(this, () -> letGo(segment, birth, maker));
    }

    private static void letGo(MemorySegment segment, long birth, AddressUse maker) {
        var uses = new AddressUse.InProgress();
        while (uses.concern(birth, maker) && !uses.over()) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        Reference.reachabilityFence(segment);
    }

    /** The memory is not ours to give back. */
    @Override
    public void release() {}

    @Override
    public String toString() {
        return segment.toString();
    }
}
