package dev.cresset.cpu.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.cpu.natives.NativeLibraries.Library;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

class NativeLibrariesTest {
    @TempDir Path cache;

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X86_64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, aarch64, MACOSX_ARM64",
        "Mac OS X, x86_64, MACOSX_X86_64",
        "Windows 11, amd64, WINDOWS_X86_64",
        "Windows 11, aarch64, OTHER",
        "Linux, riscv64, OTHER",
        "FreeBSD, amd64, OTHER"
    })
    void platformsAreRecognised(String system, String processor, Platform expected) {
        assertEquals(expected, Platform.of(system, processor));
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void everyPublishedPlatformHasFiles(Library library) {
        for (var platform : Platform.values()) {
            assertEquals(platform == Platform.OTHER, library.files(platform).isEmpty());
        }
    }

    @Test
    void aPlatformWithoutBuildSaysSo() {
        var thrown =
                assertThrows(
                        IOException.class,
                        () -> NativeLibraries.unpack(Library.ONEDNN, Platform.OTHER, cache));
        assertTrue(thrown.getMessage().contains("no build"), thrown.getMessage());
    }

    @Test
    void aMissingJarIsNamed() {
        var elsewhere =
                Platform.current() == Platform.WINDOWS_X86_64
                        ? Platform.LINUX_ARM64
                        : Platform.WINDOWS_X86_64;
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> NativeLibraries.unpack(Library.OPENBLAS, elsewhere, cache));
        assertTrue(thrown.getMessage().contains("add org.bytedeco:openblas:"), thrown.getMessage());
    }

    @Test
    void aLibraryThatCannotBeOpenedGivesTheReason() {
        var file = cache.resolve("libnothing.so");
        var thrown = assertThrows(IOException.class, () -> NativeLibraries.open(file));
        assertTrue(thrown.getMessage().contains("libnothing.so"), thrown.getMessage());
    }

    @Test
    void unpackingAtTheSameTimeGivesCompleteFiles() throws Exception {
        assumeTrue(OneDnn.available());
        var first = NativeLibraries.unpack(Library.ONEDNN, Platform.current(), cache);
        long size = Files.size(first.getFirst());
        // A file of the wrong size is what an old version that was killed could have left.
        Files.write(first.getFirst(), new byte[100]);
        var tasks = new ArrayList<Callable<Long>>();
        for (int i = 0; i < 4; i++) {
            tasks.add(
                    () -> {
                        var paths =
                                NativeLibraries.unpack(Library.ONEDNN, Platform.current(), cache);
                        return Files.size(paths.getFirst());
                    });
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var result : threads.invokeAll(tasks)) {
                assertEquals(size, result.get());
            }
        }
        try (var files = Files.list(first.getFirst().getParent())) {
            assertFalse(files.anyMatch(f -> f.toString().endsWith(".part")), "leftovers");
        }
    }

    @Test
    void scratchIsAlignedAndSeparate() {
        try (var a = Scratch.take(1000);
                var b = Scratch.take(1000)) {
            assertEquals(0, a.address() % 64);
            assertTrue(Math.abs(a.address() - b.address()) >= 1000);
        }
    }
}
