package dev.cresset.cpu.rows;

import dev.cresset.cpu.VectorTier;
import dev.cresset.cpu.Vectors;

/** Each loop in its vector form once that is fast, else in its plain one. */
final class TieredFloatRows implements FloatRows {
    static final TieredFloatRows ONLY = new TieredFloatRows();

    private static final FloatRows PLAIN = new PlainFloatRows();
    private static final FloatRows VECTOR = Vectors.available() ? new VectorFloatRows() : PLAIN;

    private enum Loop {
        SUM,
        DOT,
        SQUARES,
        WEIGHTED,
        MAX,
        BOUND,
        INDEX,
        BEYOND,
        ADD_ROWS,
        SQUARE_ROWS,
        PRODUCT_ROWS,
        SCALED,
        MAX_ROWS
    }

    private static final VectorTier SUM = tier(Loop.SUM);
    private static final VectorTier DOT = tier(Loop.DOT);
    private static final VectorTier SQUARES = tier(Loop.SQUARES);
    private static final VectorTier WEIGHTED = tier(Loop.WEIGHTED);
    private static final VectorTier MAX = tier(Loop.MAX);
    private static final VectorTier BOUND = tier(Loop.BOUND);
    private static final VectorTier INDEX = tier(Loop.INDEX);
    private static final VectorTier BEYOND = tier(Loop.BEYOND);
    private static final VectorTier ADD_ROWS = tier(Loop.ADD_ROWS);
    private static final VectorTier SQUARE_ROWS = tier(Loop.SQUARE_ROWS);
    private static final VectorTier PRODUCT_ROWS = tier(Loop.PRODUCT_ROWS);
    private static final VectorTier SCALED = tier(Loop.SCALED);
    private static final VectorTier MAX_ROWS = tier(Loop.MAX_ROWS);

    private TieredFloatRows() {}

    private static VectorTier tier(Loop loop) {
        return new VectorTier((vector, s, n) -> trial(loop, vector ? VECTOR : PLAIN, s, n));
    }

    private static void trial(Loop loop, FloatRows form, long s, int n) {
        int rows = 13;
        int width = n / 8;
        int room = FloatRows.padded(width);
        long stride = 4L * width;
        switch (loop) {
            case SUM -> form.sum(Map.IDENTITY, s, n);
            case DOT -> form.dot(s, s, n, 0.5f);
            case SQUARES -> form.sumSquares(s, n, 0.5f);
            case WEIGHTED -> form.weightedSums(s, s, s, n, 0.5f, new double[2]);
            case MAX -> form.max(Map.IDENTITY, 1, s, n);
            case BOUND -> form.largestNumber(s, n);
            case INDEX -> form.indexOf(s, n, n % 2 == 0 ? 2 : Float.NaN);
            case BEYOND -> form.indexBeyond(1, s, n, n % 2 == 0 ? 2 : 0);
            case ADD_ROWS -> form.addRows(Map.IDENTITY, s, stride, rows, width, new double[room]);
            case SQUARE_ROWS ->
                    form.addSquareRows(s, stride, rows, width, new float[room], new double[room]);
            case PRODUCT_ROWS ->
                    form.addProductRows(
                            s, s, stride, rows, width, new float[room], new double[room]);
            case SCALED -> form.addScaledProduct(s, s, n, 0.5f, 1, new double[FloatRows.padded(n)]);
            case MAX_ROWS -> form.maxRows(Map.IDENTITY, 1, s, stride, rows, width, new float[room]);
        }
    }

    @Override
    public double sum(Map map, long x, long n) {
        return SUM.fast(n) ? VECTOR.sum(map, x, n) : PLAIN.sum(map, x, n);
    }

    @Override
    public double dot(long a, long x, long n, float mean) {
        return DOT.fast(n) ? VECTOR.dot(a, x, n, mean) : PLAIN.dot(a, x, n, mean);
    }

    @Override
    public double sumSquares(long x, long n, float mean) {
        return SQUARES.fast(n) ? VECTOR.sumSquares(x, n, mean) : PLAIN.sumSquares(x, n, mean);
    }

    @Override
    public void weightedSums(long g, long x, long w, int n, float mean, double[] sums) {
        if (WEIGHTED.fast(n)) {
            VECTOR.weightedSums(g, x, w, n, mean, sums);
        } else {
            PLAIN.weightedSums(g, x, w, n, mean, sums);
        }
    }

    @Override
    public float max(Map map, float sign, long x, long n) {
        return MAX.fast(n) ? VECTOR.max(map, sign, x, n) : PLAIN.max(map, sign, x, n);
    }

    @Override
    public float largestNumber(long x, long n) {
        return BOUND.fast(n) ? VECTOR.largestNumber(x, n) : PLAIN.largestNumber(x, n);
    }

    @Override
    public long indexOf(long x, long n, float value) {
        return INDEX.fast(n) ? VECTOR.indexOf(x, n, value) : PLAIN.indexOf(x, n, value);
    }

    @Override
    public long indexBeyond(float sign, long x, long n, float limit) {
        return BEYOND.fast(n)
                ? VECTOR.indexBeyond(sign, x, n, limit)
                : PLAIN.indexBeyond(sign, x, n, limit);
    }

    @Override
    public void addRows(Map map, long x, long stride, long rows, int width, double[] acc) {
        if (ADD_ROWS.fast(rows * width)) {
            VECTOR.addRows(map, x, stride, rows, width, acc);
        } else {
            PLAIN.addRows(map, x, stride, rows, width, acc);
        }
    }

    @Override
    public void addSquareRows(
            long x, long stride, long rows, int width, float[] mean, double[] acc) {
        if (SQUARE_ROWS.fast(rows * width)) {
            VECTOR.addSquareRows(x, stride, rows, width, mean, acc);
        } else {
            PLAIN.addSquareRows(x, stride, rows, width, mean, acc);
        }
    }

    @Override
    public void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc) {
        if (PRODUCT_ROWS.fast(rows * width)) {
            VECTOR.addProductRows(a, x, stride, rows, width, mean, acc);
        } else {
            PLAIN.addProductRows(a, x, stride, rows, width, mean, acc);
        }
    }

    @Override
    public void addScaledProduct(long a, long x, int n, float mean, float scale, double[] acc) {
        if (SCALED.fast(n)) {
            VECTOR.addScaledProduct(a, x, n, mean, scale, acc);
        } else {
            PLAIN.addScaledProduct(a, x, n, mean, scale, acc);
        }
    }

    @Override
    public void maxRows(
            Map map, float sign, long x, long stride, long rows, int width, float[] best) {
        if (MAX_ROWS.fast(rows * width)) {
            VECTOR.maxRows(map, sign, x, stride, rows, width, best);
        } else {
            PLAIN.maxRows(map, sign, x, stride, rows, width, best);
        }
    }
}
