package dev.cresset.op;

/** Channels moved into space and back, and channels in another order. */
public final class Shuffles {
    /** (…, c r², h, w) as (…, c, h r, w r). */
    public static final Composite PIXEL_SHUFFLE =
            new Composite(
                    "pixel_shuffle(Tensor self, int upscale_factor) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        long r = a.integer(1);
                        check("pixel_shuffle", x, r, "upscale_factor");
                        int rank = x.layout().dim();
                        long channels = x.layout().size(rank - 3);
                        Check.that(
                                channels % (r * r) == 0,
                                "pixel_shuffle expects its input's 'channel' dimension to be"
                                        + " divisible by the square of upscale_factor, but"
                                        + " input.size(-3)=%s is not divisible by %s",
                                channels,
                                r * r);
                        long high = x.layout().size(rank - 2);
                        long wide = x.layout().size(rank - 1);
                        long c = channels / (r * r);
                        long n = outer(x, rank - 3);
                        var split = ValueOps.reshape(x, n, c, r, r, high, wide);
                        var moved = ValueOps.permute(split, 0, 1, 4, 2, 5, 3);
                        return copy(moved, x, sizes(x, c, high * r, wide * r));
                    });

    /** (…, c, h r, w r) as (…, c r², h, w). */
    public static final Composite PIXEL_UNSHUFFLE =
            new Composite(
                    "pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        long r = a.integer(1);
                        check("pixel_unshuffle", x, r, "downscale_factor");
                        int rank = x.layout().dim();
                        long high = x.layout().size(rank - 2);
                        long wide = x.layout().size(rank - 1);
                        Check.that(
                                high % r == 0,
                                "pixel_unshuffle expects height to be divisible by downscale_factor,"
                                        + " but input.size(-2)=%s is not divisible by %s",
                                high,
                                r);
                        Check.that(
                                wide % r == 0,
                                "pixel_unshuffle expects width to be divisible by downscale_factor,"
                                        + " but input.size(-1)=%s is not divisible by %s",
                                wide,
                                r);
                        long c = x.layout().size(rank - 3);
                        long n = outer(x, rank - 3);
                        var split = ValueOps.reshape(x, n, c, high / r, r, wide / r, r);
                        var moved = ValueOps.permute(split, 0, 1, 3, 5, 2, 4);
                        return copy(moved, x, sizes(x, c * r * r, high / r, wide / r));
                    });

    /** Channels g k + i moved to i groups + g, where k is the number of channels per group. */
    public static final Composite CHANNEL_SHUFFLE =
            new Composite(
                    "channel_shuffle(Tensor self, int groups) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        long groups = a.integer(1);
                        var sizes = x.layout().sizes();
                        Check.that(
                                sizes.length > 2,
                                "channel_shuffle expects input with > 2 dims, but got input with"
                                        + " sizes %s",
                                x);
                        Check.that(
                                groups > 0,
                                "Number of groups to divide channels in must be positive. Value of"
                                        + " groups:%s",
                                groups);
                        Check.that(
                                sizes[1] % groups == 0,
                                "Number of channels must be divisible by groups. Got %s channels and"
                                        + " %s groups.",
                                sizes[1],
                                groups);
                        long rest = 1;
                        for (int d = 2; d < sizes.length; d++) {
                            rest *= sizes[d];
                        }
                        var split = ValueOps.reshape(x, sizes[0], groups, sizes[1] / groups, rest);
                        return copy(ValueOps.transpose(split, 1, 2), x, sizes);
                    });

    private Shuffles() {}

    private static void check(String name, Value x, long factor, String what) {
        Check.that(
                x.layout().dim() >= 3,
                "%s expects input to have at least 3 dimensions, but got input with %s"
                        + " dimension(s)",
                name,
                x.layout().dim());
        Check.that(factor > 0, "%s expects a positive %s, but got %s", name, what, factor);
    }

    /** Elements in another order and shape, in memory of their own even if nothing moves. */
    private static Value copy(Value moved, Value x, long[] sizes) {
        var y = ValueOps.reshape(moved, sizes);
        return y.array().storage() == x.array().storage() ? ValueOps.clone(y) : y;
    }

    private static long outer(Value x, int dims) {
        long count = 1;
        for (int d = 0; d < dims; d++) {
            count *= x.layout().size(d);
        }
        return count;
    }

    private static long[] sizes(Value x, long channels, long high, long wide) {
        var sizes = x.layout().sizes();
        sizes[sizes.length - 3] = channels;
        sizes[sizes.length - 2] = high;
        sizes[sizes.length - 1] = wide;
        return sizes;
    }
}
