package dev.cresset.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.spi.Memory;
import dev.cresset.spi.Storage;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Loops of any length must not grow. */
@Tag("slow")
class MemorySoakTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long MIB = 1L << 20;

    private final NativeAllocator allocator = new NativeAllocator(256 * MIB, 1024 * MIB);

    private static long resident() throws IOException {
        assumeTrue(Files.exists(STATUS));
        for (var line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS in " + STATUS);
    }

    private void small(int count) {
        for (int i = 0; i < count; i++) {
            var storage = allocator.allocate(4 + i % 1000);
            Memory.setInt(storage.address(), i);
            Reference.reachabilityFence(storage);
        }
    }

    private void large(int count) {
        for (int i = 0; i < count; i++) {
            var storage = allocator.allocate(MIB);
            Memory.zero(storage.address(), storage.bytes());
            Reference.reachabilityFence(storage);
        }
    }

    @Test
    void millionsOfSmallStoragesStayFlat() throws IOException {
        small(300_000);
        System.gc();
        long before = resident();
        small(2_000_000);
        long after = resident();
        // More than 1 GiB passes through. A busy machine collects late, and the Java heap counts
        // too.
        assertTrue(after - before < 600 * MIB, Bytes.text(after - before));
        var held = allocator.statistics();
        assertTrue(held.allocated() + held.cached() < 512 * MIB, held.toString());
    }

    @Test
    void twentyGigabytesOfLargeStoragesStayFlat() throws IOException {
        large(6000);
        long before = resident();
        large(20_000);
        long after = resident();
        assertTrue(after - before < 200 * MIB, Bytes.text(after - before));
        var held = allocator.statistics();
        assertTrue(held.allocated() + held.cached() <= 768 * MIB, held.toString());
    }

    @Test
    void retainedSmallStoragesDoNotPinTheirTransientNeighbours() {
        var kept = new ArrayList<Storage>();
        for (int i = 0; i < 100_000; i++) {
            kept.add(allocator.allocate(4));
            for (int k = 0; k < 4; k++) {
                allocator.allocate(4);
            }
        }
        System.gc();
        var held = allocator.statistics();
        assertTrue(held.allocated() + held.cached() < 60 * MIB, held.toString());
        Reference.reachabilityFence(kept);
    }

    @Test
    void growingAndShrinkingWorkloadsReuseWhatTheyGiveBack() {
        for (int round = 0; round < 20; round++) {
            var step = new ArrayList<Storage>();
            for (int i = 1; i <= 200; i++) {
                step.add(allocator.allocate((long) i * (1000 + 700 * round)));
            }
            step.forEach(Storage::release);
        }
        var held = allocator.statistics();
        assertTrue(held.storages() == 0 && held.cached() <= 512 * MIB, held.toString());
    }
}
