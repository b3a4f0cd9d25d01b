package dev.cresset.nn;

import dev.cresset.Size;

import java.util.Arrays;
import java.util.Locale;

/**
 * Options of convolutions, of the functions and of the modules: {@code
 * Conv.stride(2).padding(1).noBias()}.
 *
 * <p>Stride, padding and dilation take one number for all spatial dimensions or one for each.
 */
public final class Conv {
    /** Stride 1, no padding, one group, with bias. */
    public static final Options DEFAULT =
            new Options(
                    new Size(1),
                    new Size(0),
                    new Size(1),
                    1,
                    Border.GIVEN,
                    new Size(0),
                    PaddingMode.ZEROS,
                    true);

    /** How many elements are added around the input. */
    public enum Border {
        /** The numbers given as padding. */
        GIVEN,
        /** As many as keep the sizes. */
        SAME,
        /** None. */
        VALID;

        /** PyTorch's word for it, e.g. {@code same}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Conv() {}

    /** Step of the kernel; default 1. */
    public static Options stride(long... each) {
        return DEFAULT.stride(each);
    }

    /** Elements added on both sides; default 0. */
    public static Options padding(long... each) {
        return DEFAULT.padding(each);
    }

    /** As much padding as keeps the sizes (stride 1 only). */
    public static Options samePadding() {
        return DEFAULT.samePadding();
    }

    /** No padding: PyTorch's {@code padding='valid'}. */
    public static Options validPadding() {
        return DEFAULT.validPadding();
    }

    /** What stands in the padding; default zeros. */
    public static Options padding(PaddingMode mode) {
        return DEFAULT.padding(mode);
    }

    /** Distance between kernel elements; default 1. */
    public static Options dilation(long... each) {
        return DEFAULT.dilation(each);
    }

    /** Number of groups of channels that do not see each other; default 1. */
    public static Options groups(long count) {
        return DEFAULT.groups(count);
    }

    /** Elements added to one side of the result of a transposed convolution; default 0. */
    public static Options outputPadding(long... each) {
        return DEFAULT.outputPadding(each);
    }

    /** A module without bias. */
    public static Options noBias() {
        return DEFAULT.noBias();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param stride step of the kernel
     * @param padding elements added on both sides
     * @param dilation distance between kernel elements
     * @param groups number of groups of channels
     * @param border whether {@code padding} counts
     * @param outputPadding elements added to one side of the result (transposed only)
     * @param paddingMode what stands in the padding
     * @param hasBias whether a module has a bias
     */
    public record Options(
            Size stride,
            Size padding,
            Size dilation,
            long groups,
            Border border,
            Size outputPadding,
            PaddingMode paddingMode,
            boolean hasBias) {
        /** Step of the kernel. */
        public Options stride(long... each) {
            return new Options(
                    new Size(each),
                    padding,
                    dilation,
                    groups,
                    border,
                    outputPadding,
                    paddingMode,
                    hasBias);
        }

        /** Elements added on both sides. */
        public Options padding(long... each) {
            return new Options(
                    stride,
                    new Size(each),
                    dilation,
                    groups,
                    Border.GIVEN,
                    outputPadding,
                    paddingMode,
                    hasBias);
        }

        /** As much padding as keeps the sizes (stride 1 only). */
        public Options samePadding() {
            return new Options(
                    stride,
                    padding,
                    dilation,
                    groups,
                    Border.SAME,
                    outputPadding,
                    paddingMode,
                    hasBias);
        }

        /** No padding. */
        public Options validPadding() {
            return new Options(
                    stride,
                    padding,
                    dilation,
                    groups,
                    Border.VALID,
                    outputPadding,
                    paddingMode,
                    hasBias);
        }

        /** What stands in the padding. */
        public Options padding(PaddingMode mode) {
            return new Options(
                    stride, padding, dilation, groups, border, outputPadding, mode, hasBias);
        }

        /** Distance between kernel elements. */
        public Options dilation(long... each) {
            return new Options(
                    stride,
                    padding,
                    new Size(each),
                    groups,
                    border,
                    outputPadding,
                    paddingMode,
                    hasBias);
        }

        /** Number of groups of channels. */
        public Options groups(long count) {
            return new Options(
                    stride, padding, dilation, count, border, outputPadding, paddingMode, hasBias);
        }

        /** Elements added to one side of the result of a transposed convolution. */
        public Options outputPadding(long... each) {
            return new Options(
                    stride,
                    padding,
                    dilation,
                    groups,
                    border,
                    new Size(each),
                    paddingMode,
                    hasBias);
        }

        /** A module without bias. */
        public Options noBias() {
            return new Options(
                    stride, padding, dilation, groups, border, outputPadding, paddingMode, false);
        }

        /** The same with one number for each of {@code dims} spatial dimensions. */
        public Options spread(int dims) {
            return new Options(
                    spread(stride, dims),
                    spread(padding, dims),
                    spread(dilation, dims),
                    groups,
                    border,
                    spread(outputPadding, dims),
                    paddingMode,
                    hasBias);
        }

        static Size spread(Size size, int dims) {
            if (size.dim() != 1) {
                return size;
            }
            var all = new long[dims];
            Arrays.fill(all, size.get(0));
            return new Size(all);
        }
    }
}
