package dev.cresset.testing;

import dev.cresset.nn.AvgPool2d;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Pool;

/** Pooling. */
final class PoolingClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("MaxPool2d", c -> new MaxPool2d(c.size(0, "kernel_size"), pool(c)))
                    .unary("AvgPool2d", c -> new AvgPool2d(c.size(0, "kernel_size"), pool(c)));

    private PoolingClasses() {}

    private static Pool.Options pool(PythonCall c) {
        var options = Pool.DEFAULT.padding(PythonCall.longs(c.get(2, "padding", 0L)));
        var stride = c.get(1, "stride", null);
        if (stride != null) {
            options = options.stride(PythonCall.longs(stride));
        }
        return (Boolean) c.get("ceil_mode", false) ? options.ceilMode() : options;
    }
}
