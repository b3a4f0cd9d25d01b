package dev.cresset;

import dev.cresset.op.ComplexOps;
import dev.cresset.op.OpException;
import dev.cresset.op.Scalars;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

/**
 * Methods of complex tensors.
 *
 * <p>Everything else works on complex tensors as on real ones, where it has a meaning for them: see
 * {@code docs/design/complex.md}. The gradient of a complex tensor z is {@code dL/dRe(z) + i
 * dL/dIm(z)}.
 */
sealed interface ComplexMethods permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** True for complex64 and complex128. */
    default boolean isComplex() {
        return self().dtype().isComplex();
    }

    /** The real parts, a view of the same memory; a real tensor itself. */
    default Tensor real() {
        return Calls.call(ComplexOps.REAL, self());
    }

    /**
     * The imaginary parts, a view of the same memory.
     *
     * @throws OpException if this tensor is not complex
     */
    default Tensor imag() {
        return Calls.call(ComplexOps.IMAG, self());
    }

    /**
     * The complex conjugate {@code re - i im}, a new tensor; a real tensor itself. Unlike
     * PyTorch's, it does not share memory with this one.
     */
    default Tensor conj() {
        return Calls.call(ComplexOps.CONJ, self());
    }

    /** {@link #conj}. */
    default Tensor conjPhysical() {
        return Calls.call(ComplexOps.CONJ_PHYSICAL, self());
    }

    /** Replaces every element by its complex conjugate. */
    default Tensor conjPhysical_() {
        return Calls.inPlace(ComplexOps.CONJ_PHYSICAL, self());
    }

    /** This tensor: conjugates are computed at once. */
    default Tensor resolveConj() {
        return self();
    }

    /** The angle with the real axis in radians, in [-π, π]; for real elements 0 or π. */
    default Tensor angle() {
        return Calls.call(ComplexOps.ANGLE, self());
    }

    /** {@code z / |z|}, 0 at 0; the sign of real elements. */
    default Tensor sgn() {
        return Calls.call(ComplexOps.SGN, self());
    }

    /** complex64. */
    default Tensor cfloat() {
        return self().to(DType.COMPLEX64);
    }

    /** complex128. */
    default Tensor cdouble() {
        return self().to(DType.COMPLEX128);
    }

    /** The only element as a complex number; real ones have imaginary part 0. */
    default Complex itemComplex() {
        return Scalars.readComplex(self().single());
    }
}
