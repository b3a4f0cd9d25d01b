/**
 * Reductions, scans, extremes with their index, and softmax on the CPU.
 *
 * <p>Note [Order of summation]: how a reduction is cut into segments depends on the shape alone,
 * never on the number of threads; segments are combined in order in float64. The result is
 * therefore the same for any thread budget.
 */
package dev.cresset.cpu.reduce;
