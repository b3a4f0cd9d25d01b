package dev.cresset.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.spi.Memory;

import org.junit.jupiter.api.Test;

import java.util.HashMap;

class SizeClassesTest {
    @Test
    void cellsHoldTheirRequestsWithAtMostHalfWaste() {
        for (int bytes = 0; bytes <= SizeClasses.LARGEST_CELL; bytes++) {
            int cell = SizeClasses.cellBytes(SizeClasses.cell(bytes));
            assertTrue(cell >= bytes);
            assertTrue(cell <= Math.max(16, bytes * 2));
        }
    }

    @Test
    void slabsHoldAtLeastEightCells() {
        for (int cell = 0; cell < SizeClasses.cells(); cell++) {
            int slab = SizeClasses.slabBytes(cell);
            assertTrue(slab >= 8 * SizeClasses.cellBytes(cell));
            assertEquals(slab, SizeClasses.blockBytes(slab));
        }
    }

    @Test
    void blocksHoldTheirRequestsWithAtMostAQuarterWasteAndHaveDistinctNumbers() {
        var numbers = new HashMap<Integer, Long>();
        long previous = 0;
        for (long bytes = 1; bytes < 1L << 46; bytes += 1 + bytes / 37) {
            long block = SizeClasses.blockBytes(bytes);
            assertTrue(block >= bytes);
            assertTrue(block <= Math.max(4096, bytes + bytes / 4));
            assertTrue(block >= previous);
            assertEquals(0, block % 64);
            assertEquals(block, SizeClasses.blockBytes(block));
            int number = SizeClasses.block(block);
            assertTrue(number < SizeClasses.BLOCK_CLASSES);
            var other = numbers.putIfAbsent(number, block);
            assertTrue(other == null || other == block);
            assertTrue(SizeClasses.chunkBytes(block) >= block);
            previous = block;
        }
    }

    @Test
    void amountsAreParsedAndPrinted() {
        assertEquals(123, Bytes.parse("p", "123"));
        assertEquals(512L << 20, Bytes.parse("p", " 512M "));
        assertEquals(2L << 30, Bytes.parse("p", "2g"));
        assertEquals("1023 B", Bytes.text(1023));
        assertEquals("1.5 KiB", Bytes.text(1536));
        assertEquals("2.0 GiB", Bytes.text(2L << 30));
        for (var wrong : new String[] {"", "0", "-1", "1.5g", "lots", "5x"}) {
            var e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Bytes.parse("cresset.p", wrong));
            assertTrue(e.getMessage().startsWith("cresset.p: not an amount of memory"));
        }
    }

    @Test
    void everySourceOfPagesGivesAlignedWritableMemory() {
        for (var pages : new Pages[] {new ArenaPages(), Pages.ofPlatform()}) {
            for (long bytes : new long[] {4096, 3 << 20}) {
                long address = pages.map(bytes);
                assertEquals(0, address % (bytes < SizeClasses.HUGE_PAGE ? 4096 : 2 << 20));
                Memory.setLong(address, 1);
                Memory.setLong(address + bytes - 8, 2);
                assertEquals(1, Memory.getLong(address));
                pages.unmap(address, bytes);
            }
        }
        assertEquals(0, Pages.ofPlatform().map(1L << 60));
    }
}
