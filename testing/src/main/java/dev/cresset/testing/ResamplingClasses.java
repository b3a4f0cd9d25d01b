package dev.cresset.testing;

import dev.cresset.nn.ChannelShuffle;
import dev.cresset.nn.Interpolation;
import dev.cresset.nn.PixelShuffle;
import dev.cresset.nn.PixelUnshuffle;
import dev.cresset.nn.Resize;
import dev.cresset.nn.Upsample;
import dev.cresset.nn.UpsamplingBilinear2d;
import dev.cresset.nn.UpsamplingNearest2d;

import java.util.List;

/** Other resolutions, channels in another order. */
final class ResamplingClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("Upsample", c -> new Upsample(upsample(c)))
                    .unary("UpsamplingNearest2d", c -> new UpsamplingNearest2d(resize(c)))
                    .unary("UpsamplingBilinear2d", c -> new UpsamplingBilinear2d(resize(c)))
                    .unary("PixelShuffle", c -> new PixelShuffle(c.integer(0, "upscale_factor")))
                    .unary(
                            "PixelUnshuffle",
                            c -> new PixelUnshuffle(c.integer(0, "downscale_factor")))
                    .unary("ChannelShuffle", c -> new ChannelShuffle(c.integer(0, "groups")));

    private ResamplingClasses() {}

    private static Resize.Options resize(PythonCall c) {
        var size = c.get(0, "size", null);
        return size == null
                ? Resize.scale(doubles(c.get(1, "scale_factor", null)))
                : Resize.size(PythonCall.longs(size));
    }

    private static double[] doubles(Object value) {
        return value instanceof List<?> list
                ? list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray()
                : new double[] {((Number) value).doubleValue()};
    }

    private static Resize.Options upsample(PythonCall c) {
        var options = resize(c).mode(c.constant(2, "mode", Interpolation.NEAREST));
        if (c.get(3, "align_corners", null) instanceof Boolean aligned && aligned) {
            options = options.alignCorners();
        }
        return c.get(4, "recompute_scale_factor", null) instanceof Boolean recomputes && recomputes
                ? options.recomputeScaleFactor()
                : options;
    }
}
