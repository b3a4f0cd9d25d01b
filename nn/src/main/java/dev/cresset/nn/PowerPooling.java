package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.text.Numbers;

/** What layers of power means share. */
abstract class PowerPooling extends WindowPooling implements UnaryModule {
    final Number normType;

    PowerPooling(Number normType, Size kernel, Pool.Options options) {
        super(kernel, options);
        this.normType = normType;
    }

    @Override
    protected final String extraRepr() {
        return "norm_type="
                + Numbers.value(normType)
                + ", kernel_size="
                + SizeText.given(kernel)
                + ", stride="
                + (options.stride().dim() == 0 ? "None" : SizeText.given(options.stride()))
                + ", ceil_mode="
                + Numbers.value(options.roundsUp());
    }
}
