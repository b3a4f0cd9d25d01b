package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Batch normalisation: {@code (x - mean) / sqrt(var + eps) * weight + bias} per channel, with the
 * statistics of the batch in training and running ones in evaluation (Ioffe and Szegedy, 2015).
 */
abstract class BatchNorm extends ChannelNorm {
    private final int[] dims;

    /** Takes inputs of any of {@code dims} dimensions. */
    BatchNorm(long channels, Norm.Options options, int... dims) {
        super(channels, options, true);
        this.dims = dims;
    }

    @Override
    public final Tensor forward(Tensor x) {
        if (Arrays.stream(dims).noneMatch(d -> d == x.dim())) {
            throw new OpException(
                    name()
                            + ": expected "
                            + Arrays.stream(dims)
                                    .mapToObj(d -> d + "D")
                                    .collect(Collectors.joining(" or "))
                            + " input (got "
                            + x.dim()
                            + "D input)");
        }
        double momentum = options.isCumulative() ? 0 : options.momentum();
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
}
