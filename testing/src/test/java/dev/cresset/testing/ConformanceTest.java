package dev.cresset.testing;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every recorded call gives what PyTorch gives. Runs the full bundles where they lie beside the
 * project, in {@code ../shared/conformance}, else the trimmed ones among the test resources.
 */
class ConformanceTest {
    private static final int SHOWN = 10;

    private static Path bundle(String name) {
        var full =
                Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .limit(4)
                        .map(p -> p.resolve("shared/conformance").resolve(name))
                        .filter(Files::isDirectory)
                        .findFirst();
        return full.orElseGet(() -> Path.of("src/test/resources/conformance").resolve(name));
    }

    /**
     * The numbers are how many groups of the trimmed set were there, and how many of its records
     * passed, when this was written: they may only grow.
     */
    @ParameterizedTest
    @CsvSource({
        "ops-tier1, 108, 1949",
        "rng, 56, 106",
        "print, 7, 318",
        "modules, 119, 264",
        "optim, 34, 51"
    })
    void asPyTorch(String name, int present, int passed) throws IOException {
        var report = Conformance.run(bundle(name));
        var failures =
                report.failures().stream()
                        .limit(SHOWN)
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));
        assertAll(
                () -> assertEquals(0, report.totals().failed(), failures),
                () -> assertTrue(report.present() >= present, report::toString),
                () -> assertTrue(report.totals().passed() >= passed, report::toString));
    }

    /**
     * The core operators, the random streams, the printed forms and the optimisers are complete.
     */
    @ParameterizedTest
    @CsvSource({"ops-tier1", "rng", "print", "optim"})
    void nothingIsMissing(String name) throws IOException {
        var report = Conformance.run(bundle(name));
        assertEquals(0, report.totals().missing(), () -> report.missing().toString());
    }

    /** So that the trimmed set, too, stays runnable where the full one is. */
    @ParameterizedTest
    @CsvSource({"ops-tier1", "rng", "print", "modules", "optim"})
    void trimmedSetToo(String name) throws IOException {
        var report = Conformance.run(Path.of("src/test/resources/conformance").resolve(name));
        assertEquals(0, report.totals().failed(), () -> report.failures().toString());
    }
}
