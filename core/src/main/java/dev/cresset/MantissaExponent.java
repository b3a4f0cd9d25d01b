package dev.cresset;

/**
 * What {@code frexp} takes a tensor apart into: {@code mantissa * 2^exponent}.
 *
 * @param mantissa numbers in [1/2, 1), or 0, or what is not finite
 * @param exponent powers of two, int32
 */
public record MantissaExponent(Tensor mantissa, Tensor exponent) {}
