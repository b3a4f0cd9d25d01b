package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * (batch, c, height r, width r) as (batch, c r², height, width): PyTorch's {@code
 * nn.PixelUnshuffle}.
 */
public final class PixelUnshuffle extends Module implements UnaryModule {
    private final long downscaleFactor;

    /** By the given factor r. */
    public PixelUnshuffle(long downscaleFactor) {
        this.downscaleFactor = downscaleFactor;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.pixelUnshuffle(x, downscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "downscale_factor=" + downscaleFactor;
    }
}
