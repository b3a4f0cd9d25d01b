package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

/**
 * {@code (x - mean) / sqrt(var + eps) * weight + bias} over each group of channels: PyTorch's
 * {@code nn.GroupNorm} (Wu and He, 2018).
 */
public final class GroupNorm extends Module implements UnaryModule {
    /** (channels), or null. */
    public final Parameter weight;

    /** (channels), or null. */
    public final Parameter bias;

    private final long groups;
    private final long channels;
    private final Norm.Options options;

    /** PyTorch's defaults. */
    public GroupNorm(long groups, long channels) {
        this(groups, channels, Norm.DEFAULT);
    }

    /** With options. */
    public GroupNorm(long groups, long channels, Norm.Options options) {
        if (channels % groups != 0) {
            throw new OpException(
                    "GroupNorm: num_channels (%d) must be divisible by num_groups (%d)"
                            .formatted(channels, groups));
        }
        this.groups = groups;
        this.channels = channels;
        this.options = options;
        boolean affine = options.givenAffine().orElse(true);
        weight = affine ? new Parameter(Torch.ones(channels)) : null;
        bias = affine && options.hasBias() ? new Parameter(Torch.zeros(channels)) : null;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.groupNorm(x, groups, weight, bias, options);
    }

    @Override
    protected String extraRepr() {
        return groups
                + ", "
                + channels
                + ", eps="
                + Numbers.python(options.eps())
                + ", affine="
                + Numbers.value(weight != null)
                + ", bias="
                + Numbers.value(bias != null);
    }
}
