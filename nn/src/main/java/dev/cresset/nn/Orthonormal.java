package dev.cresset.nn;

/**
 * Orthonormal vectors that span what given vectors span.
 *
 * <p>Householder reflections (Golub and Van Loan, Matrix Computations, section 5.2). The signs are
 * those of Gram and Schmidt: the k-th vector has a positive product with the k-th given one, which
 * is the QR factorisation with a positive diagonal and so does not depend on who computes it.
 */
final class Orthonormal {
    private Orthonormal() {}

    /** Replaces the rows of a matrix with at most as many rows as columns. */
    static void basis(double[] matrix, int rows, int columns) {
        var heads = new double[rows];
        var signs = new double[rows];
        for (int k = 0; k < rows; k++) {
            int row = k * columns;
            double length = Math.sqrt(dot(matrix, row + k, row + k, columns - k));
            double head = matrix[row + k];
            // The reflection maps the rest of the row to -sign(head) * length on the diagonal.
            signs[k] = length == 0 ? 0 : head > 0 ? -1 : 1;
            double mirror = head - signs[k] * length;
            for (int i = k + 1; i < columns && length > 0; i++) {
                matrix[row + i] /= mirror;
            }
            heads[k] = length == 0 ? 0 : -mirror * signs[k] / length;
            for (int j = k + 1; j < rows; j++) {
                reflect(matrix, row + k, j * columns + k, columns - k, heads[k]);
            }
        }
        for (int k = rows - 1; k >= 0; k--) {
            int row = k * columns;
            for (int j = k + 1; j < rows; j++) {
                reflect(matrix, row + k, j * columns + k, columns - k, heads[k]);
            }
            // Row k becomes the k-th unit vector, reflected by k and, above, by those before.
            for (int i = k + 1; i < columns; i++) {
                matrix[row + i] *= -heads[k];
            }
            matrix[row + k] = 1 - heads[k];
            for (int i = 0; i < k; i++) {
                matrix[row + i] = 0;
            }
        }
        for (int k = 0; k < rows; k++) {
            for (int i = 0; i < columns; i++) {
                matrix[k * columns + i] *= signs[k];
            }
        }
    }

    /** Reflects the vector at {@code x} by the one at {@code v}, whose first number counts as 1. */
    private static void reflect(double[] matrix, int v, int x, int length, double head) {
        double factor = head * (matrix[x] + dot(matrix, v + 1, x + 1, length - 1));
        matrix[x] -= factor;
        for (int i = 1; i < length; i++) {
            matrix[x + i] -= factor * matrix[v + i];
        }
    }

    private static double dot(double[] matrix, int a, int b, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += matrix[a + i] * matrix[b + i];
            s1 += matrix[a + i + 1] * matrix[b + i + 1];
            s2 += matrix[a + i + 2] * matrix[b + i + 2];
            s3 += matrix[a + i + 3] * matrix[b + i + 3];
        }
        for (; i < length; i++) {
            s0 += matrix[a + i] * matrix[b + i];
        }
        return s0 + s1 + s2 + s3;
    }
}
