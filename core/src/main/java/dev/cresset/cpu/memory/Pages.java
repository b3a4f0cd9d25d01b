package dev.cresset.cpu.memory;

/** Where an allocator gets whole pages from and gives them back to. */
interface Pages {
    /**
     * Address of fresh readable and writable memory, or 0 if there is none.
     *
     * @param bytes multiple of 4096; from 2 MiB on the address is a multiple of 2 MiB
     */
    long map(long bytes);

    /** Gives back what {@link #map} returned for the same size. */
    void unmap(long address, long bytes);

    /** The best source on this platform. */
    static Pages ofPlatform() {
        var posix = PosixPages.find();
        return posix.isPresent() ? posix.get() : new ArenaPages();
    }
}
