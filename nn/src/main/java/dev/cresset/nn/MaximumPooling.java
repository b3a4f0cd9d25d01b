package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;
import dev.cresset.text.Numbers;

/** What layers of window maxima share. */
abstract class MaximumPooling extends WindowPooling implements UnaryModule {
    MaximumPooling(Size kernel, Pool.Options options) {
        super(kernel, options);
    }

    /** The maxima and where they stand: PyTorch's {@code return_indices=True}. */
    public abstract ValuesIndices forwardWithIndices(Tensor x);

    @Override
    protected final String extraRepr() {
        return window()
                + ", dilation="
                + SizeText.given(options.dilation())
                + ", ceil_mode="
                + Numbers.value(options.roundsUp());
    }
}
