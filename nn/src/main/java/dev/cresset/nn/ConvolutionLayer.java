package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import java.util.Arrays;

/** What convolutions and transposed convolutions share: weight, bias, printed form. */
abstract class ConvolutionLayer extends Module implements UnaryModule {
    /** (outChannels, inChannels / groups, kernel); transposed: in and out exchanged. */
    public final Parameter weight;

    /** (outChannels), or null. */
    public final Parameter bias;

    final Conv.Options options;
    final Size kernel;
    private final long inChannels;
    private final long outChannels;

    /**
     * A layer with weights as PyTorch starts them.
     *
     * @param first channels in dimension 0 of the weight
     * @param second channels in dimension 1 of the weight, all groups together
     */
    ConvolutionLayer(
            int dims,
            long inChannels,
            long outChannels,
            long first,
            long second,
            Size kernel,
            Conv.Options options) {
        check(options.groups() > 0, "groups must be a positive integer, got", options.groups());
        check(
                inChannels % options.groups() == 0,
                "in_channels must be divisible by groups, got",
                inChannels);
        check(
                outChannels % options.groups() == 0,
                "out_channels must be divisible by groups, got",
                outChannels);
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.options = options.spread(dims);
        this.kernel = Conv.Options.spread(kernel, dims);
        check(this.kernel.dim() == dims, "kernel_size must have " + dims + " numbers, got", kernel);
        var sizes = new long[dims + 2];
        sizes[0] = first;
        sizes[1] = second / options.groups();
        System.arraycopy(this.kernel.toArray(), 0, sizes, 2, dims);
        weight = new Parameter(Torch.empty(sizes));
        bias = options.hasBias() ? new Parameter(Torch.empty(outChannels)) : null;
        Init.linear(weight, bias);
    }

    final void check(boolean condition, String wrong, Object got) {
        if (!condition) {
            throw new OpException(name() + ": " + wrong + " " + got);
        }
    }

    private static boolean anyOther(Size size, long usual) {
        return Arrays.stream(size.toArray()).anyMatch(n -> n != usual);
    }

    @Override
    protected String extraRepr() {
        var text = new StringBuilder();
        text.append(inChannels).append(", ").append(outChannels);
        text.append(", kernel_size=").append(SizeText.tuple(kernel));
        text.append(", stride=").append(SizeText.tuple(options.stride()));
        if (options.border() != Conv.Border.GIVEN) {
            text.append(", padding=").append(options.border().text());
        } else if (anyOther(options.padding(), 0)) {
            text.append(", padding=").append(SizeText.tuple(options.padding()));
        }
        if (anyOther(options.dilation(), 1)) {
            text.append(", dilation=").append(SizeText.tuple(options.dilation()));
        }
        if (anyOther(options.outputPadding(), 0)) {
            text.append(", output_padding=").append(SizeText.tuple(options.outputPadding()));
        }
        if (options.groups() != 1) {
            text.append(", groups=").append(options.groups());
        }
        if (bias == null) {
            text.append(", bias=False");
        }
        if (options.paddingMode() != PaddingMode.ZEROS) {
            text.append(", padding_mode=").append(options.paddingMode().text());
        }
        return text.toString();
    }
}
