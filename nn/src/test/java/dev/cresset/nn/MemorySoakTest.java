package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Training loops without any scope or close keep the process at its size. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc for the resident size")
class MemorySoakTest {
    @Test
    void twoHundredThousandSmallSteps() throws Exception {
        var sizes = run("mlp");
        assertTrue(sizes[1] < sizes[0] * 1.05, () -> "grew from " + sizes[0] + " to " + sizes[1]);
    }

    @Test
    void twoThousandStepsOfTheDigitsNetwork() throws Exception {
        var sizes = run("cnn");
        assertTrue(sizes[1] < sizes[0] * 1.05, () -> "grew from " + sizes[0] + " to " + sizes[1]);
    }

    @Test
    void aHundredThousandKeptLossesAreSmall() throws Exception {
        var sizes = run("losses");
        assertEquals(100_000, sizes[2]);
        assertTrue(sizes[1] - sizes[0] < 100, () -> "cost " + (sizes[1] - sizes[0]) + " MiB");
    }

    /** Runs a loop in a JVM of its own, whose heap is resident from the start. */
    private static double[] run(String program) throws IOException, InterruptedException {
        var classPath =
                Stream.of("java.class.path", "jdk.module.path")
                        .map(System::getProperty)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(File.pathSeparator));
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms256m",
                                "-Xmx256m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC",
                                "-Dcresset.memory.budget=512m",
                                "--add-modules",
                                "jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                SoakPrograms.class.getName(),
                                program)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return Stream.of(output.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
