package dev.cresset.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The signature of an op in PyTorch's schema language, e.g. {@code clamp(Tensor self, Scalar?
 * min=None, Scalar? max=None) -> Tensor}.
 *
 * <p>Parsed when first asked for, since typed calls never need it.
 */
public final class Schema {
    private final String text;
    private final String name;
    private List<Parameter> parameters;

    /**
     * One parameter.
     *
     * @param type PyTorch's type text, e.g. {@code int[]?}
     * @param name its name for keyword arguments
     * @param fallback the parsed default; meaningful only if {@code optional}
     * @param optional whether it may be left out
     * @param keywordOnly whether it can only be given by name
     */
    public record Parameter(
            String type, String name, Object fallback, boolean optional, boolean keywordOnly) {}

    private Schema(String text) {
        this.text = text;
        this.name = text.substring(0, text.indexOf('('));
    }

    /** Reads a schema text. */
    public static Schema of(String text) {
        return new Schema(text);
    }

    /** The op's name without overload suffix. */
    public String name() {
        return name;
    }

    /** The schema text. */
    public String text() {
        return text;
    }

    /** The parameters in order. */
    public synchronized List<Parameter> parameters() {
        if (parameters == null) {
            parameters = parse();
        }
        return parameters;
    }

    private List<Parameter> parse() {
        var list = new ArrayList<Parameter>();
        String inner = text.substring(text.indexOf('(') + 1, text.lastIndexOf(") ->"));
        boolean keywordOnly = false;
        for (String part : splitTop(inner)) {
            part = part.trim();
            if (part.isEmpty()) {
                continue;
            }
            if (part.equals("*")) {
                keywordOnly = true;
                continue;
            }
            int space = part.indexOf(' ');
            String type = part.substring(0, space);
            String rest = part.substring(space + 1);
            int equals = rest.indexOf('=');
            String parameter = equals < 0 ? rest : rest.substring(0, equals);
            Object fallback = equals < 0 ? null : literal(type, rest.substring(equals + 1));
            list.add(new Parameter(type, parameter, fallback, equals >= 0, keywordOnly));
        }
        return List.copyOf(list);
    }

    private static List<String> splitTop(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Object literal(String type, String text) {
        return switch (text) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "[]" -> new long[0];
            default -> {
                if (text.startsWith("[")) {
                    yield java.util.Arrays.stream(text.substring(1, text.length() - 1).split(","))
                            .mapToLong(s -> Long.parseLong(s.trim()))
                            .toArray();
                }
                if (text.startsWith("'")) {
                    yield text.substring(1, text.length() - 1);
                }
                if (type.startsWith("int[")) {
                    yield new long[] {Long.parseLong(text)};
                }
                if (type.startsWith("float") || text.contains(".") || text.contains("e")) {
                    yield Double.parseDouble(text);
                }
                yield Long.parseLong(text);
            }
        };
    }

    /**
     * Arranges arguments in schema order, filling defaults.
     *
     * @return the arguments, or null where they do not fit this schema
     */
    public Object[] bindOrNull(List<?> positional, Map<String, ?> keywords) {
        var all = parameters();
        var args = new Object[all.size()];
        int used = 0;
        int next = 0;
        for (int i = 0; i < args.length; i++) {
            var p = all.get(i);
            Object given;
            boolean present;
            if (!p.keywordOnly && next < positional.size()) {
                if (isVariadic(p, i, positional, next)) {
                    given = positional.subList(next, positional.size());
                    next = positional.size();
                } else {
                    given = positional.get(next++);
                }
                present = true;
                if (keywords.containsKey(p.name)) {
                    return null;
                }
            } else {
                present = keywords.containsKey(p.name);
                given = keywords.get(p.name);
                used += present ? 1 : 0;
            }
            if (!present) {
                if (!p.optional) {
                    return null;
                }
                args[i] = p.fallback;
                continue;
            }
            Object converted = Coercion.convert(p, given);
            if (converted == Coercion.MISFIT) {
                return null;
            }
            args[i] = converted;
        }
        return next < positional.size() || used < keywords.size() ? null : args;
    }

    /** {@code x.view(2, 3)}: several integers or tensors where one list is meant. */
    private boolean isVariadic(Parameter p, int index, List<?> positional, int next) {
        if (p.type.equals("Any[]")) {
            return true;
        }
        if (p.type.equals("Tensor[]")) {
            return positional.get(next) instanceof Value
                    && positional.subList(next, positional.size()).stream()
                            .allMatch(Value.class::isInstance);
        }
        return p.type.startsWith("int[")
                && positional.size() - next > 1
                && positional.subList(next, positional.size()).stream()
                        .allMatch(o -> o instanceof Long || o instanceof Integer)
                && positional.size() - next > positionalRoom(index);
    }

    private long positionalRoom(int index) {
        return parameters().stream().skip(index).filter(p -> !p.keywordOnly).count();
    }

    @Override
    public String toString() {
        return text;
    }
}
