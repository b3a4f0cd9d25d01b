package dev.cresset.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Torch;
import dev.cresset.op.OpException;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

class PlotTest {
    private static final int BLUE = 0xFF4C78A8;
    private static final int RED = 0xFFE45756;

    @TempDir Path folder;

    private static long pixels(BufferedImage image, int color) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) | 0xFF000000) == color ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void picturesHoldWhatWasDrawn() throws IOException {
        var x = Torch.linspace(-1, 1, 20).unsqueeze(1);
        var file = folder.resolve("new/plot.png");
        var plot = new Plot("A line").axes("x", "y").scatter("data", x, x.mul(2));
        plot.save(file);
        var image = ImageIO.read(file.toFile());
        assertEquals(900, image.getWidth());
        assertEquals(600, image.getHeight());
        assertTrue(pixels(image, BLUE) > 20 * 20, "20 points");
        assertEquals(0, pixels(image, RED));

        plot.line("fit", x, x.requiresGrad_().mul(2)).text(0, 1, "loss 0.5");
        long longLine = pixels(plot.image(), RED);
        assertTrue(longLine > 1000, () -> "a line of " + longLine + " pixels");
        plot.line("fit", new double[] {0, 0.5}, new double[] {0, 1});
        assertTrue(
                pixels(plot.image(), RED) < longLine / 2 + 500, "it took the place of the other");

        assertEquals(0, pixels(plot.clear().image(), BLUE));
    }

    @Test
    void unequalListsAreRefused() {
        var plot = new Plot("");
        var e =
                assertThrows(
                        OpException.class,
                        () -> plot.scatter("data", Torch.ones(3), Torch.ones(4)));
        assertTrue(e.getMessage().contains("x and y must be the same size"), e.getMessage());
        assertThrows(OpException.class, () -> plot.line("none", new double[0], new double[0]));
    }

    @Test
    void withoutADisplayThereIsAWord() {
        Assumptions.assumeFalse(Plot.canShow());
        var e = assertThrows(OpException.class, () -> new Plot("title").show());
        assertTrue(e.getMessage().contains("save it as a picture"), e.getMessage());
    }
}
