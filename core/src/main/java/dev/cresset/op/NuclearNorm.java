package dev.cresset.op;

import dev.cresset.spi.Array;

/**
 * The sum of the singular values of a matrix, by one-sided Jacobi rotations in float64 (G. Golub,
 * C. Van Loan, "Matrix Computations", 8.6.3).
 */
final class NuclearNorm {
    private static final int SWEEPS = 60;
    private static final double EPS = 0x1p-52;

    /** The norm of the last two dimensions, and the polar factor U V^T, which is its gradient. */
    private static final Primitive NORM_AND_FACTOR =
            Primitive.of(
                            Primitive.Family.CONTRACT,
                            "nuclear_norm(Tensor self) -> (Tensor, Tensor)",
                            a -> compute(a.dense(0)))
                    .gradient(
                            b -> {
                                Check.that(
                                        b.grad(1) == null,
                                        "norm: the nuclear norm has no second derivative here;"
                                                + " differentiate it once, without create_graph");
                                var g = ValueOps.unsqueeze(ValueOps.unsqueeze(b.grad(0), -1), -1);
                                return Backward.grads(ValueOps.mul(b.result(1), g));
                            })
                    .savingResult();

    private NuclearNorm() {}

    /** The norm over two dimensions, by default the only two. */
    static Value of(Value x, long[] dims, boolean keepdim) {
        int n = x.layout().dim();
        Check.that(
                dims == null || dims.length == 0 ? n == 2 : dims.length == 2,
                "norm: order nuc only supports matrices: expects a 2-d tensor or two dims, got"
                        + " sizes %s",
                x.layout());
        boolean given = dims != null && dims.length == 2;
        int rows = given ? Check.dim(dims[0], n) : 0;
        int columns = given ? Check.dim(dims[1], n) : 1;
        Check.that(rows != columns, "norm: dims must be different, got (%s, %s)", rows, columns);
        var order = new long[n];
        int next = 0;
        for (int d = 0; d < n; d++) {
            if (d != rows && d != columns) {
                order[next++] = d;
            }
        }
        order[n - 2] = rows;
        order[n - 1] = columns;
        var norm = NORM_AND_FACTOR.values(ValueOps.permute(x, order)).getFirst();
        if (!keepdim) {
            return norm;
        }
        var kept = x.layout().sizes();
        kept[rows] = 1;
        kept[columns] = 1;
        return ValueOps.reshape(norm, kept);
    }

    private static Array[] compute(Array x) {
        var sizes = x.layout().sizes();
        int n = sizes.length;
        int rows = Math.toIntExact(sizes[n - 2]);
        int columns = Math.toIntExact(sizes[n - 1]);
        var norm = NewArray.empty(x.dtype(), java.util.Arrays.copyOf(sizes, n - 2));
        var factor = NewArray.empty(x.dtype(), sizes);
        long matrix = (long) rows * columns;
        int size = x.dtype().size();
        for (long m = 0; m < norm.numel(); m++) {
            long at = m * matrix * size;
            var a = new double[columns][rows];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    long element = x.address() + at + ((long) r * columns + c) * size;
                    a[c][r] = Scalars.read(x.dtype(), element);
                }
            }
            var v = identity(columns);
            orthogonalize(a, v);
            double sum = 0;
            double largest = 0;
            var sigma = new double[columns];
            for (int c = 0; c < columns; c++) {
                sigma[c] = Math.sqrt(dot(a[c], a[c]));
                sum += sigma[c];
                largest = Math.max(largest, sigma[c]);
            }
            Scalars.write(x.dtype(), norm.address() + m * size, sum);
            double least = largest * EPS * Math.max(rows, columns);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    double element = 0;
                    for (int k = 0; k < columns; k++) {
                        element += sigma[k] > least ? a[k][r] / sigma[k] * v[k][c] : 0;
                    }
                    long to = factor.address() + at + ((long) r * columns + c) * size;
                    Scalars.write(x.dtype(), to, element);
                }
            }
        }
        return new Array[] {norm, factor};
    }

    private static double[][] identity(int n) {
        var v = new double[n][n];
        for (int k = 0; k < n; k++) {
            v[k][k] = 1;
        }
        return v;
    }

    /** Rotates pairs of columns until all are orthogonal; v takes part. */
    private static void orthogonalize(double[][] a, double[][] v) {
        boolean rotated = true;
        for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
            rotated = false;
            for (int p = 0; p < a.length; p++) {
                for (int q = p + 1; q < a.length; q++) {
                    double x = dot(a[p], a[p]);
                    double y = dot(a[q], a[q]);
                    double xy = dot(a[p], a[q]);
                    if (!(Math.abs(xy) > EPS * Math.sqrt(x * y))) {
                        continue;
                    }
                    rotated = true;
                    double zeta = (y - x) / (2 * xy);
                    double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
                    double c = 1 / Math.hypot(1, t);
                    rotate(a[p], a[q], c, c * t);
                    rotate(v[p], v[q], c, c * t);
                }
            }
        }
    }

    private static void rotate(double[] p, double[] q, double c, double s) {
        for (int i = 0; i < p.length; i++) {
            double old = p[i];
            p[i] = c * old - s * q[i];
            q[i] = s * old + c * q[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
