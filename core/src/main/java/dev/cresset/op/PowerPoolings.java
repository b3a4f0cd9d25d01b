package dev.cresset.op;

/** Power means of windows: {@code (sum of x^p)^(1/p)}. */
public final class PowerPoolings {
    /** Power means of windows of (batch, channels, length). */
    public static final Composite LP_POOL1D = pooling(1, Poolings.MAX_POOL1D, Poolings.AVG_POOL1D);

    /** Power means of windows of (batch, channels, height, width). */
    public static final Composite LP_POOL2D = pooling(2, Poolings.MAX_POOL2D, Poolings.AVG_POOL2D);

    /** Power means of windows of (batch, channels, depth, height, width). */
    public static final Composite LP_POOL3D =
            pooling(3, VolumePoolings.MAX_POOL3D, VolumePoolings.AVG_POOL3D);

    private PowerPoolings() {}

    private static Composite pooling(int dims, Composite maximum, Composite mean) {
        return new Composite(
                "lp_pool"
                        + dims
                        + "d(Tensor input, Any norm_type, int[] kernel_size, int[]? stride=None,"
                        + " bool ceil_mode=False) -> Tensor",
                a -> {
                    var x = a.value(0);
                    double p = a.number(1);
                    var kernel = a.longs(2);
                    var stride = a.all()[3];
                    boolean ceil = a.flag(4);
                    if (Double.isInfinite(p)) {
                        var size = Arithmetic.ABS.value(x);
                        var largest =
                                maximum.value(
                                        p > 0 ? size : ValueOps.neg(size),
                                        kernel,
                                        stride,
                                        new long[] {0},
                                        new long[] {1},
                                        ceil,
                                        false);
                        return p > 0 ? largest : ValueOps.neg(largest);
                    }
                    var powers = ValueOps.pow(x, a.all()[1]);
                    var means =
                            dims == 1
                                    ? mean.value(powers, kernel, stride, new long[] {0}, ceil, true)
                                    : mean.value(
                                            powers,
                                            kernel,
                                            stride,
                                            new long[] {0},
                                            ceil,
                                            true,
                                            null);
                    long count = 1;
                    for (int d = 0; d < dims; d++) {
                        count *= kernel[kernel.length == 1 ? 0 : d];
                    }
                    var magnitude = Activations.RELU.value(Arithmetic.ABS.value(means));
                    var signed = ValueOps.mul(Arithmetic.SIGN.value(means), magnitude);
                    return ValueOps.pow(ValueOps.mul(signed, count), 1 / p);
                });
    }
}
