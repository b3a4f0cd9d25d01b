package dev.cresset.cpu.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/** Pages from {@code mmap}, huge ones where the kernel gives them on advice (Linux). */
final class PosixPages implements Pages {
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS_LINUX = 0x20;
    private static final int MAP_ANONYMOUS_MAC = 0x1000;
    private static final int MADV_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle madvise;
    private final boolean linux;

    private PosixPages(boolean linux) {
        var linker = Linker.nativeLinker();
        var lookup = linker.defaultLookup();
        this.linux = linux;
        mmap =
                linker.downcallHandle(
                        lookup.findOrThrow("mmap"),
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG));
        munmap =
                linker.downcallHandle(
                        lookup.findOrThrow("munmap"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        madvise =
                linker.downcallHandle(
                        lookup.findOrThrow("madvise"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }

    /** The source, on systems that have these calls. */
    static Optional<PosixPages> find() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean linux = os.startsWith("linux");
        return linux || os.startsWith("mac")
                ? Optional.of(new PosixPages(linux))
                : Optional.empty();
    }

    @Override
    public long map(long bytes) {
        if (bytes < SizeClasses.HUGE_PAGE) {
            return mapAnywhere(bytes);
        }
        long padded = bytes + SizeClasses.HUGE_PAGE;
        long start = mapAnywhere(padded);
        if (start == 0) {
            return 0;
        }
        long aligned = (start + SizeClasses.HUGE_PAGE - 1) & -SizeClasses.HUGE_PAGE;
        if (aligned > start) {
            unmap(start, aligned - start);
        }
        if (aligned + bytes < start + padded) {
            unmap(aligned + bytes, start + padded - aligned - bytes);
        }
        if (linux) {
            adviseHugePages(aligned, bytes);
        }
        return aligned;
    }

    private long mapAnywhere(long bytes) {
        int flags = MAP_PRIVATE | (linux ? MAP_ANONYMOUS_LINUX : MAP_ANONYMOUS_MAC);
        try {
            long address = (long) mmap.invokeExact(0L, bytes, PROT_READ_WRITE, flags, -1, 0L);
            return address == MAP_FAILED ? 0 : address;
        } catch (Throwable e) {
            throw new AssertionError("mmap", e);
        }
    }

    @Override
    public void unmap(long address, long bytes) {
        int status;
        try {
            status = (int) munmap.invokeExact(address, bytes);
        } catch (Throwable e) {
            throw new AssertionError("munmap", e);
        }
        if (status != 0) {
            throw new IllegalStateException(
                    "munmap: refused for %d bytes at 0x%x".formatted(bytes, address));
        }
    }

    /** Fewer page faults and TLB misses; a kernel without huge pages answers with a status. */
    private void adviseHugePages(long address, long bytes) {
        try {
            int ignoredStatus = (int) madvise.invokeExact(address, bytes, MADV_HUGEPAGE);
            assert ignoredStatus <= 0;
        } catch (Throwable e) {
            throw new AssertionError("madvise", e);
        }
    }
}
