package dev.cresset.nn;

/**
 * {@code a sigmoid(b)} for the halves a, b of a dimension (Dauphin et al., 2016): PyTorch's {@code
 * nn.GLU}.
 */
public final class GLU extends Activation {
    /** Of the last dimension. */
    public GLU() {
        this(-1);
    }

    /** Of a dimension. */
    public GLU(long dim) {
        super("dim=" + dim, x -> Functional.glu(x, dim));
    }
}
