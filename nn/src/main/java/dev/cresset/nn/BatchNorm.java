package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Batch normalisation: {@code (x - mean) / sqrt(var + eps) * weight + bias} per channel, with the
 * statistics of the batch in training and running ones in evaluation (Ioffe and Szegedy, 2015).
 */
abstract class BatchNorm extends Module implements UnaryModule {
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

    private final long channels;
    private final Norm.Options options;

    BatchNorm(long channels, Norm.Options options) {
        this.channels = channels;
        this.options = options;
        weight = options.hasAffine() ? new Parameter(Torch.ones(channels)) : null;
        bias = options.hasAffine() ? new Parameter(Torch.zeros(channels)) : null;
        boolean tracks = options.hasRunningStats();
        runningMean = tracks ? new Buffer(Torch.zeros(channels)) : null;
        runningVar = tracks ? new Buffer(Torch.ones(channels)) : null;
        numBatchesTracked = tracks ? new Buffer(Torch.zeros(DType.INT64)) : null;
    }

    @Override
    String key(String field) {
        return switch (field) {
            case "runningMean" -> "running_mean";
            case "runningVar" -> "running_var";
            case "numBatchesTracked" -> "num_batches_tracked";
            default -> field;
        };
    }

    abstract int[] dims();

    @Override
    public final Tensor forward(Tensor x) {
        if (Arrays.stream(dims()).noneMatch(d -> d == x.dim())) {
            throw new OpException(
                    name()
                            + ": expected "
                            + Arrays.stream(dims())
                                    .mapToObj(d -> d + "D")
                                    .collect(Collectors.joining(" or "))
                            + " input (got "
                            + x.dim()
                            + "D input)");
        }
        double momentum = options.momentum();
        if (isTraining() && numBatchesTracked != null) {
            numBatchesTracked.add_(1);
            momentum = options.isCumulative() ? 1.0 / numBatchesTracked.itemLong() : momentum;
        }
        boolean ofBatch = isTraining() || runningMean == null;
        return Functional.batchNorm(
                x,
                runningMean,
                runningVar,
                weight,
                bias,
                Mode.of(ofBatch),
                options.momentum(momentum));
    }

    /** Running means of the channels, or null. */
    public final Tensor runningMean() {
        return runningMean;
    }

    /** Running variances of the channels, or null. */
    public final Tensor runningVar() {
        return runningVar;
    }

    @Override
    protected String extraRepr() {
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
