package dev.cresset.text;

import dev.cresset.op.Value;

/** PyTorch's printed form of tensors. */
public final class TensorText {
    private TensorText() {}

    /** The printed form. */
    public static String of(Value tensor) {
        return "tensor(" + java.util.Arrays.toString(dev.cresset.op.Arrays.longs(tensor.array()));
    }
}
