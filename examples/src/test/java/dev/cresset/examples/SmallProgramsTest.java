package dev.cresset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

class SmallProgramsTest {
    private static List<String> lines(Consumer<PrintStream> program) {
        var bytes = new ByteArrayOutputStream();
        program.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static double number(String line, int word) {
        return Double.parseDouble(line.split(" +")[word]);
    }

    @Test
    void linearFitFindsTheLine() {
        var lines = lines(LinearFit::run);
        assertEquals(101, lines.size());
        assertEquals(2, number(lines.getLast(), 1), 0.02);
        // The first loss is PyTorch's from the same seed.
        assertEquals(13460.453125, number(lines.getFirst(), 3), 0.2);
    }

    @Test
    void mlpFitLearns() {
        var lines = lines(MlpFit::run);
        assertEquals("Sequential(", lines.getFirst());
        assertTrue(number(lines.getLast(), 3) < 0.1, lines.getLast());
    }

    @Test
    void lstmTellsTheNextNumber() {
        var lines = lines(LstmNextNumber::run);
        var losses = lines.stream().filter(l -> l.startsWith("epoch")).toList();
        assertEquals(11, losses.size());
        // The first losses are PyTorch's from the same seed; later ones depend on last bits.
        assertEquals(0.03223114460706711, number(losses.get(0), 3), 3e-7);
        assertEquals(0.023545080795884132, number(losses.get(1), 3), 3e-5);
        assertTrue(number(lines.getLast(), 0) >= 20, lines.getLast());
    }

    @Test
    void sgdStepShowsTheGradients() {
        var lines = lines(SgdStep::run);
        assertTrue(lines.contains("dL/dw tensor([[-2.]])"), lines.toString());
        assertTrue(lines.contains("dL/db tensor([-1.])"), lines.toString());
        assertEquals(0.02, number(lines.getLast(), 1) - number(lines.get(3), 1), 1e-6);
    }
}
