package dev.cresset.data;

import java.util.stream.LongStream;

/**
 * All items from first to last: PyTorch's {@code SequentialSampler}.
 *
 * @param size number of items
 */
public record SequentialSampler(long size) implements Sampler {
    @Override
    public long[] order() {
        return LongStream.range(0, size).toArray();
    }
}
