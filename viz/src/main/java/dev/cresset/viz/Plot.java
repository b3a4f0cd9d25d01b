package dev.cresset.viz;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

/**
 * A plot of points, lines and texts, that is saved as a picture or shown in a window and may be
 * drawn anew while a model trains.
 *
 * {@snippet :
 * var plot = new Plot("y = 2x + 1").axes("x", "y").scatter("data", x, y);
 * for (int step = 1; step <= 1000; step++) {
 *     train();
 *     if (step % 100 == 0) {
 *         plot.line("fit", x, model.forward(x)).text(0, 3, "loss " + loss.item());
 *         plot.save(Path.of("fit.png"));
 *     }
 * }
 * }
 *
 * <p>What is drawn under a name that is there already takes its place and keeps its colour; a text
 * takes the place of one at the same point. Pictures need no display.
 */
public final class Plot {
    /** Pixels of a picture, and of a window when it opens. */
    private static final int WIDTH = 900;

    private static final int HEIGHT = 600;

    private final String title;
    private String xLabel = "";
    private String yLabel = "";
    private final Map<String, Drawing.Series> series = new LinkedHashMap<>();
    private final Map<List<Double>, Drawing.Text> texts = new LinkedHashMap<>();
    private PlotWindow window;

    /** An empty plot with a title. */
    public Plot(String title) {
        this.title = title;
    }

    /** Names the axes. */
    public Plot axes(String x, String y) {
        xLabel = x;
        yLabel = y;
        return this;
    }

    /** Draws points. Tensors of any sizes count as lists of numbers; both must be as long. */
    public Plot scatter(String name, Tensor x, Tensor y) {
        return put("scatter", name, Drawing.Kind.POINTS, numbers(x), numbers(y));
    }

    /** Draws points. */
    public Plot scatter(String name, double[] x, double[] y) {
        return put("scatter", name, Drawing.Kind.POINTS, x.clone(), y.clone());
    }

    /** Draws a line from point to point. */
    public Plot line(String name, Tensor x, Tensor y) {
        return put("line", name, Drawing.Kind.LINE, numbers(x), numbers(y));
    }

    /** Draws a line from point to point. */
    public Plot line(String name, double[] x, double[] y) {
        return put("line", name, Drawing.Kind.LINE, x.clone(), y.clone());
    }

    /** Writes a text around a point. */
    public Plot text(double x, double y, String text) {
        texts.put(List.of(x, y), new Drawing.Text(x, y, text));
        return this;
    }

    /** Takes away all points, lines and texts. */
    public Plot clear() {
        series.clear();
        texts.clear();
        return this;
    }

    private static double[] numbers(Tensor tensor) {
        return tensor.detach().reshape(-1).to(DType.FLOAT64).toDoubleArray();
    }

    private Plot put(String what, String name, Drawing.Kind kind, double[] x, double[] y) {
        if (x.length != y.length || x.length == 0) {
            throw new OpException(
                    what
                            + ": x and y must be the same size and not empty, but \""
                            + name
                            + "\" has sizes "
                            + x.length
                            + " and "
                            + y.length);
        }
        series.put(name, new Drawing.Series(name, kind, x, y));
        return this;
    }

    private Drawing drawing() {
        return new Drawing(
                title,
                xLabel,
                yLabel,
                List.copyOf(series.values()),
                new ArrayList<>(texts.values()));
    }

    /** The picture. */
    public BufferedImage image() {
        return drawing().image(WIDTH, HEIGHT);
    }

    /**
     * Saves the picture as a PNG file; missing folders are made.
     *
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        if (!ImageIO.write(image(), "png", file.toFile())) {
            throw new IOException("plot: this Java runtime writes no PNG files");
        }
    }

    /** True if there is a display for windows. */
    public static boolean canShow() {
        return !GraphicsEnvironment.isHeadless();
    }

    /**
     * Opens a window, or draws the open one anew.
     *
     * @throws OpException if there is no display
     */
    public Plot show() {
        if (!canShow()) {
            throw new OpException(
                    "plot: there is no display to show \""
                            + title
                            + "\" on; save it as a picture, or set DISPLAY");
        }
        if (window == null) {
            window = new PlotWindow(title, WIDTH, HEIGHT);
        }
        window.draw(drawing());
        return this;
    }

    /** Waits until somebody closes the window; returns at once where there is none. */
    public void await() throws InterruptedException {
        if (window != null) {
            window.await();
        }
    }

    /** Closes the window. */
    public void close() {
        if (window != null) {
            window.close();
            window = null;
        }
    }
}
