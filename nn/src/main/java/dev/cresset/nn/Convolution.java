package dev.cresset.nn;

import dev.cresset.Size;

import java.util.Arrays;

/** What convolutions of one, two and three dimensions share. */
abstract class Convolution extends ConvolutionLayer {
    Convolution(int dims, long inChannels, long outChannels, Size kernel, Conv.Options options) {
        super(dims, inChannels, outChannels, outChannels, inChannels, kernel, options);
        check(
                options.border() != Conv.Border.SAME
                        || Arrays.stream(options.stride().toArray()).allMatch(s -> s == 1),
                "padding='same' is not supported for strided convolutions, got stride",
                options.stride());
    }
}
