package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.Arrays;

/** What padding layers share: counts before and after each dimension, the last one first. */
abstract class BorderLayer extends Module implements UnaryModule {
    final long[] padding;
    private final PaddingMode mode;

    /** One count for all sides of {@code dims} dimensions, or two for each. */
    BorderLayer(int dims, PaddingMode mode, long... padding) {
        this.mode = mode;
        this.padding = new long[2 * dims];
        if (padding.length == 1) {
            Arrays.fill(this.padding, padding[0]);
        } else if (padding.length == 2 * dims) {
            System.arraycopy(padding, 0, this.padding, 0, padding.length);
        } else {
            throw new OpException(
                    "%s: padding must be one number or %d, got %s"
                            .formatted(name(), 2 * dims, Arrays.toString(padding)));
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        int dims = padding.length / 2;
        if (mode == PaddingMode.CIRCULAR && x.dim() != dims + 1 && x.dim() != dims + 2) {
            throw new OpException(
                    "%s: expected %dD or %dD input (got %dD input)"
                            .formatted(name(), dims + 1, dims + 2, x.dim()));
        }
        return Functional.pad(x, padding, mode);
    }

    @Override
    protected String extraRepr() {
        return SizeText.tuple(new Size(padding));
    }
}
