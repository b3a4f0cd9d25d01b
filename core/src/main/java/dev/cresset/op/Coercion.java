package dev.cresset.op;

import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

import java.util.List;

/** Fits loosely typed arguments of a call by name to the types of a schema. */
final class Coercion {
    /** Says that an argument does not fit. */
    static final Object MISFIT = new Object();

    private Coercion() {}

    static Object convert(Schema.Parameter p, Object given) {
        String type = p.type();
        if (type.endsWith("?")) {
            if (given == null) {
                return null;
            }
            type = type.substring(0, type.length() - 1);
        }
        if (type.startsWith("int[")) {
            return integers(given);
        }
        if (type.startsWith("float[")) {
            return given instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)
                    ? list.stream().mapToDouble(o -> ((Number) o).doubleValue()).toArray()
                    : given instanceof double[] ? given : MISFIT;
        }
        return switch (type) {
            case "Tensor" -> given instanceof Value ? given : MISFIT;
            case "Operand" ->
                    given instanceof Value || given instanceof Number || given instanceof Boolean
                            ? given
                            : MISFIT;
            case "Tensor[]" ->
                    given instanceof List<?> list && list.stream().allMatch(Value.class::isInstance)
                            ? list
                            : MISFIT;
            case "Scalar" -> scalar(given);
            case "int" -> integer(given);
            case "float" -> scalar(given) == MISFIT ? MISFIT : Scalars.toDouble(scalar(given));
            case "bool" ->
                    given instanceof Boolean
                            ? given
                            : given instanceof Long l && (l == 0 || l == 1) ? l == 1 : MISFIT;
            case "str" -> given instanceof String ? given : MISFIT;
            case "ScalarType" -> given instanceof DType ? given : MISFIT;
            case "Generator" -> given instanceof Generator ? given : MISFIT;
            case "Any" -> given;
            case "Any[]" -> given instanceof List<?> ? given : MISFIT;
            default -> throw new IllegalStateException("schema: unknown type " + p.type());
        };
    }

    /** A number; a 0-d tensor without history counts as one. */
    private static Object scalar(Object given) {
        return switch (given) {
            case Number n -> n;
            case Boolean b -> b;
            case Value v when v.layout().dim() == 0 && !v.requiresGrad() -> Scalars.of(v.array());
            case null, default -> MISFIT;
        };
    }

    private static Object integer(Object given) {
        return switch (given) {
            case Long l -> l;
            case Integer i -> i.longValue();
            case Boolean b -> b ? 1L : 0L;
            case Value v when v.layout().dim() == 0 && !v.dtype().isDifferentiable() ->
                    (Long) (long) Scalars.read(v.array());
            case null, default -> MISFIT;
        };
    }

    private static Object integers(Object given) {
        return switch (given) {
            case long[] a -> a;
            case Long l -> new long[] {l};
            case Integer i -> new long[] {i};
            case List<?> list -> {
                var result = new long[list.size()];
                for (int k = 0; k < result.length; k++) {
                    if (!(integer(list.get(k)) instanceof Long l)) {
                        yield MISFIT;
                    }
                    result[k] = l;
                }
                yield result;
            }
            case null, default -> MISFIT;
        };
    }
}
