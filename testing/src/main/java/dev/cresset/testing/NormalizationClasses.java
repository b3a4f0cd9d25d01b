package dev.cresset.testing;

import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.BatchNorm3d;
import dev.cresset.nn.GroupNorm;
import dev.cresset.nn.InstanceNorm1d;
import dev.cresset.nn.InstanceNorm2d;
import dev.cresset.nn.InstanceNorm3d;
import dev.cresset.nn.LayerNorm;
import dev.cresset.nn.LocalResponseNorm;
import dev.cresset.nn.Norm;
import dev.cresset.nn.RMSNorm;

/** Normalisations. */
final class NormalizationClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("BatchNorm1d", c -> new BatchNorm1d(features(c), channels(c)))
                    .unary("BatchNorm2d", c -> new BatchNorm2d(features(c), channels(c)))
                    .unary("BatchNorm3d", c -> new BatchNorm3d(features(c), channels(c)))
                    .unary("InstanceNorm1d", c -> new InstanceNorm1d(features(c), channels(c)))
                    .unary("InstanceNorm2d", c -> new InstanceNorm2d(features(c), channels(c)))
                    .unary("InstanceNorm3d", c -> new InstanceNorm3d(features(c), channels(c)))
                    .unary(
                            "LayerNorm",
                            c ->
                                    new LayerNorm(
                                            c.size(0, "normalized_shape"),
                                            affine(c, 1, 2, "elementwise_affine", 3)))
                    .unary(
                            "RMSNorm",
                            c ->
                                    new RMSNorm(
                                            c.size(0, "normalized_shape"),
                                            affine(c, 1, 2, "elementwise_affine", 3)))
                    .unary(
                            "GroupNorm",
                            c ->
                                    new GroupNorm(
                                            c.integer(0, "num_groups"),
                                            c.integer(1, "num_channels"),
                                            affine(c, 2, 3, "affine", PythonCall.KEYWORD)))
                    .unary(
                            "LocalResponseNorm",
                            c ->
                                    new LocalResponseNorm(
                                            c.integer(0, "size"),
                                            c.number(1, "alpha", 1e-4),
                                            c.number(2, "beta", 0.75),
                                            c.number(3, "k", 1)));

    private NormalizationClasses() {}

    private static long features(PythonCall c) {
        return c.integer(0, "num_features");
    }

    private static Norm.Options channels(PythonCall c) {
        var options = affine(c, 1, 3, "affine", PythonCall.KEYWORD);
        options =
                c.get(2, "momentum", 0.1) == null
                        ? options.cumulative()
                        : options.momentum(c.number(2, "momentum", 0.1));
        if (c.get(4, "track_running_stats", null) != null) {
            options =
                    c.flag(4, "track_running_stats", true)
                            ? options.runningStats()
                            : options.noRunningStats();
        }
        return options;
    }

    private static Norm.Options affine(
            PythonCall c, int eps, int affine, String affineKeyword, int bias) {
        var options = Norm.DEFAULT;
        if (c.get(eps, "eps", null) != null) {
            options = options.eps(c.number(eps, "eps"));
        }
        if (c.get(affine, affineKeyword, null) != null) {
            options = c.flag(affine, affineKeyword, true) ? options.affine() : options.noAffine();
        }
        return c.flag(bias, "bias", true) ? options : options.noBias();
    }
}
