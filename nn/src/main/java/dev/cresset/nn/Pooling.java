package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.text.Numbers;

/** What pooling layers share. */
abstract class Pooling extends Module implements UnaryModule {
    final Size kernel;
    final Pool.Options options;

    Pooling(Size kernel, Pool.Options options) {
        this.kernel = kernel;
        this.options = options;
    }

    private static String sizes(Size size) {
        return size.dim() == 1 ? Long.toString(size.get(0)) : Convolution.tuple(size);
    }

    final String window() {
        var stride = options.stride().dim() == 0 ? kernel : options.stride();
        return "kernel_size="
                + sizes(kernel)
                + ", stride="
                + sizes(stride)
                + ", padding="
                + sizes(options.padding());
    }

    final String dilation() {
        return ", dilation="
                + sizes(options.dilation())
                + ", ceil_mode="
                + Numbers.value(options.roundsUp());
    }
}
