package dev.cresset.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * In a small young generation dropped memory comes back long before the budget is reached; in a
 * large one it is left to the budget.
 */
class HeapMirrorTest {
    private static final long MIB = 1L << 20;

    /** Allocates 4 GiB in pieces and drops them; prints the MiB that were mapped for it. */
    static final class Dropping {
        private Dropping() {}

        public static void main(String[] args) {
            long piece = Long.parseLong(args[0]);
            var allocator = new NativeAllocator(1024 * MIB, 4096 * MIB);
            for (long sum = 0; sum < 4096 * MIB; sum += piece) {
                allocator.allocate(piece);
            }
            var after = allocator.statistics();
            System.out.println((after.allocated() + after.cached()) / MIB);
        }
    }

    private static long mappedMiB(String young, long piece) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command =
                List.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-Xmn" + young,
                        "-XX:SurvivorRatio=2",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dropping.class.getName(),
                        Long.toString(piece));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var printed = new String(process.getInputStream().readAllBytes()).strip();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue());
        return Long.parseLong(printed);
    }

    @ParameterizedTest
    @CsvSource({"1m, 400000, true", "1m, 16000000, true", "64m, 400000, false"})
    void garbageComesBackEarlyInASmallYoungGeneration(String young, long piece, boolean early)
            throws Exception {
        long mapped = mappedMiB(young, piece);
        assertTrue(early ? mapped < 256 : mapped > 512, () -> mapped + " MiB");
    }
}
