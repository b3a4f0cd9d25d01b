package dev.cresset.cpu.conv;

import dev.cresset.cpu.natives.OneDnnPrimitive.Description;

/** oneDNN's descriptions of the operands of a slice; spatial dimensions are at least two. */
final class Layouts {
    private Layouts() {}

    /** Images with channels last, without gaps, of which {@code rows} rows are meant. */
    static Description channelsLast(long images, long channels, long rows, long[] spatial) {
        var sizes = sizes(images, channels, rows, spatial);
        var strides = new long[sizes.length];
        strides[1] = 1;
        long stride = channels;
        for (int i = sizes.length - 1; i >= 2; i--) {
            strides[i] = stride;
            stride *= sizes[i];
        }
        strides[0] = stride;
        return Description.strided(sizes, strides);
    }

    /** {@code rows} rows of whole images in contiguous format. */
    static Description contiguous(long images, long channels, long rows, long[] spatial) {
        var sizes = sizes(images, channels, rows, spatial);
        var strides = new long[sizes.length];
        long stride = 1;
        for (int i = sizes.length - 1; i >= 2; i--) {
            strides[i] = stride;
            stride *= spatial[i - 2];
        }
        strides[1] = stride;
        strides[0] = stride * channels;
        return Description.strided(sizes, strides);
    }

    private static long[] sizes(long images, long channels, long rows, long[] spatial) {
        var sizes = new long[spatial.length + 2];
        sizes[0] = images;
        sizes[1] = channels;
        System.arraycopy(spatial, 0, sizes, 2, spatial.length);
        sizes[2] = rows;
        return sizes;
    }

    /** The sizes of the weights as oneDNN wants them, with the groups as a dimension. */
    static long[] weights(ConvShape shape) {
        int groups = shape.groups();
        int rank = shape.rank();
        var sizes = new long[rank + (groups > 1 ? 3 : 2)];
        int at = 0;
        if (groups > 1) {
            sizes[at++] = groups;
        }
        sizes[at++] = shape.outChannels() / groups;
        sizes[at++] = shape.inChannels() / groups;
        System.arraycopy(shape.kernel(), 0, sizes, at, rank);
        return sizes;
    }
}
