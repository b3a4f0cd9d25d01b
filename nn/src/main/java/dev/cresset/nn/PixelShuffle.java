package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * (batch, c r², height, width) as (batch, c, height r, width r): PyTorch's {@code nn.PixelShuffle}.
 */
public final class PixelShuffle extends Module implements UnaryModule {
    private final long upscaleFactor;

    /** By the given factor r. */
    public PixelShuffle(long upscaleFactor) {
        this.upscaleFactor = upscaleFactor;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.pixelShuffle(x, upscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "upscale_factor=" + upscaleFactor;
    }
}
