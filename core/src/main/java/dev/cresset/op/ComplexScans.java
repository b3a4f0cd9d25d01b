package dev.cresset.op;

import dev.cresset.spi.Array;

/** Products and running combinations of complex elements along dimensions. */
final class ComplexScans {
    private ComplexScans() {}

    /**
     * The product over chosen dimensions, into a result that keeps them with size 1.
     *
     * <p>The chosen dimensions become one, which is halved until one element is left.
     */
    static void product(Array self, boolean[] chosen, Array result) {
        var layout = self.layout();
        int dims = layout.dim();
        var order = new int[dims];
        int kept = 0;
        long length = 1;
        for (int d = 0; d < dims; d++) {
            if (!chosen[d]) {
                order[kept++] = d;
            }
        }
        int next = kept;
        for (int d = 0; d < dims; d++) {
            if (chosen[d]) {
                order[next++] = d;
                length *= layout.size(d);
            }
        }
        long rows = result.numel();
        var permuted = Copies.contiguous(self.with(layout.permute(order)));
        var rest = permuted.with(permuted.layout().viewOrNull(rows, length));
        while (rest.layout().size(1) > 1) {
            long n = rest.layout().size(1);
            long half = n / 2;
            var folded = multiply(columns(rest, 0, half), columns(rest, half, half));
            if (n % 2 == 1) {
                var last = folded.with(folded.layout().slice(1, 0, 1, 1));
                Copies.copy(multiply(last, columns(rest, n - 1, 1)), last);
            }
            rest = folded;
        }
        if (length == 0) {
            Creations.fill("prod", result, 1L);
        } else {
            var column = rest.with(rest.layout().select(1, 0));
            Copies.copy(column, result.with(result.layout().viewOrNull(rows)));
        }
    }

    /** The running product, in steps that double in length. */
    static Array products(Array self, int d) {
        var result = Copies.copyTo(self, self.dtype());
        if (self.layout().dim() == 0 || self.numel() == 0) {
            return result;
        }
        long n = self.layout().size(d);
        for (long step = 1; step < n; step *= 2) {
            var tail = result.with(result.layout().slice(d, step, n - step, 1));
            var head = result.with(result.layout().slice(d, 0, n - step, 1));
            Copies.copy(multiply(tail, head), tail);
        }
        return result;
    }

    /**
     * The running combination, one element after the other: for operations whose result depends on
     * the order, as the turns that the imaginary part of a logarithm counts do.
     */
    static Array running(Pointwise combine, Array self, int d) {
        var result = Copies.copyTo(self, self.dtype());
        long n = self.layout().dim() == 0 || self.numel() == 0 ? 0 : self.layout().size(d);
        for (long i = 1; i < n; i++) {
            var here = result.with(result.layout().select(d, i));
            var before = result.with(result.layout().select(d, i - 1));
            Copies.copy(combined(combine, before, here), here);
        }
        return result;
    }

    private static Array columns(Array rows, long start, long count) {
        return rows.with(rows.layout().slice(1, start, count, 1));
    }

    private static Array multiply(Array a, Array b) {
        return combined(Arithmetic.MUL, a, b);
    }

    private static Array combined(Pointwise combine, Array a, Array b) {
        return combine.computeOne(new Object[] {Elementwise.plain(a), Elementwise.plain(b)});
    }
}
