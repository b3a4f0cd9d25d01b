package dev.cresset.testing;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;
import dev.cresset.nn.AdaptiveAvgPool1d;
import dev.cresset.nn.AdaptiveAvgPool2d;
import dev.cresset.nn.AdaptiveAvgPool3d;
import dev.cresset.nn.AdaptiveMaxPool1d;
import dev.cresset.nn.AdaptiveMaxPool2d;
import dev.cresset.nn.AdaptiveMaxPool3d;
import dev.cresset.nn.AvgPool1d;
import dev.cresset.nn.AvgPool2d;
import dev.cresset.nn.AvgPool3d;
import dev.cresset.nn.LPPool1d;
import dev.cresset.nn.LPPool2d;
import dev.cresset.nn.LPPool3d;
import dev.cresset.nn.MaxPool1d;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.MaxPool3d;
import dev.cresset.nn.MaxUnpool1d;
import dev.cresset.nn.MaxUnpool2d;
import dev.cresset.nn.MaxUnpool3d;
import dev.cresset.nn.Pool;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Pooling. */
final class PoolingClasses {
    static final ClassTable TABLE = new ClassTable("nn.");

    static {
        TABLE.unary("AvgPool1d", c -> new AvgPool1d(kernel(c), mean(c)))
                .unary("AvgPool2d", c -> new AvgPool2d(kernel(c), mean(c)))
                .unary("AvgPool3d", c -> new AvgPool3d(kernel(c), mean(c)))
                .unary("LPPool1d", c -> new LPPool1d(p(c), c.size(1, "kernel_size"), power(c)))
                .unary("LPPool2d", c -> new LPPool2d(p(c), c.size(1, "kernel_size"), power(c)))
                .unary("LPPool3d", c -> new LPPool3d(p(c), c.size(1, "kernel_size"), power(c)))
                .unary("AdaptiveAvgPool1d", c -> new AdaptiveAvgPool1d(areas(c)[0]))
                .unary("AdaptiveAvgPool2d", c -> new AdaptiveAvgPool2d(areas(c)))
                .unary("AdaptiveAvgPool3d", c -> new AdaptiveAvgPool3d(areas(c)));
        maximum(
                "MaxPool1d",
                c -> new MaxPool1d(kernel(c), maximum(c)),
                MaxPool1d::forward,
                MaxPool1d::forwardWithIndices);
        maximum(
                "MaxPool2d",
                c -> new MaxPool2d(kernel(c), maximum(c)),
                MaxPool2d::forward,
                MaxPool2d::forwardWithIndices);
        maximum(
                "MaxPool3d",
                c -> new MaxPool3d(kernel(c), maximum(c)),
                MaxPool3d::forward,
                MaxPool3d::forwardWithIndices);
        maximum(
                "AdaptiveMaxPool1d",
                c -> new AdaptiveMaxPool1d(areas(c)[0]),
                AdaptiveMaxPool1d::forward,
                AdaptiveMaxPool1d::forwardWithIndices);
        maximum(
                "AdaptiveMaxPool2d",
                c -> new AdaptiveMaxPool2d(areas(c)),
                AdaptiveMaxPool2d::forward,
                AdaptiveMaxPool2d::forwardWithIndices);
        maximum(
                "AdaptiveMaxPool3d",
                c -> new AdaptiveMaxPool3d(areas(c)),
                AdaptiveMaxPool3d::forward,
                AdaptiveMaxPool3d::forwardWithIndices);
        TABLE.module(
                        "MaxUnpool1d",
                        c -> new MaxUnpool1d(kernel(c), steps(c, 1)),
                        (m, c) -> unpooled(m::forward, m::forward, c))
                .module(
                        "MaxUnpool2d",
                        c -> new MaxUnpool2d(kernel(c), steps(c, 1)),
                        (m, c) -> unpooled(m::forward, m::forward, c))
                .module(
                        "MaxUnpool3d",
                        c -> new MaxUnpool3d(kernel(c), steps(c, 1)),
                        (m, c) -> unpooled(m::forward, m::forward, c));
    }

    private PoolingClasses() {}

    private static <M> void maximum(
            String name,
            Function<PythonCall, M> constructor,
            BiFunction<M, Tensor, Tensor> values,
            BiFunction<M, Tensor, ValuesIndices> both) {
        TABLE.optional(
                name,
                c -> {
                    wantsIndices(c);
                    return constructor.apply(c);
                },
                (m, made, c) -> {
                    var x = c.tensor(0, "input");
                    if (!wantsIndices(made)) {
                        return values.apply(m, x);
                    }
                    var result = both.apply(m, x);
                    return List.of(result.values(), result.indices());
                });
    }

    private static boolean wantsIndices(PythonCall c) {
        int position = c.name().contains("Adaptive") ? 1 : 4;
        return c.flag(position, "return_indices", false);
    }

    private interface Sized {
        Tensor forward(Tensor x, Tensor indices, Size outputSize);
    }

    private static Tensor unpooled(
            BiFunction<Tensor, Tensor, Tensor> plain, Sized sized, PythonCall c) {
        var x = c.tensor(0, "input");
        var indices = c.tensor(1, "indices");
        return c.get(2, "output_size", null) == null
                ? plain.apply(x, indices)
                : sized.forward(x, indices, c.size(2, "output_size"));
    }

    private static Size kernel(PythonCall c) {
        return c.size(0, "kernel_size");
    }

    private static Number p(PythonCall c) {
        return (Number) c.get(0, "norm_type", null);
    }

    private static long[] areas(PythonCall c) {
        return switch (c.get(0, "output_size", null)) {
            case List<?> list ->
                    list.stream().mapToLong(n -> n == null ? Pool.KEEP : (Long) n).toArray();
            case Object number -> new long[] {(Long) number};
        };
    }

    private static Pool.Options stride(PythonCall c, int position) {
        var stride = c.get(position, "stride", null);
        return stride == null ? Pool.DEFAULT : Pool.stride(PythonCall.longs(stride));
    }

    /** Stride and padding, which begin at a position. */
    private static Pool.Options steps(PythonCall c, int first) {
        return stride(c, first).padding(PythonCall.longs(c.get(first + 1, "padding", 0L)));
    }

    private static Pool.Options rounding(PythonCall c, int position, Pool.Options options) {
        return c.flag(position, "ceil_mode", false) ? options.ceilMode() : options;
    }

    private static Pool.Options maximum(PythonCall c) {
        var options = steps(c, 1).dilation(PythonCall.longs(c.get(3, "dilation", 1L)));
        return rounding(c, 5, options);
    }

    private static Pool.Options mean(PythonCall c) {
        var options = rounding(c, 3, steps(c, 1));
        if (!c.flag(4, "count_include_pad", true)) {
            options = options.excludePadding();
        }
        return c.get(5, "divisor_override", null) instanceof Long divisor
                ? options.divisor(divisor)
                : options;
    }

    private static Pool.Options power(PythonCall c) {
        return rounding(c, 3, stride(c, 2));
    }
}
