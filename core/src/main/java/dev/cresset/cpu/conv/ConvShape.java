package dev.cresset.cpu.conv;

import java.util.Arrays;

/**
 * The sizes of a convolution with one to three spatial dimensions. The arrays have one entry per
 * spatial dimension and must not be changed afterwards.
 *
 * @param batch number of images
 * @param inChannels channels of the input, a multiple of {@code groups}
 * @param outChannels channels of the output, a multiple of {@code groups}
 * @param input spatial sizes of the input
 * @param kernel spatial sizes of the kernel
 * @param output spatial sizes of the output
 * @param stride steps of the kernel
 * @param padding zeros before (and, as far as the output reaches, after) the input
 * @param dilation distances between the elements of the kernel; 1 is dense
 * @param groups blocks of channels that see only each other
 */
public record ConvShape(
        int batch,
        int inChannels,
        int outChannels,
        long[] input,
        long[] kernel,
        long[] output,
        long[] stride,
        long[] padding,
        long[] dilation,
        int groups) {

    /** Number of spatial dimensions. */
    public int rank() {
        return input.length;
    }

    /** Elements of the input. */
    public long inputSize() {
        return (long) batch * inChannels * product(input);
    }

    /** Elements of the output. */
    public long outputSize() {
        return (long) batch * outChannels * product(output);
    }

    /** Elements of the weights. */
    public long weightSize() {
        return (long) outChannels * (inChannels / groups) * product(kernel);
    }

    /** Multiplications of one pass. */
    public long work() {
        return outputSize() * (inChannels / groups) * product(kernel);
    }

    /** The same convolution with spatial dimensions of size 1 put before, up to {@code rank}. */
    ConvShape widened(int rank) {
        if (rank() >= rank) {
            return this;
        }
        return new ConvShape(
                batch,
                inChannels,
                outChannels,
                prepend(input, rank, 1),
                prepend(kernel, rank, 1),
                prepend(output, rank, 1),
                prepend(stride, rank, 1),
                prepend(padding, rank, 0),
                prepend(dilation, rank, 1),
                groups);
    }

    /** The same convolution with another number of output channels. */
    ConvShape withOutChannels(int count) {
        return new ConvShape(
                batch, inChannels, count, input, kernel, output, stride, padding, dilation, groups);
    }

    /** How far the kernel reaches along a dimension. */
    long extent(int dimension) {
        return (kernel[dimension] - 1) * dilation[dimension] + 1;
    }

    /** True if the output is as large as the input with symmetric padding allows, and no larger. */
    boolean isRegular() {
        for (int i = 0; i < rank(); i++) {
            long room = input[i] + 2 * padding[i] - extent(i);
            if (room < 0 || room / stride[i] + 1 != output[i]) {
                return false;
            }
        }
        return true;
    }

    static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
        }
        return product;
    }

    private static long[] prepend(long[] values, int rank, long filler) {
        var result = new long[rank];
        Arrays.fill(result, filler);
        System.arraycopy(values, 0, result, rank - values.length, values.length);
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConvShape that
                && batch == that.batch
                && inChannels == that.inChannels
                && outChannels == that.outChannels
                && groups == that.groups
                && Arrays.equals(input, that.input)
                && Arrays.equals(kernel, that.kernel)
                && Arrays.equals(output, that.output)
                && Arrays.equals(stride, that.stride)
                && Arrays.equals(padding, that.padding)
                && Arrays.equals(dilation, that.dilation);
    }

    @Override
    public int hashCode() {
        int hash = ((batch * 31 + inChannels) * 31 + outChannels) * 31 + groups;
        hash = hash * 31 + Arrays.hashCode(input);
        hash = hash * 31 + Arrays.hashCode(kernel);
        hash = hash * 31 + Arrays.hashCode(output);
        hash = hash * 31 + Arrays.hashCode(stride);
        hash = hash * 31 + Arrays.hashCode(padding);
        return hash * 31 + Arrays.hashCode(dilation);
    }
}
