package dev.cresset.nn;

import dev.cresset.Size;

/** What adaptive pooling layers share. */
abstract class AreaPooling extends Module implements UnaryModule {
    final long[] outputSize;

    AreaPooling(long... outputSize) {
        this.outputSize = outputSize.clone();
    }

    @Override
    protected final String extraRepr() {
        return "output_size=" + SizeText.given(new Size(outputSize));
    }
}
