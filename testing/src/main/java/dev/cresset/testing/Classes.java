package dev.cresset.testing;

import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.nn.Module;
import dev.cresset.spi.DType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Modules and optimisers by their Python constructor calls.
 *
 * <p>Every family has a table; a class that Cresset gets is a row there, and with that the bundles
 * of modules, printed forms and random streams cover it.
 */
final class Classes {
    private static final List<ClassTable> TABLES =
            List.of(
                    ActivationClasses.TABLE,
                    AttentionClasses.TABLE,
                    ContainerClasses.TABLE,
                    ConvolutionClasses.TABLE,
                    EmbeddingClasses.TABLE,
                    LinearClasses.TABLE,
                    LossClasses.TABLE,
                    NormalizationClasses.TABLE,
                    OptimizerClasses.TABLE,
                    PaddingClasses.TABLE,
                    PoolingClasses.TABLE,
                    UserClasses.TABLE,
                    RecurrentClasses.TABLE,
                    ResamplingClasses.TABLE);

    private Classes() {}

    /** What a constructor call of {@code torch.nn} or {@code torch.optim} makes. */
    static Object construct(PythonCall call) {
        if (call.get("device", "cpu") instanceof String device && !device.startsWith("cpu")) {
            throw new MissingException("modules made on " + device);
        }
        if (call.get("dtype", null) instanceof DType dtype) {
            return Torch.withDefaultDtype(dtype, () -> construct(call.without("dtype")));
        }
        Object built = dispatch(call);
        call.finish();
        return built;
    }

    private static Object dispatch(PythonCall call) {
        var name = shortName(call);
        return switch (name) {
            case "nn.Parameter" -> new Parameter(call.tensor(0, "data"));
            case "OrderedDict" -> ordered(call.get(0, "items", List.of()));
            case "ones" -> Torch.ones(sizes(call));
            case "zeros" -> Torch.zeros(sizes(call));
            default -> table(call).construct(name, call);
        };
    }

    /** The result of a forward pass of what {@code constructor} has made. */
    static Object forward(PythonCall constructor, Module module, PythonCall call) {
        return table(constructor).forward(shortName(constructor), module, constructor, call);
    }

    private static String shortName(PythonCall call) {
        return call.name().replaceFirst("^torch\\.", "");
    }

    private static ClassTable table(PythonCall call) {
        return TABLES.stream()
                .filter(table -> table.has(shortName(call)))
                .findFirst()
                .orElseThrow(() -> new MissingException(call.name()));
    }

    /** A value, where it is a call what that makes. */
    static Object built(Object value) {
        return value instanceof PythonCall call ? construct(call) : value;
    }

    private static Map<?, ?> ordered(Object pairs) {
        var map = new LinkedHashMap<>();
        for (var pair : (List<?>) pairs) {
            map.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
        }
        return map;
    }

    private static long[] sizes(PythonCall call) {
        var sizes = new long[call.count()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = call.integer(i, "size");
        }
        return sizes;
    }
}
