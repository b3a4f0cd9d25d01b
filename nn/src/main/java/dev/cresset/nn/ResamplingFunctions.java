package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Resampling;

/** Other resolutions, among the functions of {@link Functional}. */
abstract sealed class ResamplingFunctions extends PoolingFunctions permits Functional {
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
                false);
    }
}
