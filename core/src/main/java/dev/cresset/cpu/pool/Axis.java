package dev.cresset.cpu.pool;

import dev.cresset.spi.Windows.Pool;

/**
 * Windows along one dimension.
 *
 * @param input size of x
 * @param output number of windows
 * @param kernel elements of a window
 * @param stride step from window to window
 * @param padding border before x, and the same behind it
 * @param dilation distance between the elements of a window
 */
record Axis(int input, int output, int kernel, int stride, int padding, int dilation) {
    static Axis height(Pool p) {
        return of(
                p.input().h(),
                p.output().h(),
                p.kernel().h(),
                p.stride().h(),
                p.padding().h(),
                p.dilation().h());
    }

    static Axis width(Pool p) {
        return of(
                p.input().w(),
                p.output().w(),
                p.kernel().w(),
                p.stride().w(),
                p.padding().w(),
                p.dilation().w());
    }

    private static Axis of(
            long input, long output, long kernel, long stride, long padding, long dilation) {
        return new Axis(
                Math.toIntExact(input),
                Math.toIntExact(output),
                Math.toIntExact(kernel),
                Math.toIntExact(stride),
                Math.toIntExact(padding),
                Math.toIntExact(dilation));
    }

    /** The first position of window o that lies inside x. */
    int start(int o) {
        int start = o * stride - padding;
        return start >= 0 ? start : start + Math.ceilDiv(-start, dilation) * dilation;
    }

    /** The end (exclusive) of the positions of window o inside x. */
    int end(int o) {
        return Math.min(o * stride - padding + (kernel - 1) * dilation + 1, input);
    }

    /** The size of window o, the border included but not what a rounded-up output adds to it. */
    int padded(int o) {
        int start = o * stride - padding;
        return Math.min(start + kernel, input + padding) - start;
    }

    /** The first window that may cover position i (dilation 1). */
    int firstWindow(int i) {
        int reach = i + padding - kernel + 1;
        return reach <= 0 ? 0 : Math.ceilDiv(reach, stride);
    }

    /** The end (exclusive) of the windows that may cover position i (dilation 1). */
    int endWindow(int i) {
        return Math.min(output, (i + padding) / stride + 1);
    }
}
