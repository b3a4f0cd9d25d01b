package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;

import java.util.Arrays;

/**
 * Batch normalisation: {@code (x - mean) / sqrt(var + eps) * weight + bias} per channel, with the
 * statistics of the batch in training and running ones in evaluation (Ioffe and Szegedy, 2015).
 */
abstract class BatchNorm extends Module implements UnaryModule {
    /** (channels), or null. */
    public final Parameter weight;

    /** (channels), or null. */
    public final Parameter bias;

    private final long channels;
    private final Norm.Options options;
    private final Buffer runningMean;
    private final Buffer runningVar;
    private final Buffer batches;

    BatchNorm(long channels, Norm.Options options) {
        this.channels = channels;
        this.options = options;
        weight = options.hasAffine() ? new Parameter(Torch.ones(channels)) : null;
        bias = options.hasAffine() ? new Parameter(Torch.zeros(channels)) : null;
        boolean tracks = options.hasRunningStats();
        runningMean = tracks ? new Buffer(Torch.zeros(channels)) : null;
        runningVar = tracks ? new Buffer(Torch.ones(channels)) : null;
        batches = tracks ? new Buffer(Torch.zeros(DType.INT64)) : null;
    }

    @Override
    String key(String field) {
        return switch (field) {
            case "runningMean" -> "running_mean";
            case "runningVar" -> "running_var";
            case "batches" -> "num_batches_tracked";
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
                            + Arrays.toString(dims())
                            + "D input (got "
                            + x.dim()
                            + "D input)");
        }
        double momentum = options.momentum();
        if (isTraining() && batches != null) {
            batches.add_(1);
            momentum = options.isCumulative() ? 1.0 / batches.itemLong() : momentum;
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
