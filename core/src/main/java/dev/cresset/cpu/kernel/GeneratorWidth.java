package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;

/**
 * Finds the narrowest lanes in which a program of integers gives the right bits.
 *
 * <p>Integers are computed in 64 bits and wrap when stored. Sums, differences and products have the
 * same low bits in narrower lanes; comparisons, and whatever else depends on the upper bits, are
 * right there if their arguments have not wrapped, which the range of each value tells.
 */
final class GeneratorWidth {
    private final Program program;
    private final double least;
    private final double most;
    private final double[] low;
    private final double[] high;

    private GeneratorWidth(Program program, GeneratorLane lane) {
        this.program = program;
        this.most = lane == GeneratorLane.BYTE ? Byte.MAX_VALUE : Integer.MAX_VALUE;
        this.least = -most - 1;
        this.low = new double[program.size()];
        this.high = new double[program.size()];
    }

    /** The lanes in which a program is best computed. */
    static GeneratorLane lane(Program program) {
        if (program.compute() != Compute.LONG) {
            return GeneratorLane.of(program.compute());
        }
        int widest = 1;
        for (int k = 0; k < program.formula().operands(); k++) {
            var dtype = program.formula().operandType(k);
            widest = Math.max(widest, dtype.compute() == Compute.LONG ? dtype.size() : Long.BYTES);
        }
        if (widest == 1 && new GeneratorWidth(program, GeneratorLane.BYTE).fits()) {
            return GeneratorLane.BYTE;
        }
        if (widest <= Integer.BYTES && new GeneratorWidth(program, GeneratorLane.INT).fits()) {
            return GeneratorLane.INT;
        }
        return GeneratorLane.LONG;
    }

    private boolean fits() {
        for (int i = 0; i < program.size(); i++) {
            boolean fits =
                    switch (program.step(i)) {
                        case Program.Load load -> load(i, load.input());
                        case Program.Param param ->
                                range(i, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
                        case Program.Const constant ->
                                range(i, (long) constant.value(), (long) constant.value());
                        case Program.Apply apply -> apply(i, apply);
                    };
            if (!fits) {
                return false;
            }
        }
        for (int k = 0; k < program.outputs(); k++) {
            if (program.formula().operandType(k) == DType.BOOL && !exact(program.output(k))) {
                return false;
            }
        }
        return true;
    }

    private boolean load(int i, int input) {
        return switch (program.formula().inputTypes().get(input)) {
            case BOOL -> range(i, 0, 1);
            case UINT8 -> range(i, 0, 255);
            case INT8 -> range(i, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> range(i, Short.MIN_VALUE, Short.MAX_VALUE);
            default -> range(i, Integer.MIN_VALUE, Integer.MAX_VALUE);
        };
    }

    private boolean apply(int i, Program.Apply apply) {
        int a = apply.a();
        int b = apply.b();
        int c = apply.c();
        return switch (apply.fn()) {
            case ADD -> range(i, low[a] + low[b], high[a] + high[b]);
            case SUB -> range(i, low[a] - high[b], high[a] - low[b]);
            case NEG -> range(i, -high[a], -low[a]);
            case NOT -> range(i, -high[a] - 1, -low[a] - 1);
            case MUL -> {
                double size = size(a) * size(b);
                yield range(i, low[a] >= 0 && low[b] >= 0 ? 0 : -size, size);
            }
            case ABS -> range(i, 0, size(a)) && exact(a);
            case AND, OR, XOR -> {
                boolean known = exact(a) && exact(b);
                yield range(
                        i,
                        known ? least : Double.NEGATIVE_INFINITY,
                        known ? most : Double.POSITIVE_INFINITY);
            }
            case EQ, NE, LT, LE -> range(i, 0, 1) && exact(a) && exact(b);
            case MIN, MAX ->
                    range(i, Math.min(low[a], low[b]), Math.max(high[a], high[b]))
                            && exact(a)
                            && exact(b);
            case WHERE ->
                    range(i, Math.min(low[b], low[c]), Math.max(high[b], high[c])) && exact(a);
            default -> false;
        };
    }

    private double size(int i) {
        return Math.max(Math.abs(low[i]), Math.abs(high[i]));
    }

    /** Sets the range of the true value; true, for the sake of the switches. */
    private boolean range(int i, double from, double to) {
        // The difference of two infinities: nothing is known.
        low[i] = Double.isNaN(from) ? Double.NEGATIVE_INFINITY : from;
        high[i] = Double.isNaN(to) ? Double.POSITIVE_INFINITY : to;
        return true;
    }

    /** True if a value has not wrapped. */
    private boolean exact(int i) {
        return low[i] >= least && high[i] <= most;
    }
}
