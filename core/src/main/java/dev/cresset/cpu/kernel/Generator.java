package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Memory;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes the class of a program: the loops of {@link GeneratedLoop} around its steps.
 *
 * <p>Steps are sorted by how often they must run: once per call (constants and numbers of the
 * call), once per row (elements that repeat along it), once per vector. The rest of a row that does
 * not fill a vector is done under a mask where the processor has masks for every element size, else
 * one element at a time by the methods of {@link Scalar}. A program with a step that has no vector
 * form runs one element at a time throughout.
 */
final class Generator {
    /** HotSpot compiles no method of more bytes than this. */
    private static final int LARGEST_METHOD = 8000;

    /**
     * HotSpot never inlines a method of more bytes than this. Where a caller inlines a loop, the
     * vector operations within may lie too deep to be inlined too, see Note [Depth of inlining] in
     * {@code JavaGemm}.
     */
    private static final int LARGEST_INLINED = 325;

    /** Longer programs never fit into it, and beyond that no class file can hold them. */
    private static final int MOST_STEPS = 600;

    /** Steps per round of an unrolled loop that still pay off. */
    private static final int UNROLLED_WORK = 16;

    /** Steps that are not written twice: the first compiler of HotSpot gives up on too many. */
    private static final int SINGLE_WORK = 48;

