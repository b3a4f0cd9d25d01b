package dev.cresset.cpu.kernel;

/** What generated vector code does lane by lane, through an array, because it is rare. */
final class GeneratedCalls {
    private GeneratedCalls() {}

    /** {@link Scalar#sinLarge(float)} of each element, in place. */
    static float[] sinLarge(float[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = Scalar.sinLarge(a[i]);
        }
        return a;
    }

    /** {@link Scalar#cosLarge(float)} of each element, in place. */
    static float[] cosLarge(float[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = Scalar.cosLarge(a[i]);
        }
        return a;
    }
}
