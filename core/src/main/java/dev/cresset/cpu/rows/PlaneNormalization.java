package dev.cresset.cpu.rows;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Normalizations.Channels;

/** Batch normalisation of row-major float32: each channel of an image is a run of memory. */
final class PlaneNormalization implements ChannelNormalization {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final FloatMaps MAPS = FloatMaps.best();

    /** Elements that stay in the first cache between two looks at them. */
    private static final int BLOCK = 4096;

    private static final long GRAIN = 1 << 14;

    private final int batch;
    private final int channels;
    private final int spatial;
    private final long bytes;
    private final long grain;

    PlaneNormalization(Channels shape) {
        batch = Math.toIntExact(shape.batch());
        channels = Math.toIntExact(shape.channels());
        spatial = Math.toIntExact(shape.spatial());
        bytes = 4L * spatial;
        grain = Math.max(1, GRAIN / Math.max(1, spatial));
    }

    private long planes() {
        return (long) batch * channels;
    }

    @Override
    public void statistics(long x, long mean, long variance) {
        var parts = new Moments[Math.toIntExact(planes())];
        Parallel.forEach(
                planes(),
                grain,
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        parts[(int) p] = moments(x + p * bytes);
                    }
                });
        for (int c = 0; c < channels; c++) {
            var all = parts[c];
            for (int n = 1; n < batch; n++) {
                all.add(parts[n * channels + c]);
            }
            Memory.setFloat(mean + 4L * c, (float) all.mean(0));
            Memory.setFloat(variance + 4L * c, (float) all.variance(0));
        }
    }

    private Moments moments(long x) {
        var moments = new Moments(1);
        var sum = new double[1];
        var centre = new float[1];
        var deviations = new double[1];
        for (int done = 0; done < spatial; done += BLOCK) {
            int n = Math.min(BLOCK, spatial - done);
            long at = x + 4L * done;
            sum[0] = FLOATS.sum(FloatRows.Map.IDENTITY, at, n);
            centre[0] = (float) (sum[0] / n);
            deviations[0] = FLOATS.sumSquares(at, n, centre[0]);
            moments.add(n, sum, centre, deviations);
        }
        return moments;
    }

    @Override
    public void normalize(ChannelFactors factors, long x, long y) {
        var mean = factors.mean();
        var scale = factors.scale();
        var bias = factors.bias();
        Parallel.forEach(
                planes(),
                grain,
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        int c = (int) (p % channels);
                        MAPS.affine(
                                x + p * bytes,
                                y + p * bytes,
                                spatial,
                                (float) mean[c],
                                (float) scale[c],
                                (float) bias[c]);
                    }
                });
    }

    @Override
    public void sums(ChannelFactors factors, long x, long g, double[] sums, double[] products) {
        var mean = factors.mean();
        var partSums = new double[Math.toIntExact(planes())];
        var partProducts = new double[partSums.length];
        Parallel.forEach(
                planes(),
                grain,
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        float m = (float) mean[(int) (p % channels)];
                        long atG = g + p * bytes;
                        partSums[(int) p] = FLOATS.sum(FloatRows.Map.IDENTITY, atG, spatial);
                        partProducts[(int) p] = FLOATS.dot(atG, x + p * bytes, spatial, m);
                    }
                });
        for (int p = 0; p < partSums.length; p++) {
            sums[p % channels] += partSums[p];
            products[p % channels] += partProducts[p];
        }
    }

    @Override
    public void gradient(ChannelFactors.Gradient coefficients, long x, long g, long y) {
        Parallel.forEach(
                planes(),
                grain,
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        int c = (int) (p % channels);
                        float k = (float) coefficients.k()[c];
                        long at = p * bytes;
                        if (coefficients.needsInput()) {
                            MAPS.normGradient(
                                    g + at,
                                    x + at,
                                    0,
                                    y + at,
                                    spatial,
                                    (float) coefficients.c0()[c],
                                    (float) coefficients.mean()[c],
                                    (float) coefficients.c1()[c],
                                    k);
                        } else {
                            MAPS.affine(g + at, y + at, spatial, 0, k, 0f);
                        }
                    }
                });
    }
}
