package dev.cresset.text;

import dev.cresset.spi.Complex;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Values as Python shows them. */
public final class Python {
    private Python() {}

    /**
     * The text that Python's prompt shows for a value ({@code repr}): null is {@code None}, strings
     * are quoted, floating-point numbers have the shortest text that reads back, lists and arrays
     * are {@code [1, 2]}, maps {@code {'a': 1}}. Everything else shows as its {@code toString}.
     */
    public static String repr(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> Numbers.python(d);
            case Float f -> Numbers.python(f);
            case Complex z -> new FormatSpec("").format(z);
            case String s -> quoted(s);
            case Character c -> quoted(c.toString());
            case Tuple<?> tuple -> tuple.toString();
            case OrderedDict<?, ?> dict -> dict.toString();
            case List<?> list -> join(list, "[", "]");
            case Set<?> set -> set.isEmpty() ? "set()" : join(set, "{", "}");
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> repr(e.getKey()) + ": " + repr(e.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            default -> value.getClass().isArray() ? repr(elements(value)) : value.toString();
        };
    }

    /**
     * A value as {@code f"{value:spec}"} shows it.
     *
     * @param value a string, truth value, integer or floating-point number; with an empty spec
     *     anything
     * @param spec Python's format specification, e.g. {@code ".3f"}, {@code ">10"}, {@code ",d"}
     * @throws IllegalArgumentException if the specification does not suit the value
     */
    public static String format(Object value, String spec) {
        if (spec.isEmpty()) {
            return value instanceof String s ? s : repr(value);
        }
        return new FormatSpec(spec).format(value);
    }

    /** The texts of elements, separated by commas, between two brackets. */
    static String join(Collection<?> elements, String open, String close) {
        return elements.stream().map(Python::repr).collect(Collectors.joining(", ", open, close));
    }

    private static List<Object> elements(Object array) {
        var list = new ArrayList<Object>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(Array.get(array, i));
        }
        return list;
    }

    /**
     * Several results of one function as PyTorch shows them: {@code torch.return_types.max(}, a
     * line {@code name=value} each, {@code )}.
     *
     * @param function PyTorch's name of the function
     * @param namesAndValues field names and values in turn
     */
    public static String namedTuple(String function, Object... namesAndValues) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.add(namesAndValues[i] + "=" + repr(namesAndValues[i + 1]));
        }
        return "torch.return_types." + function + "(\n" + String.join(",\n", lines) + ")";
    }

    /** A string literal: in single quotes, or in double ones where that saves a backslash. */
    private static String quoted(String s) {
        char quote = s.indexOf('\'') >= 0 && s.indexOf('"') < 0 ? '"' : '\'';
        var text = new StringBuilder().append(quote);
        s.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\n' -> text.append("\\n");
                                case '\r' -> text.append("\\r");
                                case '\t' -> text.append("\\t");
                                case '\\' -> text.append("\\\\");
                                default -> {
                                    if (c == quote) {
                                        text.append('\\').append(quote);
                                    } else if (c < 0x20 || c >= 0x7f && c < 0xa0) {
                                        text.append(String.format("\\x%02x", c));
                                    } else {
                                        text.appendCodePoint(c);
                                    }
                                }
                            }
                        });
        return text.append(quote).toString();
    }
}
