package dev.cresset.nn;

import dev.cresset.Size;

/** What pooling layers with windows share. */
abstract class WindowPooling extends Module {
    final Size kernel;
    final Pool.Options options;

    WindowPooling(Size kernel, Pool.Options options) {
        this.kernel = kernel;
        this.options = options;
    }

    private Size stride() {
        return options.stride().dim() == 0 ? kernel : options.stride();
    }

    /** Window, step and border; one number for all dimensions or several, as given. */
    final String window() {
        return "kernel_size="
                + SizeText.given(kernel)
                + ", stride="
                + SizeText.given(stride())
                + ", padding="
                + SizeText.given(options.padding());
    }

    /** Window, step and border as tuples of {@code dims} numbers. */
    final String tuples(int dims) {
        return "kernel_size="
                + SizeText.tuple(Conv.Options.spread(kernel, dims))
                + ", stride="
                + SizeText.tuple(Conv.Options.spread(stride(), dims))
                + ", padding="
                + SizeText.tuple(Conv.Options.spread(options.padding(), dims));
    }
}
