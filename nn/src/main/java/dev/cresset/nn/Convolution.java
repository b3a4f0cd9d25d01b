package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What convolutions of one, two and three dimensions share. */
abstract class Convolution extends Module implements UnaryModule {
    /** (outChannels, inChannels / groups, kernel). */
    public final Parameter weight;

    /** (outChannels), or null. */
    public final Parameter bias;

    final Conv.Options options;
    private final long inChannels;

    Convolution(int dims, long inChannels, long outChannels, Size kernel, Conv.Options options) {
        this.inChannels = inChannels;
        this.options = options.spread(dims);
        if (inChannels % options.groups() != 0 || outChannels % options.groups() != 0) {
            throw new OpException(
                    "Conv: in_channels and out_channels must be divisible by groups, got "
                            + inChannels
                            + ", "
                            + outChannels
                            + " and "
                            + options.groups());
        }
        var sizes = new long[dims + 2];
        sizes[0] = outChannels;
        sizes[1] = inChannels / options.groups();
        for (int d = 0; d < dims; d++) {
            sizes[d + 2] = kernel.get(kernel.dim() == 1 ? 0 : d);
        }
        weight = new Parameter(Torch.empty(sizes));
        bias = options.hasBias() ? new Parameter(Torch.empty(outChannels)) : null;
        Init.linear(weight, bias);
    }

    @Override
    protected String extraRepr() {
        var sizes = weight.shape().toArray();
        var kernel = new Size(Arrays.copyOfRange(sizes, 2, sizes.length));
        var text = new StringBuilder();
        text.append(inChannels).append(", ").append(sizes[0]);
        text.append(", kernel_size=").append(tuple(kernel));
        text.append(", stride=").append(tuple(options.stride()));
        if (options.keepsSize()) {
            text.append(", padding=same");
        } else if (Arrays.stream(options.padding().toArray()).anyMatch(p -> p != 0)) {
            text.append(", padding=").append(tuple(options.padding()));
        }
        if (Arrays.stream(options.dilation().toArray()).anyMatch(d -> d != 1)) {
            text.append(", dilation=").append(tuple(options.dilation()));
        }
        if (options.groups() != 1) {
            text.append(", groups=").append(options.groups());
        }
        if (bias == null) {
            text.append(", bias=").append(Numbers.value(false));
        }
        if (options.paddingMode() != PaddingMode.ZEROS) {
            text.append(", padding_mode=").append(options.paddingMode().text());
        }
        return text.toString();
    }

    /** Sizes as a Python tuple: {@code (3, 3)}, {@code (3,)}. */
    static String tuple(Size size) {
        return size.dim() == 1
                ? "(" + size.get(0) + ",)"
                : Arrays.stream(size.toArray())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
