package dev.cresset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void mlpFitLearnsAndDraws(@TempDir Path folder) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        MlpFit.run(new PrintStream(bytes), folder, MlpFit.View.PICTURES);
        var lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("Sequential(", lines.getFirst());
        var losses = lines.stream().filter(line -> line.startsWith("step")).toList();
        assertEquals(10, losses.size());
        // As PyTorch from the same seed.
        assertEquals(2.5480549335479736, number(losses.get(0), 3), 1e-3);
        assertTrue(number(losses.getLast(), 3) < 0.1, losses.getLast());
        try (var pictures = Files.list(folder)) {
            assertEquals(10, pictures.filter(p -> p.toString().endsWith(".png")).count());
        }
    }

    @Test
    void denseFitFollowsPyTorch() {
        var losses = lines(DenseFit::run).stream().filter(line -> line.startsWith("step")).toList();
        assertEquals(11, losses.size());
        var want =
                new double[] {
                    0.462089866399765,
                    0.3727605640888214,
                    0.3009549677371979,
                    0.3031129539012909,
                    0.30602896213531494,
                    0.30751025676727295,
                    0.30552053451538086,
                    0.30262255668640137,
                    0.2994993329048157,
                    0.2905857264995575,
                    0.2865566909313202
                };
        for (int i = 0; i < want.length; i++) {
            assertEquals(want[i], number(losses.get(i), 3), 1e-3 * want[i]);
        }
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
        // Section "step" of the recorded session with PyTorch.
        assertEquals(
                List.of(
                        "Parameter containing:",
                        "tensor([[-0.0075]], requires_grad=True)",
                        "Parameter containing:",
                        "tensor([0.5364], requires_grad=True)",
                        "loss tensor([3.4785], grad_fn=<SubBackward0>)",
                        "dw tensor([[-2.]])",
                        "db tensor([-1.])",
                        "Parameter containing:",
                        "tensor([[0.1925]], requires_grad=True)",
                        "Parameter containing:",
                        "tensor([0.6364], requires_grad=True)",
                        "loss tensor([2.9785], grad_fn=<SubBackward0>)"),
                lines);
    }
}
