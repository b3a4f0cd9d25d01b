package dev.cresset.cpu.pool;

import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pool;

/**
 * Where the planes (one channel of one image) of x and y lie. All numbers count elements.
 *
 * @param channels channels of an image
 * @param input elements of a plane of x
 * @param output elements of a plane of y
 * @param step from an element of a plane to the next: 1, or the channels if they are innermost
 */
record Planes(long channels, long input, long output, long step) {
    static Planes of(Pool pool, MemoryFormat format) {
        return new Planes(
                pool.channels(),
                pool.input().h() * pool.input().w(),
                pool.output().h() * pool.output().w(),
                format == MemoryFormat.CHANNELS_LAST ? pool.channels() : 1);
    }

    /** The first element of plane p of x. */
    long inputStart(long p) {
        return start(p, input);
    }

    /** The first element of plane p of y. */
    long outputStart(long p) {
        return start(p, output);
    }

    private long start(long p, long size) {
        return step == 1 ? p * size : p / channels * channels * size + p % channels;
    }
}
