package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteOrder;
import java.util.Locale;

/** The element types of vectors, with the names under which generated code refers to them. */
enum GeneratorLane {
    BYTE("Byte", 1, ConstantDescs.CD_byte),
    SHORT("Short", 2, ConstantDescs.CD_short),
    INT("Int", 4, ConstantDescs.CD_int),
    LONG("Long", 8, ConstantDescs.CD_long),
    FLOAT("Float", 4, ConstantDescs.CD_float),
    DOUBLE("Double", 8, ConstantDescs.CD_double);

    static final String API = "jdk.incubator.vector.";
    static final ClassDesc VECTOR = ClassDesc.of(API + "Vector");
    static final ClassDesc MASK = ClassDesc.of(API + "VectorMask");
    static final ClassDesc SPECIES = ClassDesc.of(API + "VectorSpecies");
    static final ClassDesc OPERATORS = ClassDesc.of(API + "VectorOperators");
    static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    static final ClassDesc ORDER = ClassDesc.of("java.nio.ByteOrder");
    static final ClassDesc MEMORY = ClassDesc.of("dev.cresset.spi.Memory");

    private final ClassDesc vector;
    private final int size;
    private final ClassDesc primitive;

    GeneratorLane(String name, int size, ClassDesc primitive) {
        this.vector = ClassDesc.of(API + name + "Vector");
        this.size = size;
        this.primitive = primitive;
    }

    /** The lane in which a compute type calculates. */
    static GeneratorLane of(DType.Compute compute) {
        return switch (compute) {
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case LONG -> LONG;
        };
    }

    /** The lane that holds elements of a dtype as they lie in memory. */
    static GeneratorLane of(DType dtype) {
        return switch (dtype) {
            case BOOL, UINT8, INT8 -> BYTE;
            case INT16, FLOAT16, BFLOAT16 -> SHORT;
            case INT32 -> INT;
            case INT64 -> LONG;
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case COMPLEX64, COMPLEX128 ->
                    throw new IllegalStateException(dtype + ": kernels take its parts one by one");
        };
    }

    /** The vector class. */
    ClassDesc vector() {
        return vector;
    }

    /** Bytes per lane. */
    int size() {
        return size;
    }

    /** The Java type of a lane. */
    ClassDesc primitive() {
        return primitive;
    }

    /** True for FLOAT and DOUBLE. */
    boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    /** True if vectors of that many lanes exist. */
    boolean exists(int lanes) {
        int bits = lanes * size * 8;
        return bits == 64 || bits == 128 || bits == 256 || bits == 512;
    }

    /** Pushes the species. */
    void species(CodeBuilder c, int lanes) {
        c.getstatic(vector, "SPECIES_" + lanes * size * 8, SPECIES);
    }

