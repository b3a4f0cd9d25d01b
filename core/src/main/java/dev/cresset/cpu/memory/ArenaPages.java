package dev.cresset.cpu.memory;

import java.lang.foreign.Arena;
import java.util.concurrent.ConcurrentHashMap;

/** Pages from the Java runtime, for platforms without {@code mmap}; one arena per mapping. */
final class ArenaPages implements Pages {
    private final ConcurrentHashMap<Long, Arena> arenas = new ConcurrentHashMap<>();

    @Override
    public long map(long bytes) {
        var arena = Arena.ofShared();
        try {
            long alignment = bytes < SizeClasses.HUGE_PAGE ? 4096 : SizeClasses.HUGE_PAGE;
            long address = arena.allocate(bytes, alignment).address();
            arenas.put(address, arena);
            return address;
        } catch (OutOfMemoryError e) {
            arena.close();
            return 0;
        }
    }

    @Override
    public void unmap(long address, long bytes) {
        arenas.remove(address).close();
    }
}
