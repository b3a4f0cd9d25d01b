package dev.cresset.testing;

import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv1d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.PaddingMode;

/** Convolutions. */
final class ConvolutionClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary(
                            "Conv1d",
                            c -> new Conv1d(in(c), out(c), c.size(2, "kernel_size"), conv(c)))
                    .unary(
                            "Conv2d",
                            c -> new Conv2d(in(c), out(c), c.size(2, "kernel_size"), conv(c)));

    private ConvolutionClasses() {}

    private static long in(PythonCall c) {
        return c.integer(0, "in_channels");
    }

    private static long out(PythonCall c) {
        return c.integer(1, "out_channels");
    }

    private static Conv.Options conv(PythonCall c) {
        var options =
                Conv.stride(PythonCall.longs(c.get(3, "stride", 1L)))
                        .dilation(PythonCall.longs(c.get(5, "dilation", 1L)))
                        .groups(c.integer(6, "groups", 1));
        var padding = c.get(4, "padding", 0L);
        if (padding.equals("same")) {
            options = options.samePadding();
        } else if (!padding.equals("valid")) {
            options = options.padding(PythonCall.longs(padding));
        }
        if (!c.flag(7, "bias", true)) {
            options = options.noBias();
        }
        return options.padding(c.constant(8, "padding_mode", PaddingMode.ZEROS));
    }
}
