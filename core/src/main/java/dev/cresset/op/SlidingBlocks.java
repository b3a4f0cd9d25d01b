package dev.cresset.op;

import java.util.Arrays;

/** Images cut into the blocks that a sliding window sees, and back. */
public final class SlidingBlocks {
    /**
     * (batch, channels, height, width) to (batch, channels * kernel size, positions).
     *
     * <p>{@code torch.nn.functional.unfold}; the view {@link Shapes#UNFOLD} has that name already.
     */
    public static final Composite IM2COL =
            new Composite(
                    "im2col(Tensor input, int[] kernel_size, int[] dilation=1, int[] padding=0,"
                            + " int[] stride=1) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        boolean single = checkRank("unfold", x, 3);
                        var batch = single ? ValueOps.unsqueeze(x, 0) : x;
                        var size = batch.layout().sizes();
                        var windows = Windows.of("unfold", a, 1, new long[] {size[2], size[3]});
                        var y = Paddings.CONSTANT.value(batch, windows.border(1), 0L);
                        y = ValueOps.indexSelect(y, 2, windows.index(0, y));
                        y = ValueOps.indexSelect(y, 3, windows.index(1, y));
                        y = ValueOps.reshape(y, windows.split(size[0], size[1]));
                        y = ValueOps.permute(y, 0, 1, 2, 4, 3, 5);
                        y = ValueOps.reshape(y, windows.joined(size[0], size[1]));
                        return single ? ValueOps.squeeze(y, 0) : y;
                    });

    /** {@code torch.nn.functional.fold}: blocks added up where they overlap. */
    public static final Composite COL2IM =
            new Composite(
                    "col2im(Tensor input, int[] output_size, int[] kernel_size, int[] dilation=1,"
                            + " int[] padding=0, int[] stride=1) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        boolean single = checkRank("fold", x, 2);
                        var batch = single ? ValueOps.unsqueeze(x, 0) : x;
                        var size = batch.layout().sizes();
                        var out = pair("fold", "output_size", a.longs(1));
                        var windows = Windows.of("fold", a, 2, out);
                        long block = windows.kernel[0] * windows.kernel[1];
                        Check.that(
                                size[1] % block == 0,
                                "fold: Expected size of input's dimension 1 to be divisible by the"
                                        + " product of kernel_size, but got input.size(1)=%s and"
                                        + " kernel_size=%s.",
                                size[1],
                                Check.tuple(windows.kernel));
                        Check.that(
                                size[2] == windows.count[0] * windows.count[1],
                                "fold: Given output_size=%s, %s, expected size of input's dimension"
                                        + " 2 to match the calculated number of sliding blocks %s *"
                                        + " %s = %s, but got input.size(2)=%s.",
                                Check.tuple(out),
                                windows.text(),
                                windows.count[0],
                                windows.count[1],
                                windows.count[0] * windows.count[1],
                                size[2]);
                        long channels = size[1] / block;
                        var split = windows.split(size[0], channels);
                        var y =
                                ValueOps.reshape(
                                        batch, split[0], split[1], split[2], split[4], split[3],
                                        split[5]);
                        y = ValueOps.permute(y, 0, 1, 2, 4, 3, 5);
                        long high = out[0] + 2 * windows.padding[0];
                        long wide = out[1] + 2 * windows.padding[1];
                        long rows = split[2] * split[3];
                        y = ValueOps.reshape(y, size[0], channels, rows, split[4] * split[5]);
                        y =
                                ValueOps.indexAdd(
                                        ValueOps.zeros(y, size[0], channels, rows, wide),
                                        3,
                                        windows.index(1, y),
                                        y);
                        y =
                                ValueOps.indexAdd(
                                        ValueOps.zeros(y, size[0], channels, high, wide),
                                        2,
                                        windows.index(0, y),
                                        y);
                        y = Paddings.CONSTANT.value(y, windows.border(-1), 0L);
                        return single ? ValueOps.squeeze(y, 0) : y;
                    });

    private SlidingBlocks() {}

    /** True if the batch is missing. */
    private static boolean checkRank(String op, Value x, int unbatched) {
        int rank = x.layout().dim();
        Check.that(
                rank == unbatched || rank == unbatched + 1,
                "%s: Expected %sD or %sD (batch mode) tensor with possibly 0 batch size and other"
                        + " non-zero dimensions for input, but got: %s",
                op,
                unbatched,
                unbatched + 1,
                x);
        return rank == unbatched;
    }

    private static long[] pair(String op, String what, long[] given) {
        Check.that(
                given.length == 1 || given.length == 2,
                "%s: %s must be one number or two, got %s",
                op,
                what,
                given);
        return given.length == 2 ? given : new long[] {given[0], given[0]};
    }

    /** Windows over an image; one entry each for height and width. */
    private record Windows(
            long[] kernel, long[] dilation, long[] padding, long[] stride, long[] count) {
        static Windows of(String op, Args a, int first, long[] image) {
            var kernel = pair(op, "kernel_size", a.longs(first));
            var dilation = pair(op, "dilation", a.longs(first + 1));
            var padding = pair(op, "padding", a.longs(first + 2));
            var stride = pair(op, "stride", a.longs(first + 3));
            var count = new long[2];
            for (int d = 0; d < 2; d++) {
                Check.that(
                        kernel[d] > 0 && dilation[d] > 0 && stride[d] > 0,
                        "%s: kernel size, dilation and stride should be greater than zero, but got"
                                + " %s, %s and %s",
                        op,
                        kernel,
                        dilation,
                        stride);
                Check.that(
                        padding[d] >= 0,
                        "%s: padding should be non-negative, but got %s",
                        op,
                        padding);
                long room = image[d] + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1;
                count[d] = Math.floorDiv(room, stride[d]) + 1;
            }
            Check.that(
                    count[0] > 0 && count[1] > 0,
                    "%s: Given input with spatial size %s, kernel_size=%s, dilation=%s,"
                            + " padding=%s, calculated shape of the array of sliding blocks as %s, but"
                            + " its components must be at least one.",
                    op,
                    Check.tuple(image),
                    Check.tuple(kernel),
                    Check.tuple(dilation),
                    Check.tuple(padding),
                    Check.tuple(count));
            return new Windows(kernel, dilation, padding, stride, count);
        }

        private String text() {
            return "kernel_size=%s, dilation=%s, padding=%s, stride=%s"
                    .formatted(
                            Check.tuple(kernel),
                            Check.tuple(dilation),
                            Check.tuple(padding),
                            Check.tuple(stride));
        }

        long[] border(int sign) {
            return new long[] {
                sign * padding[1], sign * padding[1], sign * padding[0], sign * padding[0]
            };
        }

        /** For each kernel element, its place in each window along a dimension. */
        Value index(int d, Value like) {
            var index = new long[Math.toIntExact(kernel[d] * count[d])];
            Arrays.setAll(index, i -> i / count[d] * dilation[d] + i % count[d] * stride[d]);
            return like.tape().wrap(dev.cresset.op.NewArray.of(index));
        }

        long[] split(long batch, long channels) {
            return new long[] {batch, channels, kernel[0], count[0], kernel[1], count[1]};
        }

        long[] joined(long batch, long channels) {
            return new long[] {batch, channels * kernel[0] * kernel[1], count[0] * count[1]};
        }
    }
}