    /** Pushes the byte order of this machine. */
    private static void order(CodeBuilder c) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        c.getstatic(ORDER, little ? "LITTLE_ENDIAN" : "BIG_ENDIAN", ORDER);
    }

    /** Pushes the address in a local plus an offset. */
    static void address(CodeBuilder c, int local, int offset) {
        c.lload(local);
        if (offset != 0) {
            c.loadConstant((long) offset).ladd();
        }
    }

    /** Pushes a vector loaded from memory; {@code mask} is a local, or -1 for a whole vector. */
    void load(CodeBuilder c, int lanes, int address, int offset, int mask) {
        species(c, lanes);
        c.getstatic(MEMORY, "ALL", SEGMENT);
        address(c, address, offset);
        order(c);
        if (mask < 0) {
            c.invokestatic(
                    vector,
                    "fromMemorySegment",
                    MethodTypeDesc.of(vector, SPECIES, SEGMENT, ConstantDescs.CD_long, ORDER));
        } else {
            c.aload(mask);
            c.invokestatic(
                    vector,
                    "fromMemorySegment",
                    MethodTypeDesc.of(
                            vector, SPECIES, SEGMENT, ConstantDescs.CD_long, ORDER, MASK));
        }
    }

    /** Stores the vector on the stack. */
    void store(CodeBuilder c, int address, int offset, int mask) {
        c.getstatic(MEMORY, "ALL", SEGMENT);
        address(c, address, offset);
        order(c);
        if (mask < 0) {
            c.invokevirtual(
                    vector,
                    "intoMemorySegment",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ORDER));
        } else {
            c.aload(mask);
            c.invokevirtual(
                    vector,
                    "intoMemorySegment",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ORDER, MASK));
        }
    }

    /** Cuts the number of a compute type on the stack to this type. */
    void narrow(CodeBuilder c) {
        switch (this) {
            case BYTE -> c.l2i().i2b();
            case SHORT -> c.l2i().i2s();
            case INT -> c.l2i();
            case LONG, FLOAT, DOUBLE -> {}
        }
    }

    /** Turns the primitive on the stack into a vector; the species lies below it. */
    void broadcast(CodeBuilder c) {
        c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, primitive));
    }

    /** Pushes a vector of one integer, which must be exact in this type. */
    void constant(CodeBuilder c, int lanes, long value) {
        species(c, lanes);
        push(c, value);
        broadcast(c);
    }

    private void push(CodeBuilder c, long value) {
        switch (this) {
            case BYTE, SHORT, INT -> c.loadConstant((int) value);
            case LONG -> c.loadConstant(value);
            case FLOAT -> c.loadConstant((float) value);
            case DOUBLE -> c.loadConstant((double) value);
        }
    }

    /** {@code lanewise} of the named unary operator. */
    void unary(CodeBuilder c, String operator) {
        var type = operatorType("Unary");
        c.getstatic(OPERATORS, operator, type);
        c.invokevirtual(vector, "lanewise", MethodTypeDesc.of(vector, type));
    }

    /** The named binary operator on the two vectors on the stack. */
    void binary(CodeBuilder c, String operator) {
        switch (operator) {
            case "ADD", "SUB", "MUL", "DIV", "MIN", "MAX", "AND", "OR" ->
                    c.invokevirtual(
                            vector,
                            operator.toLowerCase(Locale.ROOT),
                            MethodTypeDesc.of(vector, VECTOR));
            default -> {
                c.getstatic(OPERATORS, operator, operatorType(kind(operator))).swap();
                c.invokevirtual(
                        vector,
                        "lanewise",
                        MethodTypeDesc.of(vector, operatorType("Binary"), VECTOR));
            }
        }
    }

    /** The type of the constant in VectorOperators. */
    private static String kind(String operator) {
        return switch (operator) {
            case "ADD", "MUL", "MIN", "MAX", "AND", "OR", "XOR" -> "Associative";
            default -> "Binary";
        };
    }

    /** {@code lanewise} of the named binary operator on a vector and an integer constant. */
    void binary(CodeBuilder c, String operator, long value) {
        c.getstatic(OPERATORS, operator, operatorType(kind(operator)));
        push(c, value);
        c.invokevirtual(
                vector, "lanewise", MethodTypeDesc.of(vector, operatorType("Binary"), primitive));
    }

    /** Compares two vectors on the stack. */
    void compare(CodeBuilder c, String comparison) {
        var type = operatorType("Comparison");
        c.getstatic(OPERATORS, comparison, type).swap();
        c.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, type, VECTOR));
    }

    /** Compares the vector on the stack with an integer constant. */
    void compare(CodeBuilder c, String comparison, long value) {
        var type = operatorType("Comparison");
        c.getstatic(OPERATORS, comparison, type);
        push(c, value);
        c.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, type, primitive));
    }

    /** {@code c b mask -> c.blend(b, mask)}. */
    void blend(CodeBuilder c) {
        c.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
    }

    /** The same bits as lanes of another type of the same size. */
    void reinterpret(CodeBuilder c, GeneratorLane to) {
        String name =
                switch (to) {
                    case INT -> "reinterpretAsInts";
                    case LONG -> "reinterpretAsLongs";
                    case FLOAT -> "reinterpretAsFloats";
                    case DOUBLE -> "reinterpretAsDoubles";
                    case BYTE, SHORT -> throw new IllegalArgumentException(to.name());
                };
        c.invokevirtual(vector, name, MethodTypeDesc.of(to.vector));
    }

    /** Converts each lane; the number of lanes stays. */
    void convert(CodeBuilder c, String conversion, GeneratorLane to, int lanes) {
        var type = operatorType("Conversion");
        c.getstatic(OPERATORS, conversion, type);
        to.species(c, lanes);
        c.iconst_0();
        c.invokevirtual(
                vector,
                "convertShape",
                MethodTypeDesc.of(VECTOR, type, SPECIES, ConstantDescs.CD_int));
        c.checkcast(to.vector);
    }

    /** {@code e} to {@code to} by Java's cast. */
    void convert(CodeBuilder c, GeneratorLane to, int lanes) {
        if (this != to) {
            convert(c, name().charAt(0) + "2" + to.name().charAt(0), to, lanes);
        }
    }

    /** Makes the mask on the stack one for lanes of this type. */
    void castMask(CodeBuilder c, int lanes) {
        species(c, lanes);
        c.invokevirtual(MASK, "cast", MethodTypeDesc.of(MASK, SPECIES));
    }

    /** Pushes the mask of the first n lanes, n being a local of type long. */
    void firstLanes(CodeBuilder c, int lanes, int n) {
        species(c, lanes);
        c.lconst_0().lload(n);
        c.invokeinterface(
                SPECIES,
                "indexInRange",
                MethodTypeDesc.of(MASK, ConstantDescs.CD_long, ConstantDescs.CD_long));
    }

    private static ClassDesc operatorType(String name) {
        return OPERATORS.nested(name);
    }
}
