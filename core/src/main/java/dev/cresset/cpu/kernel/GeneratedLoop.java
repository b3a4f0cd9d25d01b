package dev.cresset.cpu.kernel;

/**
 * What a generated class does: two nested loops over a program.
 *
 * <p>In the inner loop every operand is either dense or, where the class was generated so, repeats
 * one element. Addresses, sizes and strides are arguments and never compiled in.
 */
@FunctionalInterface
interface GeneratedLoop {
    /**
     * Runs n1 rows of n0 elements.
     *
     * @param pointers address of the first element of each operand, outputs first
     * @param strides byte strides as {@code Plan.strides} gives them: element {@code operands + k}
     *     is the distance between rows of operand k; not read when n1 is 1
     * @param n0 elements in a row
     * @param n1 rows
     * @param params the numbers of the call
     */
    void run(long[] pointers, long[] strides, long n0, long n1, long[] params);
}
