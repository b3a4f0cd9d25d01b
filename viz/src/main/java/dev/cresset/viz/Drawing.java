package dev.cresset.viz;

import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * What a plot shows at a moment, and how it looks.
 *
 * @param title the title
 * @param xLabel name of the horizontal axis
 * @param yLabel name of the vertical axis
 * @param series points and lines
 * @param texts texts
 */
record Drawing(String title, String xLabel, String yLabel, List<Series> series, List<Text> texts) {
    /** What is drawn at points. */
    enum Kind {
        POINTS,
        LINE
    }

    /**
     * Points or a line.
     *
     * @param name what the legend says
     * @param kind points or a line
     * @param x where
     * @param y where
     */
    record Series(String name, Kind kind, double[] x, double[] y) {}

    /**
     * A text.
     *
     * @param x where its middle is
     * @param y where its middle is
     * @param text what it says
     */
    record Text(double x, double y, String text) {}

    private static final Color INK = new Color(0x333333);
    private static final Color GRID = new Color(0xE6E6E6);
    private static final Color[] COLORS = {
        new Color(0x4C78A8),
        new Color(0xE45756),
        new Color(0x54A24B),
        new Color(0xF58518),
        new Color(0xB279A2),
        new Color(0x72B7B2),
        new Color(0x9D755D)
    };
    private static final BasicStroke LINE =
            new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /**
     * Where the points of a chart are evenly apart, XChart marks some of them on the axis; with
     * another point, which is not drawn, it takes round numbers.
     */
    private static void unevenly(XYChart chart, Series series) {
        double least = Arrays.stream(series.x).min().orElseThrow();
        double largest = Arrays.stream(series.x).max().orElseThrow();
        double between = least + (largest - least) / Math.E;
        chart.addSeries("\0", new double[] {between}, new double[] {series.y[0]})
                .setMarker(SeriesMarkers.NONE)
                .setShowInLegend(false);
    }

    BufferedImage image(int width, int height) {
        return BitmapEncoder.getBufferedImage(chart(width, height));
    }

    void paint(Graphics2D graphics, int width, int height) {
        chart(width, height).paint(graphics, width, height);
    }

    private XYChart chart(int width, int height) {
        var chart =
                new XYChartBuilder()
                        .width(width)
                        .height(height)
                        .title(title)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel)
                        .build();
        style(chart);
        for (int i = 0; i < series.size(); i++) {
            var one = series.get(i);
            var drawn = chart.addSeries(one.name, one.x, one.y);
            var color = COLORS[i % COLORS.length];
            drawn.setLineColor(color);
            drawn.setMarkerColor(color);
            if (one.kind == Kind.LINE) {
                drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
                drawn.setLineStyle(LINE);
                drawn.setMarker(SeriesMarkers.NONE);
            } else {
                drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
                drawn.setMarker(SeriesMarkers.CIRCLE);
            }
        }
        if (!series.isEmpty()) {
            unevenly(chart, series.getFirst());
        }
        texts.forEach(
                text -> chart.addAnnotation(new AnnotationText(text.text, text.x, text.y, false)));
        return chart;
    }

    private void style(XYChart chart) {
        var style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartFontColor(INK);
        style.setChartPadding(16);
        style.setChartTitleFont(font(Font.BOLD, 18));
        style.setChartTitleVisible(!title.isEmpty());
        style.setChartTitleBoxVisible(false);
        style.setChartTitlePadding(10);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setPlotTicksMarksVisible(false);
        style.setPlotContentSize(0.96);
        style.setAxisTickMarksColor(INK);
        style.setAxisTickLabelsColor(INK);
        style.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        style.setAxisTitleFont(font(Font.PLAIN, 14));
        // With a format of its own the axis has round numbers even where the points are evenly
        // apart.
        style.setXAxisTitleVisible(!xLabel.isEmpty());
        style.setYAxisTitleVisible(!yLabel.isEmpty());
        style.setLegendVisible(!series.isEmpty());
        style.setLegendPosition(LegendPosition.InsideNW);
        style.setLegendBackgroundColor(Color.WHITE);
        style.setLegendBorderColor(GRID);
        style.setLegendFont(font(Font.PLAIN, 14));
        style.setLegendPadding(10);
        style.setAnnotationTextFont(font(Font.PLAIN, 15));
        style.setAnnotationTextFontColor(INK);
        style.setMarkerSize(7);
        style.setAntiAlias(true);
        style.setTextAntiAlias(true);
    }
}
