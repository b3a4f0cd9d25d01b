package dev.cresset.testing;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv1d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Conv3d;
import dev.cresset.nn.ConvTranspose1d;
import dev.cresset.nn.ConvTranspose2d;
import dev.cresset.nn.ConvTranspose3d;
import dev.cresset.nn.Fold;
import dev.cresset.nn.PaddingMode;
import dev.cresset.nn.UnaryModule;
import dev.cresset.nn.Unfold;

import java.util.function.BiFunction;

/** Convolutions and sliding blocks. */
final class ConvolutionClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("Conv1d", c -> new Conv1d(in(c), out(c), kernel(c), conv(c)))
                    .unary("Conv2d", c -> new Conv2d(in(c), out(c), kernel(c), conv(c)))
                    .unary("Conv3d", c -> new Conv3d(in(c), out(c), kernel(c), conv(c)))
                    .module(
                            "ConvTranspose1d",
                            c -> new ConvTranspose1d(in(c), out(c), kernel(c), transposed(c)),
                            (m, c) -> forward(m, m::forward, c))
                    .module(
                            "ConvTranspose2d",
                            c -> new ConvTranspose2d(in(c), out(c), kernel(c), transposed(c)),
                            (m, c) -> forward(m, m::forward, c))
                    .module(
                            "ConvTranspose3d",
                            c -> new ConvTranspose3d(in(c), out(c), kernel(c), transposed(c)),
                            (m, c) -> forward(m, m::forward, c))
                    .unary("Unfold", c -> new Unfold(c.size(0, "kernel_size"), blocks(c, 1)))
                    .unary(
                            "Fold",
                            c ->
                                    new Fold(
                                            c.size(0, "output_size"),
                                            c.size(1, "kernel_size"),
                                            blocks(c, 2)));

    private ConvolutionClasses() {}

    private static long in(PythonCall c) {
        return c.integer(0, "in_channels");
    }

    private static long out(PythonCall c) {
        return c.integer(1, "out_channels");
    }

    private static Size kernel(PythonCall c) {
        return c.size(2, "kernel_size");
    }

    private static Conv.Options conv(PythonCall c) {
        var options = common(c, 5, 6, 7, 8);
        return switch (c.get(4, "padding", 0L)) {
            case String word when word.equals("same") -> options.samePadding();
            case String word when word.equals("valid") -> options.validPadding();
            case Object numbers -> options.padding(PythonCall.longs(numbers));
        };
    }

    private static Conv.Options transposed(PythonCall c) {
        return common(c, 8, 6, 7, 9)
                .padding(PythonCall.longs(c.get(4, "padding", 0L)))
                .outputPadding(PythonCall.longs(c.get(5, "output_padding", 0L)));
    }

    private static Conv.Options common(
            PythonCall c, int dilation, int groups, int bias, int paddingMode) {
        var options =
                Conv.stride(PythonCall.longs(c.get(3, "stride", 1L)))
                        .dilation(PythonCall.longs(c.get(dilation, "dilation", 1L)))
                        .groups(c.integer(groups, "groups", 1))
                        .padding(c.constant(paddingMode, "padding_mode", PaddingMode.ZEROS));
        return c.flag(bias, "bias", true) ? options : options.noBias();
    }

    private static Conv.Options blocks(PythonCall c, int first) {
        return Conv.dilation(PythonCall.longs(c.get(first, "dilation", 1L)))
                .padding(PythonCall.longs(c.get(first + 1, "padding", 0L)))
                .stride(PythonCall.longs(c.get(first + 2, "stride", 1L)));
    }

    private static Tensor forward(
            UnaryModule module, BiFunction<Tensor, Size, Tensor> sized, PythonCall c) {
        var x = c.tensor(0, "input");
        return c.get(1, "output_size", null) == null
                ? module.forward(x)
                : sized.apply(x, c.size(1, "output_size"));
    }
}
