package dev.cresset;

/** A function of three numbers. */
@FunctionalInterface
public interface TernaryFunction {
    /** Its value. */
    double apply(double x, double y, double z);
}
