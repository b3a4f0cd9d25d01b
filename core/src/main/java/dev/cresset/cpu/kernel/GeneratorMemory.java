package dev.cresset.cpu.kernel;

import static dev.cresset.cpu.kernel.GeneratorLane.BYTE;
import static dev.cresset.cpu.kernel.GeneratorLane.DOUBLE;
import static dev.cresset.cpu.kernel.GeneratorLane.FLOAT;
import static dev.cresset.cpu.kernel.GeneratorLane.INT;
import static dev.cresset.cpu.kernel.GeneratorLane.LONG;
import static dev.cresset.cpu.kernel.GeneratorLane.SHORT;

import dev.cresset.spi.DType;

import java.lang.classfile.CodeBuilder;

/**
 * Loads and stores of generated vector code: elements of any dtype to and from vectors of the
 * compute type, bit for bit as {@link Conversion} converts them.
 *
 * <p>A bool is not a number here but a mask. All vectors of a class have the same number of lanes,
 * so a conversion never needs more than one vector on either side.
 */
final class GeneratorMemory {
    private final CodeBuilder c;
    private final int lanes;
    private final GeneratorLane compute;
    private final int scratch;

    /**
     * Writes to a code builder.
     *
     * @param scratch the first of two locals that may be used
     */
    GeneratorMemory(CodeBuilder c, int lanes, GeneratorLane compute, int scratch) {
        this.c = c;
        this.lanes = lanes;
        this.compute = compute;
        this.scratch = scratch;
    }

    /** Pushes the elements at an address as a vector of the compute type, or a mask for bool. */
    void load(DType dtype, int address, int offset, int mask) {
        var lane = GeneratorLane.of(dtype);
        lane.load(c, lanes, address, offset, mask);
        switch (dtype) {
            case BOOL -> {
                BYTE.compare(c, "NE", 0);
                compute.castMask(c, lanes);
            }
            case UINT8 -> {
                if (compute != BYTE) {
                    var wide = compute == LONG ? LONG : INT;
                    BYTE.convert(c, "ZERO_EXTEND_B2" + wide.name().charAt(0), wide, lanes);
                    wide.convert(c, compute, lanes);
                }
            }
            case BFLOAT16 -> {
                SHORT.convert(c, "ZERO_EXTEND_S2I", INT, lanes);
                INT.binary(c, "LSHL", 16);
                fromFloatBits();
            }
            case FLOAT16 -> {
                SHORT.convert(c, "ZERO_EXTEND_S2I", INT, lanes);
                expandHalf();
                fromFloatBits();
            }
            case FLOAT32, FLOAT64, INT64, INT32, INT16, INT8 -> lane.convert(c, compute, lanes);
        }
    }

    private void fromFloatBits() {
        INT.reinterpret(c, FLOAT);
        FLOAT.convert(c, compute, lanes);
    }

    /**
     * binary16 in the low half of each int to the bits of the same float32: scaling by 2^112 moves
     * the exponent to its place and makes subnormals normal.
     */
    private void expandHalf() {
        c.dup().astore(scratch);
        INT.binary(c, "AND", 0x7fff);
        INT.binary(c, "LSHL", 13);
        INT.reinterpret(c, FLOAT);
        FLOAT.species(c, lanes);
        c.loadConstant(0x1p112f);
        FLOAT.broadcast(c);
        FLOAT.binary(c, "MUL");
        FLOAT.reinterpret(c, INT);
        c.astore(scratch + 1);
        // Infinity and NaN came out as 2^16 and more; their exponent is all ones.
        c.aload(scratch + 1).dup();
        INT.binary(c, "OR", 0x7f800000);
        c.aload(scratch + 1);
        INT.compare(c, "GE", 0x47800000);
        INT.blend(c);
        c.aload(scratch);
        INT.binary(c, "AND", 0x8000);
        INT.binary(c, "LSHL", 16);
        INT.binary(c, "OR");
    }

