/**
 * Random numbers, equal to those of PyTorch on the CPU from the same seed: {@link
 * dev.cresset.random.Generator} makes the bits, {@link dev.cresset.random.Distributions} turns them
 * into numbers.
 *
 * <p>Integers, uniform numbers and float32 normals agree in every bit; numbers that pass through a
 * float64 logarithm, sine, tangent or exponential agree to the last bits of the mathematical
 * library. The notes in the two classes say who draws how much.
 *
 * {@snippet :
 * Generator generator = Generator.defaultGenerator().manualSeed(0);
 * Distributions.normal(generator, DType.FLOAT32, address, 1000, 0, 1); // torch.randn(1000)
 * }
 */
package dev.cresset.random;