    private static final ClassDesc LOOP = ClassDesc.of("dev.cresset.cpu.kernel.GeneratedLoop");
    private static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    LONGS,
                    LONGS,
                    ConstantDescs.CD_long,
                    ConstantDescs.CD_long,
                    LONGS);

    private static final int POINTERS = 1;
    private static final int STRIDES = 2;
    private static final int N0 = 3;
    private static final int N1 = 5;
    private static final int PARAMS = 7;

    /** How the elements of a row are worked through. */
    private enum Shape {
        /** Whole vectors in two loops, one of them unrolled, then the rest. */
        FAST,
        /** One loop over vectors under a mask: the shortest code. */
        SHORT,
        /** One element at a time. */
        SCALAR
    }

    private final Program program;
    private final Formula formula;
    private final int operands;
    private final int repeats;
    private final Shape shape;
    private final int lanes;
    private final boolean masks;
    private final GeneratorLane compute;

    /** 0: once per call, 1: once per row, 2: for every element. */
    private final int[] level;

    private final int[] local;
    private final boolean[] truth;
    private final int row;
    private final int current;
    private final int rest;
    private final Map<GeneratorLane, Integer> tailMasks = new EnumMap<>(GeneratorLane.class);
    private final int scratch;
    private final int scalars;

    private CodeBuilder c;
    private GeneratorArithmetic arithmetic;
    private GeneratorMemory memory;
    private GeneratorScalar scalar;

    private Generator(Program program, int repeats, Shape shape, GeneratorTarget target) {
        this.program = program;
        this.formula = program.formula();
        this.operands = formula.operands();
        this.repeats = repeats;
        this.shape = shape;
        this.lanes = shape == Shape.SCALAR ? 1 : lanes(program, target);
        this.masks = target.masks(formula);
        this.compute = GeneratorWidth.lane(program);
        this.level = new int[program.size()];
        this.local = new int[program.size()];
        this.truth = new boolean[program.size()];
        int next = PARAMS + 1;
        this.row = next;
        next += 2 * operands;
        this.current = next;
        next += 2 * operands;
        this.rest = next;
        next += 2;
        for (var lane : GeneratorLane.values()) {
            tailMasks.put(lane, next++);
        }
        this.scratch = next;
        next += 4;
        int registers = next;
        next += program.registers();
        for (int i = 0; i < program.size(); i++) {
            level[i] = levelOf(i);
            if (level[i] == 2) {
                local[i] = registers + program.register(i);
            } else {
                local[i] = next++;
            }
        }
        this.scalars = next;
    }

    /**
     * The bytes of a class for a program, or an empty array if it would be too large to be
     * compiled.
     *
     * @param repeats bit k is set if operand k repeats one element along a row
     */
    static byte[] generate(Program program, int repeats, GeneratorTarget target) {
        if (program.size() > MOST_STEPS) {
            return new byte[0];
        }
        if (lanes(program, target) == 0) {
            return fitting(new Generator(program, repeats, Shape.SCALAR, target).build());
        }
        var generator = new Generator(program, repeats, Shape.FAST, target);
        if (generator.work() <= SINGLE_WORK || !target.masks(program.formula())) {
            byte[] fast = fitting(generator.build());
            if (fast.length > 0 || !target.masks(program.formula())) {
                return fast;
            }
        }
        return fitting(new Generator(program, repeats, Shape.SHORT, target).build());
    }

    private static byte[] fitting(byte[] bytes) {
        var code =
                ClassFile.of().parse(bytes).methods().stream()
                        .filter(m -> m.methodName().equalsString("run"))
                        .findFirst()
                        .flatMap(m -> m.findAttribute(Attributes.code()))
                        .orElseThrow();
        return code.codeLength() < LARGEST_METHOD ? bytes : new byte[0];
    }

    /** Elements per vector; 0 if the program has no vector form. */
    static int lanes(Program program, GeneratorTarget target) {
        var formula = program.formula();
        var compute = GeneratorWidth.lane(program);
        int widest = compute.size();
        for (int k = 0; k < formula.operands(); k++) {
            var dtype = formula.operandType(k);
            // A floating-point number that becomes an integer is cut to a long first.
            boolean toInteger = k < program.outputs() && dtype.isIntegral() && compute.isFloating();
            widest = Math.max(widest, toInteger ? Long.BYTES : dtype.size());
        }
        int lanes = target.bytes() / widest;
        for (int k = 0; k < formula.operands(); k++) {
            if (!GeneratorLane.of(formula.operandType(k)).exists(lanes)) {
                return 0;
            }
        }
        for (int i = 0; i < program.size(); i++) {
            if (program.step(i) instanceof Program.Apply apply
                    && !GeneratorArithmetic.has(apply.fn(), program)) {
                return 0;
            }
        }
        return compute.exists(lanes) ? lanes : 0;
    }

    private int levelOf(int i) {
        return switch (program.step(i)) {
            case Program.Const constant -> 0;
            case Program.Param param -> 0;
            case Program.Load load -> repeats(program.outputs() + load.input()) ? 1 : 2;
            case Program.Apply apply -> {
                int highest = 0;
                for (int k = 0; k < apply.fn().arity(); k++) {
                    highest = Math.max(highest, level[apply.arg(k)]);
                }
                yield highest;
            }
        };
    }

    private boolean repeats(int operand) {
        return (repeats >> operand & 1) != 0;
    }

    private byte[] build() {
        var self = ClassDesc.of("dev.cresset.cpu.kernel.GeneratedLoop$Code");
        return ClassFile.of()
                .build(
                        self,
                        type ->
                                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                        .withInterfaceSymbols(LOOP)
                                        .withMethodBody(
                                                ConstantDescs.INIT_NAME,
                                                ConstantDescs.MTD_void,
                                                0,
                                                Generator::constructor)
                                        .withMethodBody(
                                                "run", RUN, ClassFile.ACC_PUBLIC, this::run));
    }

    private static void constructor(CodeBuilder c) {
        c.aload(0)
                .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_();
    }

    private void run(CodeBuilder code) {
        c = code;
        memory = new GeneratorMemory(c, lanes, compute, scratch);
        arithmetic = new GeneratorArithmetic(c, program, compute, lanes, memory, local, truth);
        scalar = new GeneratorScalar(c, program, scalars, PARAMS);
        Label nextRow = c.newLabel();
        Label end = c.newLabel();
        for (int i = 0; i < LARGEST_INLINED; i++) {
            c.nop();
        }
        c.lload(N0).lconst_0().lcmp().ifle(end);
        c.lload(N1).lconst_0().lcmp().ifle(end);
        for (int k = 0; k < operands; k++) {
            c.aload(POINTERS).loadConstant(k).laload().lstore(row + 2 * k);
        }
        steps(0, 0, false);
        c.labelBinding(nextRow);
        for (int k = 0; k < operands; k++) {
            c.lload(row + 2 * k).loadConstant(Memory.ADDRESSES).land().lstore(current + 2 * k);
        }
        c.lload(N0).lstore(rest);
        steps(1, 0, false);
        switch (shape) {
            case FAST -> {
                int unroll = unroll();
                if (unroll > 1) {
                    vectors(unroll);
                }
                vectors(1);
                if (masks) {
                    Label done = c.newLabel();
                    c.lload(rest).lconst_0().lcmp().ifle(done);
                    underMask();
                    c.labelBinding(done);
                } else {
                    scalars();
                }
            }
            case SHORT -> loop(lanes, 1, this::underMask);
            case SCALAR -> scalars();
        }
        c.lload(N1).lconst_1().lsub().lstore(N1);
        c.lload(N1).lconst_0().lcmp().ifle(end);
        for (int k = 0; k < operands; k++) {
            c.lload(row + 2 * k)
                    .aload(STRIDES)
                    .loadConstant(operands + k)
                    .laload()
                    .ladd()
                    .lstore(row + 2 * k);
        }
        c.goto_(nextRow);
        c.labelBinding(end);
        c.return_();
    }

    /** Short bodies do several vectors per round, so that the loop itself does not cost. */
    private int unroll() {
        int work = work();
        return work * 4 <= UNROLLED_WORK ? 4 : work * 2 <= UNROLLED_WORK ? 2 : 1;
    }

    /** Steps for every vector; a load or store that converts counts as some. */
    private int work() {
        int work = 0;
        for (int k = 0; k < operands; k++) {
            work +=
                    switch (formula.operandType(k)) {
                        case FLOAT16 -> 16;
                        case BFLOAT16 -> 4;
                        default -> 1;
                    };
        }
        for (int i = 0; i < program.size(); i++) {
            boolean counts = level[i] == 2 && program.step(i) instanceof Program.Apply;
            work += counts ? 1 : 0;
        }
        return work;
    }

    /** A loop that goes on while {@code least} elements are left and takes {@code step} a round. */
    private void loop(int step, int least, Runnable body) {
        Label start = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(start);
        c.lload(rest).loadConstant((long) least).lcmp().iflt(end);
        body.run();
        for (int k = 0; k < operands; k++) {
            if (!repeats(k)) {
                long bytes = (long) step * formula.operandType(k).size();
                c.lload(current + 2 * k).loadConstant(bytes).ladd();
                c.loadConstant(Memory.ADDRESSES).land().lstore(current + 2 * k);
            }
        }
        c.lload(rest).loadConstant((long) step).lsub().lstore(rest);
        c.goto_(start);
        c.labelBinding(end);
    }

    private void vectors(int unroll) {
        loop(
                unroll * lanes,
                unroll * lanes,
                () -> {
                    for (int u = 0; u < unroll; u++) {
                        steps(2, u * lanes, false);
                        stores(u * lanes, false);
                    }
                });
    }

    private void underMask() {
        for (int k = 0; k < operands; k++) {
            var lane = GeneratorLane.of(formula.operandType(k));
            lane.firstLanes(c, lanes, rest);
            c.astore(tailMasks.get(lane));
        }
        steps(2, 0, true);
        stores(0, true);
    }

    private void scalars() {
        loop(1, 1, () -> scalar.element(current));
    }

    private int maskOf(DType dtype, boolean masked) {
        return masked ? tailMasks.get(GeneratorLane.of(dtype)) : -1;
    }

    /** The steps of one level, for the vector that begins {@code offset} elements further on. */
    private void steps(int which, int offset, boolean masked) {
        if (shape == Shape.SCALAR) {
            return;
        }
        for (int i = 0; i < program.size(); i++) {
            if (level[i] == which) {
                step(i, offset, masked);
            }
        }
    }

    private void step(int i, int offset, boolean masked) {
        switch (program.step(i)) {
            case Program.Const constant -> {
                compute.species(c, lanes);
                arithmetic.primitive(constant.value());
                arithmetic.broadcast(i);
            }
            case Program.Param param -> {
                compute.species(c, lanes);
                scalar.param(param.index());
                compute.narrow(c);
                arithmetic.broadcast(i);
            }
            case Program.Load load -> {
                int operand = program.outputs() + load.input();
                var dtype = formula.operandType(operand);
                int address = current + 2 * operand;
                if (level[i] == 1) {
                    compute.species(c, lanes);
                    scalar.load(dtype, address);
                    compute.narrow(c);
                    arithmetic.broadcast(i);
                } else {
                    memory.load(dtype, address, offset * dtype.size(), maskOf(dtype, masked));
                    truth[i] = dtype == DType.BOOL;
                    c.astore(local[i]);
                }
            }
            case Program.Apply apply -> arithmetic.apply(i, apply);
        }
    }

    private void stores(int offset, boolean masked) {
        for (int k = 0; k < program.outputs(); k++) {
            var dtype = formula.operandType(k);
            int value = program.output(k);
            c.aload(local[value]);
            memory.store(
                    dtype,
                    truth[value],
                    current + 2 * k,
                    offset * dtype.size(),
                    maskOf(dtype, masked));
        }
    }
}
