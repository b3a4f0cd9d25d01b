package dev.cresset.spi;

/**
 * A complex number {@code re + i im}: a plain number argument and the value of one element.
 *
 * <p>It is a {@link Number}, so that every method that takes a number takes a complex one. As a
 * real number it can only be read where its imaginary part is zero.
 *
 * {@snippet :
 * var z = Torch.full(new Complex(1, 2), 3);      // three times 1 + 2i
 * var w = z.mul(new Complex(0, 1)).itemComplex(); // fails: three elements
 * }
 */
public final class Complex extends Number {
    private static final long serialVersionUID = 1L;

    /** The imaginary unit. */
    public static final Complex I = new Complex(0, 1);

    private final double re;
    private final double im;

    /** The number {@code re + i im}. */
    public Complex(double re, double im) {
        this.re = re;
        this.im = im;
    }

    /** A real or complex number as a complex one. */
    public static Complex of(Number number) {
        return number instanceof Complex z ? z : new Complex(number.doubleValue(), 0);
    }

    /** The real part. */
    public double re() {
        return re;
    }

    /** The imaginary part. */
    public double im() {
        return im;
    }

    /** The complex conjugate {@code re - i im}. */
    public Complex conj() {
        return new Complex(re, -im);
    }

    /** The magnitude {@code sqrt(re² + im²)}. */
    public double abs() {
        return Math.hypot(re, im);
    }

    /** The angle with the real axis in radians, in [-π, π]. */
    public double angle() {
        return Math.atan2(im, re);
    }

    /** The number without its imaginary part, which must be zero. */
    private double real(String type) {
        if (im != 0) {
            throw new ArithmeticException(
                    "value cannot be converted to type "
                            + type
                            + " without overflow: "
                            + this
                            + " has an imaginary part");
        }
        return re;
    }

    @Override
    public double doubleValue() {
        return real("double");
    }

    @Override
    public float floatValue() {
        return (float) real("float");
    }

    @Override
    public long longValue() {
        return (long) real("int64_t");
    }

    @Override
    public int intValue() {
        return (int) real("int");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Complex z
                && Double.compare(re, z.re) == 0
                && Double.compare(im, z.im) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(re) + Double.hashCode(im);
    }

    /** The number as in {@code (1.0+2.0j)}. */
    @Override
    public String toString() {
        return "(" + re + (im < 0 || 1 / im < 0 ? "" : "+") + im + "j)";
    }
}
