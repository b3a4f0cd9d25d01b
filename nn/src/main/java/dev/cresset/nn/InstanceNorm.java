package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;

/**
 * Instance normalisation: batch normalisation of every image by itself, unless it has running
 * statistics and is in evaluation (Ulyanov et al., 2016).
 */
abstract class InstanceNorm extends ChannelNorm {
    private final int unbatched;

    /** Takes inputs of (channels, spatial...) with {@code unbatched} dimensions, or batches. */
    InstanceNorm(long channels, Norm.Options options, int unbatched) {
        super(channels, options, false);
        this.unbatched = unbatched;
    }

    @Override
    public final Tensor forward(Tensor x) {
        if (x.dim() != unbatched && x.dim() != unbatched + 1) {
            throw new OpException(
                    "%s: expected %dD or %dD input (got %dD input)"
                            .formatted(name(), unbatched, unbatched + 1, x.dim()));
        }
        int d = x.dim() - unbatched;
        if (weight != null && x.size(d) != channels) {
            throw new OpException(
                    "%s: expected input's size at dim=%d to match num_features (%d), but got: %d."
                            .formatted(name(), d, channels, x.size(d)));
        }
        return d == 0 ? normalized(x.unsqueeze(0)).squeeze(0) : normalized(x);
    }

    private Tensor normalized(Tensor x) {
        return Functional.instanceNorm(
                x,
                runningMean,
                runningVar,
                weight,
                bias,
                Mode.of(isTraining() || runningMean == null),
                options.isCumulative() ? options.momentum(0) : options);
    }
}
