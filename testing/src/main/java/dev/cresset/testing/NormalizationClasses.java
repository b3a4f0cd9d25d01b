package dev.cresset.testing;

import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.BatchNorm3d;
import dev.cresset.nn.Norm;

/** Normalisations. */
final class NormalizationClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("BatchNorm1d", c -> new BatchNorm1d(features(c), norm(c)))
                    .unary("BatchNorm2d", c -> new BatchNorm2d(features(c), norm(c)))
                    .unary("BatchNorm3d", c -> new BatchNorm3d(features(c), norm(c)));

    private NormalizationClasses() {}

    private static long features(PythonCall c) {
        return c.integer(0, "num_features");
    }

    private static Norm.Options norm(PythonCall c) {
        var options = Norm.eps(c.number(1, "eps", 1e-5));
        var momentum = c.get(2, "momentum", 0.1);
        options =
                momentum == null
                        ? options.cumulative()
                        : options.momentum(((Number) momentum).doubleValue());
        if (!c.flag(3, "affine", true)) {
            options = options.noAffine();
        }
        return c.flag(4, "track_running_stats", true) ? options : options.noRunningStats();
    }
}
