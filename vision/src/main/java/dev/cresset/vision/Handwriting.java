package dev.cresset.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes one digit with a hand that is never quite the same.
 *
 * <p>A digit is a few strokes, each a Catmull-Rom spline through control points. The points are
 * displaced one by one and bent together by a slow wave, the whole is slanted, turned, stretched
 * and put into a box of 20 pixels, as MNIST has it; then a round pen of changing width draws the
 * curves with soft edges, and some grain is added.
 */
final class Handwriting {
    private static final int SIZE = Digits.SIZE;

    /** Length of the longer side of a digit in pixels. */
    private static final double BOX = 20;

    /** Straight pieces per piece of a curve. */
    private static final int PIECES = 8;

    private final SplittableRandom random;

    Handwriting(long seed, long number) {
        random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + number);
    }

    /** The image row by row, 0 for paper to 255 for ink. */
    byte[] draw(int digit) {
        var variants = Glyphs.of(digit);
        var curves = curves(variants.get(random.nextInt(variants.size())));
        fit(curves);
        return grained(ink(curves));
    }

    private double normal(double deviation) {
        return random.nextGaussian() * deviation;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Deformed strokes as polylines of {x, y}. */
    private List<double[][]> curves(double[][][] strokes) {
        double angle = normal(0.09);
        double slant = 0.08 + normal(0.16);
        double stretch = StrictMath.exp(normal(0.13));
        double bendX = normal(0.035);
        double bendY = normal(0.035);
        double phaseX = between(0, 2 * Math.PI);
        double phaseY = between(0, 2 * Math.PI);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        var curves = new ArrayList<double[][]>();
        for (var stroke : strokes) {
            var points = jittered(stroke);
            var curve = spline(points);
            for (var p : curve) {
                double x = p[0] - 0.5 + bendX * StrictMath.sin(5 * p[1] + phaseX);
                double y = p[1] - 0.5 + bendY * StrictMath.sin(5 * p[0] + phaseY);
                x = x * stretch - slant * y;
                p[0] = cos * x - sin * y;
                p[1] = sin * x + cos * y;
            }
            curves.add(curve);
        }
        return curves;
    }

    /** Displaced points; a point that repeats its predecessor, which is a corner, stays with it. */
    private double[][] jittered(double[][] stroke) {
        var points = new double[stroke.length][];
        for (int i = 0; i < points.length; i++) {
            boolean corner =
                    i > 0 && stroke[i][0] == stroke[i - 1][0] && stroke[i][1] == stroke[i - 1][1];
            points[i] =
                    corner
                            ? points[i - 1].clone()
                            : new double[] {
                                stroke[i][0] + normal(0.022), stroke[i][1] + normal(0.022)
                            };
        }
        return points;
    }

    /** A Catmull-Rom spline through the points. */
    private static double[][] spline(double[][] p) {
        var curve = new double[(p.length - 1) * PIECES + 1][];
        for (int i = 0; i + 1 < p.length; i++) {
            var before = p[Math.max(i - 1, 0)];
            var after = p[Math.min(i + 2, p.length - 1)];
            for (int k = 0; k < PIECES; k++) {
                double t = (double) k / PIECES;
                curve[i * PIECES + k] =
                        new double[] {
                            between(before[0], p[i][0], p[i + 1][0], after[0], t),
                            between(before[1], p[i][1], p[i + 1][1], after[1], t)
                        };
            }
        }
        curve[curve.length - 1] = p[p.length - 1].clone();
        return curve;
    }

    private static double between(double a, double b, double c, double d, double t) {
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    /** Puts the curves into the box, in pixels, a little off the middle. */
    private void fit(List<double[][]> curves) {
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (var curve : curves) {
            for (var p : curve) {
                left = Math.min(left, p[0]);
                right = Math.max(right, p[0]);
                top = Math.min(top, p[1]);
                bottom = Math.max(bottom, p[1]);
            }
        }
        double scale = (BOX - 2) * between(0.85, 1.05) / Math.max(right - left, bottom - top);
        double x = SIZE / 2.0 + normal(0.8) - scale * (left + right) / 2;
        double y = SIZE / 2.0 + normal(0.8) - scale * (top + bottom) / 2;
        for (var curve : curves) {
            for (var p : curve) {
                p[0] = x + scale * p[0];
                p[1] = y + scale * p[1];
            }
        }
    }

    /** How much of each pixel the pen covers. */
    private double[] ink(List<double[][]> curves) {
        var ink = new double[SIZE * SIZE];
        double pen = between(0.7, 1.65);
        double soft = between(0.9, 1.5);
        double pressure = between(0, 0.25);
        double phase = between(0, 2 * Math.PI);
        for (var curve : curves) {
            for (int i = 0; i + 1 < curve.length; i++) {
                double along = StrictMath.sin(phase + 6.0 * i / curve.length);
                segment(ink, curve[i], curve[i + 1], pen * (1 + pressure * along), soft);
            }
        }
        return ink;
    }

    private static void segment(double[] ink, double[] a, double[] b, double radius, double soft) {
        double reach = radius + soft;
        int top = (int) Math.max(0, Math.min(a[1], b[1]) - reach);
        int bottom = (int) Math.min(SIZE - 1, Math.max(a[1], b[1]) + reach);
        int left = (int) Math.max(0, Math.min(a[0], b[0]) - reach);
        int right = (int) Math.min(SIZE - 1, Math.max(a[0], b[0]) + reach);
        double dx = b[0] - a[0];
        double dy = b[1] - a[1];
        double square = Math.max(dx * dx + dy * dy, 1e-12);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double x = column + 0.5 - a[0];
                double y = row + 0.5 - a[1];
                double t = Math.clamp((x * dx + y * dy) / square, 0, 1);
                double distance =
                        Math.sqrt((x - t * dx) * (x - t * dx) + (y - t * dy) * (y - t * dy));
                double cover = Math.clamp((radius - distance) / soft + 0.5, 0, 1);
                int pixel = row * SIZE + column;
                ink[pixel] = Math.max(ink[pixel], cover);
            }
        }
    }

    private byte[] grained(double[] ink) {
        var pixels = new byte[ink.length];
        for (int i = 0; i < pixels.length; i++) {
            // Paper stays clean, as in scanned digits: grain only where there is ink.
            double shade = ink[i] == 0 ? 0 : ink[i] + normal(0.06);
            pixels[i] = (byte) Math.round(255 * Math.clamp(shade, 0, 1));
        }
        return pixels;
    }
}
