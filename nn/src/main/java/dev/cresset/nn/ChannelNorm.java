package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;

/** What batch and instance normalisation share: weight and bias per channel, running statistics. */
abstract class ChannelNorm extends Module implements UnaryModule {
    /** (channels), or null. */
    public final Parameter weight;

    /** (channels), or null. */
    public final Parameter bias;

    /** (channels), the mean that evaluation uses, or null. */
    public final Buffer runningMean;

    /** (channels), the variance that evaluation uses, or null. */
    public final Buffer runningVar;

    /** Number of batches seen, int64, or null. */
    public final Buffer numBatchesTracked;

    final long channels;
    final Norm.Options options;

    /** Weight, bias and running statistics as the options say, by default as {@code usual}. */
    ChannelNorm(long channels, Norm.Options options, boolean usual) {
        this.channels = channels;
        this.options = options;
        boolean affine = options.givenAffine().orElse(usual);
        weight = affine ? new Parameter(Torch.ones(channels)) : null;
        bias = affine && options.hasBias() ? new Parameter(Torch.zeros(channels)) : null;
        boolean tracks = options.givenRunningStats().orElse(usual);
        runningMean = tracks ? new Buffer(Torch.zeros(channels)) : null;
        runningVar = tracks ? new Buffer(Torch.ones(channels)) : null;
        numBatchesTracked = tracks ? new Buffer(Torch.zeros(DType.INT64)) : null;
    }

    @Override
    final String key(String field) {
        return switch (field) {
            case "runningMean" -> "running_mean";
            case "runningVar" -> "running_var";
            case "numBatchesTracked" -> "num_batches_tracked";
            default -> field;
        };
    }

    @Override
    protected final String extraRepr() {
        return channels
                + ", eps="
                + Numbers.python(options.eps())
                + ", momentum="
                + (options.isCumulative() ? "None" : Numbers.python(options.momentum()))
                + ", affine="
                + Numbers.value(weight != null)
                + ", bias="
                + Numbers.value(bias != null)
                + ", track_running_stats="
                + Numbers.value(runningMean != null);
    }
}
