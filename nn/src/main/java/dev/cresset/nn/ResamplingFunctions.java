package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Resampling;
import dev.cresset.op.Shuffles;

/** Other resolutions, among the functions of {@link Functional}. */
abstract sealed class ResamplingFunctions extends PoolingFunctions permits AttentionFunctions {
    ResamplingFunctions() {}

    /** (batch, channels, spatial...) sampled at another resolution. */
    public static Tensor interpolate(Tensor input, Resize.Options options) {
        boolean interpolates =
                switch (options.mode()) {
                    case NEAREST, NEAREST_EXACT, AREA -> options.alignsCorners();
                    case LINEAR, BILINEAR, BICUBIC, TRILINEAR -> true;
                };
        var scale = options.scale().stream().mapToDouble(Double::doubleValue).toArray();
        return call(
                Resampling.INTERPOLATE,
                input,
                options.size().dim() == 0 ? null : options.size().toArray(),
                scale.length == 0 ? null : scale,
                options.mode().text(),
                interpolates ? (Boolean) options.alignsCorners() : null,
                options.recomputesScale() ? Boolean.TRUE : null,
                options.antialiases());
    }

    /** (batch, c r², height, width) as (batch, c, height r, width r). */
    public static Tensor pixelShuffle(Tensor input, long upscaleFactor) {
        return call(Shuffles.PIXEL_SHUFFLE, input, upscaleFactor);
    }

    /** (batch, c, height r, width r) as (batch, c r², height, width). */
    public static Tensor pixelUnshuffle(Tensor input, long downscaleFactor) {
        return call(Shuffles.PIXEL_UNSHUFFLE, input, downscaleFactor);
    }

    /** Channels of all groups mixed: channel i of group g goes to i groups + g. */
    public static Tensor channelShuffle(Tensor input, long groups) {
        return call(Shuffles.CHANNEL_SHUFFLE, input, groups);
    }
}
