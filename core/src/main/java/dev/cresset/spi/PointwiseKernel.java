package dev.cresset.spi;

/**
 * A compiled {@link Formula}.
 *
 * <p>Operands are given outputs first, then inputs. A number argument ({@code Expr.Param}) travels
 * as a 64-bit pattern: the value itself when the formula computes in {@code LONG}, else {@link
 * Double#doubleToRawLongBits}.
 */
public interface PointwiseKernel {
    /** Runs over operands that all have {@code n} elements one after the other. */
    void runContiguous(long n, long[] pointers, long[] params);

    /** Runs over the loops of a plan; {@code pointers} are the addresses of the first elements. */
    void run(Plan plan, long[] pointers, long[] params);
}
