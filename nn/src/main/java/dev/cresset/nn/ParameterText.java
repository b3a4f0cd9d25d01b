package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parameters in the printed form of containers. */
final class ParameterText {
    private ParameterText() {}

    static Parameter parameter(Tensor tensor) {
        return tensor instanceof Parameter p ? p : new Parameter(tensor);
    }

    /** A line for each parameter, indented, with its sizes and what {@code type} says of it. */
    static String lines(Map<String, Object> parameters, Function<Tensor, String> type) {
        return parameters.entrySet().stream()
                .map(e -> line(e.getKey(), (Tensor) e.getValue(), type))
                .collect(Collectors.joining("\n"));
    }

    private static String line(String name, Tensor tensor, Function<Tensor, String> type) {
        var sizes =
                Arrays.stream(tensor.shape().toArray())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining("x"));
        return String.format(
                "  (%s): Parameter containing: [%s of size %s]", name, type.apply(tensor), sizes);
    }
}
