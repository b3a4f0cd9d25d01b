package dev.cresset.cpu.kernel;

import dev.cresset.spi.Formula;

/**
 * What the processor offers to generated code.
 *
 * @param bytes bytes per vector
 * @param masks the element sizes in bytes, added up, for which loads and stores under a mask touch
 *     no memory outside of it
 */
record GeneratorTarget(int bytes, int masks) {
    /** This machine; reads the Vector API, which must be there. */
    static GeneratorTarget here() {
        int bytes = jdk.incubator.vector.VectorShape.preferredShape().vectorBitSize() / 8;
        return new GeneratorTarget(bytes, masks(System.getProperty("os.arch"), bytes));
    }

    /** AVX-512 has masks for all element sizes, AVX2 for those of 4 and 8 bytes. */
    private static int masks(String arch, int bytes) {
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        return !x86 ? 0 : bytes == 64 ? 15 : bytes == 32 ? 12 : 0;
    }

    /** True if every operand of a formula may be loaded and stored under a mask. */
    boolean masks(Formula formula) {
        for (int k = 0; k < formula.operands(); k++) {
            if ((masks & formula.operandType(k).size()) == 0) {
                return false;
            }
        }
        return true;
    }
}