    /** Stores the value on the stack, a vector of the compute type or, if {@code truth}, a mask. */
    void store(DType dtype, boolean truth, int address, int offset, int mask) {
        if (dtype == DType.BOOL) {
            if (!truth) {
                compute.compare(c, "NE", 0);
            }
            BYTE.castMask(c, lanes);
            number(BYTE);
            BYTE.store(c, address, offset, mask);
            return;
        }
        var lane = GeneratorLane.of(dtype);
        if (truth) {
            // A truth value becomes 0 or 1 of the compute type, then of the output's.
            number(compute);
        }
        switch (dtype) {
            case FLOAT32 -> compute.convert(c, FLOAT, lanes);
            case FLOAT64 -> compute.convert(c, DOUBLE, lanes);
            case BFLOAT16 -> {
                compute.convert(c, FLOAT, lanes);
                roundToBfloat16();
                INT.convert(c, SHORT, lanes);
            }
            case FLOAT16 -> {
                compute.convert(c, FLOAT, lanes);
                roundToHalf();
                INT.convert(c, SHORT, lanes);
            }
            case INT64, INT32, INT16, INT8, UINT8 -> {
                var whole = compute.isFloating() ? LONG : compute;
                compute.convert(c, whole, lanes);
                whole.convert(c, lane, lanes);
            }
            case BOOL -> throw new IllegalArgumentException("stored above");
        }
        lane.store(c, address, offset, mask);
    }

    /** The mask on the stack as vector of zeros and ones. */
    void number(GeneratorLane lane) {
        c.astore(scratch);
        lane.constant(c, lanes, 0);
        lane.constant(c, lanes, 1);
        c.aload(scratch);
        lane.blend(c);
    }

    /**
     * float32 to the bits of bfloat16 in each int: to nearest, ties to even, NaN to the one PyTorch
     * takes.
     */
    private void roundToBfloat16() {
        FLOAT.reinterpret(c, INT);
        c.dup().astore(scratch);
        c.aload(scratch);
        INT.binary(c, "LSHR", 16);
        INT.binary(c, "AND", 1);
        INT.binary(c, "ADD");
        INT.binary(c, "ADD", 0x7fff);
        INT.constant(c, lanes, 0x7fc00000);
        isNotNumber();
        INT.blend(c);
        INT.binary(c, "LSHR", 16);
    }

    /** Pushes where the float32 bits in scratch are NaN. */
    private void isNotNumber() {
        c.aload(scratch);
        INT.binary(c, "AND", 0x7fffffff);
        INT.compare(c, "GT", 0x7f800000);
    }

    /**
     * float32 to the bits of binary16 in each int: to nearest, ties to even. The method is that of
     * adding a number whose last place is the last place of the result: 2^(e+13) + |a| - 2^(e+13)
     * for subnormal results; for normal ones the carry of 0xfff plus the bit that must be even.
     */
    private void roundToHalf() {
        FLOAT.reinterpret(c, INT);
        c.dup().astore(scratch);
        INT.binary(c, "AND", 0x7fffffff);
        c.astore(scratch + 1);
        // Normal: round in the integers, rebias the exponent.
        c.aload(scratch + 1).dup();
        INT.binary(c, "LSHR", 13);
        INT.binary(c, "AND", 1);
        INT.binary(c, "ADD");
        INT.binary(c, "ADD", 0xfff - (112 << 23));
        INT.binary(c, "LSHR", 13);
        // Subnormal: 2^-1 has the last place 2^-24.
        c.aload(scratch + 1);
        INT.reinterpret(c, FLOAT);
        FLOAT.species(c, lanes);
        c.loadConstant(0.5f);
        FLOAT.broadcast(c);
        FLOAT.binary(c, "ADD");
        FLOAT.reinterpret(c, INT);
        INT.binary(c, "SUB", 0x3f000000);
        c.aload(scratch + 1);
        INT.compare(c, "LT", 113 << 23);
        INT.blend(c);
        // 65536 and more: infinity; what lies from 65520 on carried into it above.
        INT.constant(c, lanes, 0x7c00);
        c.aload(scratch + 1);
        INT.compare(c, "GE", 143 << 23);
        INT.blend(c);
        // NaN keeps the upper bits of its payload and becomes quiet.
        c.aload(scratch + 1);
        INT.binary(c, "LSHR", 13);
        INT.binary(c, "AND", 0x3ff);
        INT.binary(c, "OR", 0x7e00);
        isNotNumber();
        INT.blend(c);
        c.aload(scratch);
        INT.binary(c, "LSHR", 16);
        INT.binary(c, "AND", 0x8000);
        INT.binary(c, "OR");
    }
}
