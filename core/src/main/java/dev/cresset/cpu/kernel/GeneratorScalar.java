package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;

/** The steps of a program as code for one element: calls of {@link Scalar}. */
final class GeneratorScalar {
    private static final ClassDesc SCALAR = ClassDesc.of("dev.cresset.cpu.kernel.Scalar");
    private static final ClassDesc CELLS = ClassDesc.of("dev.cresset.spi.Cells");
    private static final MethodTypeDesc SHORT_TO_FLOAT =
            MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_short);
    private static final MethodTypeDesc FLOAT_TO_SHORT =
            MethodTypeDesc.of(ConstantDescs.CD_short, ConstantDescs.CD_float);

    private final CodeBuilder c;
    private final Program program;
    private final GeneratorLane compute;
    private final TypeKind kind;
    private final int first;
    private final int params;

    /**
     * Writes to a code builder.
     *
     * @param first the first of two locals per value
     * @param params the local of the numbers of the call
     */
    GeneratorScalar(CodeBuilder c, Program program, int first, int params) {
        this.c = c;
        this.program = program;
        this.compute = GeneratorLane.of(program.compute());
        this.kind = TypeKind.from(compute.primitive());
        this.first = first;
        this.params = params;
    }

    private int local(int i) {
        return first + 2 * i;
    }

    /** One element: loads, steps, stores; the operands are at the addresses in locals. */
    void element(int addresses) {
        for (int i = 0; i < program.size(); i++) {
            switch (program.step(i)) {
                case Program.Const constant -> constant(constant.value());
                case Program.Param param -> param(param.index());
                case Program.Load load -> {
                    int operand = program.outputs() + load.input();
                    load(program.formula().operandType(operand), addresses + 2 * operand);
                }
                case Program.Apply apply -> {
                    var types = new ClassDesc[apply.fn().arity()];
                    Arrays.fill(types, compute.primitive());
                    for (int k = 0; k < types.length; k++) {
                        c.loadLocal(kind, local(apply.arg(k)));
                    }
                    c.invokestatic(
                            SCALAR,
                            Scalar.name(apply.fn()),
                            MethodTypeDesc.of(compute.primitive(), types));
                }
            }
            c.storeLocal(kind, local(i));
        }
        for (int k = 0; k < program.outputs(); k++) {
            store(program.formula().operandType(k), addresses + 2 * k, program.output(k));
        }
    }

    /** Pushes a number of the call as the compute type. */
    void param(int index) {
        c.aload(params).loadConstant(index).laload();
        if (compute.isFloating()) {
            c.invokestatic(
                    ConstantDescs.CD_Double,
                    "longBitsToDouble",
                    MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_long));
        }
        if (compute == GeneratorLane.FLOAT) {
            c.d2f();
        }
    }

    private void constant(double value) {
        switch (program.compute()) {
            case FLOAT -> c.loadConstant((float) value);
            case DOUBLE -> c.loadConstant(value);
            case LONG -> c.loadConstant((long) value);
        }
    }

    /** Pushes the element at an address as the compute type. */
    void load(DType dtype, int address) {
        var lane = GeneratorLane.of(dtype);
        c.lload(address);
        c.invokestatic(
                GeneratorLane.MEMORY,
                "get" + title(lane),
                MethodTypeDesc.of(lane.primitive(), ConstantDescs.CD_long));
        switch (dtype) {
            case FLOAT16 ->
                    c.invokestatic(ConstantDescs.CD_Float, "float16ToFloat", SHORT_TO_FLOAT);
            case BFLOAT16 -> c.invokestatic(CELLS, "bfloat16", SHORT_TO_FLOAT);
            case UINT8, BOOL -> c.loadConstant(0xff).iand();
            default -> {}
        }
        if (dtype.compute() == Compute.LONG && dtype != DType.INT64) {
            c.i2l();
        }
        c.conversion(TypeKind.from(GeneratorLane.of(dtype.compute()).primitive()), kind);
    }

    private void store(DType dtype, int address, int value) {
        c.lload(address);
        c.loadLocal(kind, local(value));
        if (dtype == DType.BOOL) {
            constant(0);
            c.invokestatic(
                    SCALAR,
                    "ne",
                    MethodTypeDesc.of(
                            compute.primitive(), compute.primitive(), compute.primitive()));
        }
        c.conversion(kind, TypeKind.from(GeneratorLane.of(dtype.compute()).primitive()));
        switch (dtype) {
            case FLOAT16 ->
                    c.invokestatic(ConstantDescs.CD_Float, "floatToFloat16", FLOAT_TO_SHORT);
            case BFLOAT16 -> c.invokestatic(CELLS, "toBfloat16", FLOAT_TO_SHORT);
            case BOOL, UINT8, INT8 -> c.l2i().i2b();
            case INT16 -> c.l2i().i2s();
            case INT32 -> c.l2i();
            case INT64, FLOAT32, FLOAT64 -> {}
        }
        var lane = GeneratorLane.of(dtype);
        c.invokestatic(
                GeneratorLane.MEMORY,
                "set" + title(lane),
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long, lane.primitive()));
    }

    private static String title(GeneratorLane lane) {
        return lane.name().charAt(0) + lane.name().substring(1).toLowerCase(Locale.ROOT);
    }
}
