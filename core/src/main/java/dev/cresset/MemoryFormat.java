package dev.cresset;

import java.util.Locale;

/** The order in which the dimensions of a tensor lie in memory: PyTorch's memory formats. */
public enum MemoryFormat {
    /** Row-major: the last dimension lies side by side. */
    CONTIGUOUS_FORMAT,
    /** Images (n, c, h, w) with the channels of a pixel side by side. */
    CHANNELS_LAST,
    /** Volumes (n, c, d, h, w) with the channels of a cell side by side. */
    CHANNELS_LAST_3D,
    /** As the tensor that a copy is made of. */
    PRESERVE_FORMAT;

    /** PyTorch's printed form, e.g. {@code torch.channels_last}. */
    @Override
    public String toString() {
        return "torch." + name().toLowerCase(Locale.ROOT);
    }

    /** The dimensions from the outermost in memory to the innermost, for tensors of a rank. */
    long[] order(int dims) {
        int wanted = this == CHANNELS_LAST ? 4 : 5;
        if (dims != wanted) {
            throw new dev.cresset.op.OpException(
                    "contiguous: required rank "
                            + wanted
                            + " tensor to use "
                            + name().toLowerCase(Locale.ROOT)
                            + " format, got one with "
                            + dims
                            + " dimensions");
        }
        return wanted == 4 ? new long[] {0, 2, 3, 1} : new long[] {0, 2, 3, 4, 1};
    }
}
