package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.Arrays;

/** What transposed convolutions of one, two and three dimensions share. */
abstract class TransposedConvolution extends ConvolutionLayer {
    TransposedConvolution(
            int dims, long inChannels, long outChannels, Size kernel, Conv.Options options) {
        super(dims, inChannels, outChannels, inChannels, outChannels, kernel, options);
        check(
                options.paddingMode() == PaddingMode.ZEROS,
                "Only \"zeros\" padding mode is supported for " + name() + ", got",
                options.paddingMode().text());
        check(
                options.border() == Conv.Border.GIVEN,
                "padding must be numbers, got",
                options.border().text());
    }

    abstract Tensor convolve(Tensor x, Conv.Options with);

    @Override
    public final Tensor forward(Tensor x) {
        return convolve(x, options);
    }

    /**
     * A result of the given spatial sizes, where stride makes several possible.
     *
     * @param outputSize the spatial sizes, or all sizes of the result
     */
    public final Tensor forward(Tensor x, Size outputSize) {
        int dims = kernel.dim();
        int others = x.dim() == dims + 2 ? 2 : 1;
        if (outputSize.dim() != dims && outputSize.dim() != dims + others) {
            throw new OpException(
                    "ConvTranspose%dD: for %dD input, output_size must have %d or %d elements (got %d)"
                            .formatted(dims, x.dim(), dims, dims + others, outputSize.dim()));
        }
        var wanted =
                Arrays.copyOfRange(outputSize.toArray(), outputSize.dim() - dims, outputSize.dim());
        var least = new long[dims];
        var most = new long[dims];
        var rest = new long[dims];
        boolean fits = true;
        for (int d = 0; d < dims; d++) {
            least[d] =
                    (x.size(d + others) - 1) * options.stride().get(d)
                            - 2 * options.padding().get(d)
                            + options.dilation().get(d) * (kernel.get(d) - 1)
                            + 1;
            most[d] = least[d] + options.stride().get(d) - 1;
            rest[d] = wanted[d] - least[d];
            fits &= rest[d] >= 0 && wanted[d] <= most[d];
        }
        if (!fits) {
            throw new OpException(
                    name()
                            + ": requested an output size of "
                            + Arrays.toString(wanted)
                            + ", but valid sizes range from "
                            + Arrays.toString(least)
                            + " to "
                            + Arrays.toString(most)
                            + " (for an input of "
                            + new Size(Arrays.copyOfRange(x.shape().toArray(), 2, x.dim()))
                            + ")");
        }
        return convolve(x, options.outputPadding(rest));
    }
}
