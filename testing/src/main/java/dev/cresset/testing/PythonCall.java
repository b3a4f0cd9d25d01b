package dev.cresset.testing;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A call as it stands in a Python expression: {@code nn.Linear(3, 4, bias=False)}. */
final class PythonCall {
    /** The position of arguments that are only given by keyword. */
    static final int KEYWORD = Integer.MAX_VALUE;

    private final String name;
    private final List<Object> args;
    private final Map<String, Object> kwargs;
    private final Set<Object> read = new HashSet<>();

    PythonCall(String name, List<Object> args, Map<String, Object> kwargs) {
        this.name = name;
        this.args = args;
        this.kwargs = kwargs;
    }

    String name() {
        return name;
    }

    int count() {
        return args.size();
    }

    /** The argument at a position or of a name; {@code fallback} if it is not given. */
    Object get(int position, String keyword, Object fallback) {
        read.add(position);
        read.add(keyword);
        if (position < args.size()) {
            return args.get(position);
        }
        return kwargs.containsKey(keyword) ? kwargs.get(keyword) : fallback;
    }

    /** A keyword argument. */
    Object get(String keyword, Object fallback) {
        return get(KEYWORD, keyword, fallback);
    }

    /** True if a keyword argument is given. */
    boolean has(String keyword) {
        return kwargs.containsKey(keyword);
    }

    /** True if an argument is given by position or by name. */
    boolean has(int position, String keyword) {
        return position < args.size() || kwargs.containsKey(keyword);
    }

    /** The same call without one keyword argument. */
    PythonCall without(String keyword) {
        var rest = new LinkedHashMap<>(kwargs);
        rest.remove(keyword);
        return new PythonCall(name, args, rest);
    }

    /** An integer; Java's {@code long} takes no other number. */
    long integer(int position, String keyword) {
        return typed(Long.class, "int", keyword, required(position, keyword));
    }

    /** An integer. */
    long integer(int position, String keyword, long fallback) {
        return typed(Long.class, "int", keyword, get(position, keyword, fallback));
    }

    /** A number. */
    double number(int position, String keyword) {
        return real(keyword, required(position, keyword));
    }

    /** A number. */
    double number(int position, String keyword, double fallback) {
        return real(keyword, get(position, keyword, fallback));
    }

    private static double real(String keyword, Object value) {
        return value instanceof Long n ? n : typed(Double.class, "float", keyword, value);
    }

    /** A truth value. */
    boolean flag(int position, String keyword, boolean fallback) {
        return typed(Boolean.class, "bool", keyword, get(position, keyword, fallback));
    }

    /** A word. */
    String text(int position, String keyword, String fallback) {
        return typed(String.class, "str", keyword, get(position, keyword, fallback));
    }

    /** A word as the constant of that name, e.g. {@code 'mean'} as {@code MEAN}. */
    <E extends Enum<E>> E constant(int position, String keyword, E fallback) {
        var word = text(position, keyword, fallback.name());
        return Enum.valueOf(
                fallback.getDeclaringClass(), word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** One integer, or one for each dimension. */
    Size size(int position, String keyword) {
        return new Size(longs(required(position, keyword)));
    }

    /** A tensor. */
    Tensor tensor(int position, String keyword) {
        return typed(Tensor.class, "Tensor", keyword, Classes.built(required(position, keyword)));
    }

    /** A tensor, or nothing. */
    Optional<Tensor> optionalTensor(int position, String keyword) {
        return Optional.ofNullable((Tensor) Classes.built(get(position, keyword, null)));
    }

    private Object required(int position, String keyword) {
        var value = get(position, keyword, null);
        if (value == null) {
            throw new MissingException(name + " without " + keyword);
        }
        return value;
    }

    /** What no Java program could even say is refused as the compiler would. */
    private static <T> T typed(Class<T> type, String python, String keyword, Object value) {
        if (!type.isInstance(value)) {
            throw new OpException(keyword + " should be of type " + python + ", got: " + value);
        }
        return type.cast(value);
    }

    /** Says that something is missing if an argument was given that nobody asked for. */
    void finish() {
        for (int i = 0; i < args.size(); i++) {
            if (!read.contains(i)) {
                throw new MissingException("argument " + i + " of " + name);
            }
        }
        for (var keyword : kwargs.keySet()) {
            if (!read.contains(keyword)) {
                throw new MissingException("option " + keyword + " of " + name);
            }
        }
    }

    @Override
    public String toString() {
        return Text.call(name, args, kwargs);
    }

    /** One integer, or one for each dimension. */
    static long[] longs(Object value) {
        return value instanceof List<?> list
                ? list.stream().mapToLong(o -> ((Number) o).longValue()).toArray()
                : new long[] {((Number) value).longValue()};
    }

    /**
     * The value of an expression of calls, numbers, texts, lists, tuples and dictionaries; of list
     * comprehensions it knows those that repeat one expression.
     *
     * @throws MissingException if it is anything else
     */
    static Object parse(String text) {
        var parser = new Parser(text);
        Object value = parser.value();
        parser.end();
        return value;
    }

    private static final class Parser {
        private static final Pattern REPEAT = Pattern.compile("\\s+for _ in range\\((\\d+)\\)");
        private static final String ORDERED = "__import__('collections').OrderedDict";

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text.replace(ORDERED, "OrderedDict");
        }

        Object value() {
            skip();
            char c = peek();
            if (c == '\'' || c == '"') {
                return string(c);
            }
            if (c == '{') {
                at++;
                return dictionary();
            }
            if (c == '[' || c == '(') {
                at++;
                return sequence(c == '[' ? ']' : ')');
            }
            if (c == '{') {
                at++;
                return dictionary();
            }
            if (Character.isDigit(c) || c == '-') {
                return number();
            }
            return nameOrCall();
        }

        void end() {
            skip();
            if (at < text.length()) {
                throw unknown();
            }
        }

        private Object string(char quote) {
            int end = text.indexOf(quote, at + 1);
            var content = text.substring(at + 1, end);
            at = end + 1;
            return content;
        }

        private List<Object> sequence(char close) {
            var list = new ArrayList<>();
            while (!take(close)) {
                list.add(value());
                var repeat = REPEAT.matcher(text).region(at, text.length());
                if (repeat.lookingAt()) {
                    at = repeat.end();
                    take(close);
                    return Collections.nCopies(Integer.parseInt(repeat.group(1)), list.getFirst());
                }
                take(',');
            }
            return list;
        }

        private Map<Object, Object> dictionary() {
            var map = new LinkedHashMap<>();
            while (!take('}')) {
                var key = value();
                take(':');
                map.put(key, value());
                take(',');
            }
            return map;
        }

        private Object number() {
            int start = at;
            while (at < text.length() && "+-.e0123456789".indexOf(peek()) >= 0) {
                at++;
            }
            var digits = text.substring(start, at);
            if (digits.matches("-?[0-9]+")) {
                return Long.parseLong(digits);
            }
            if (!digits.matches("-?[0-9]+\\.?[0-9]*(e[+-]?[0-9]+)?")) {
                throw unknown();
            }
            return Double.parseDouble(digits);
        }

        private Object nameOrCall() {
            int start = at;
            while (at < text.length()
                    && (Character.isJavaIdentifierPart(peek()) || peek() == '.')) {
                at++;
            }
            var name = text.substring(start, at);
            switch (name) {
                case "True":
                    return true;
                case "False":
                    return false;
                case "None":
                    return null;
                default:
            }
            if (name.startsWith("torch.") && (at == text.length() || peek() != '(')) {
                return Decoder.dtype(name.substring("torch.".length()));
            }
            if (name.isEmpty() || !take('(')) {
                throw unknown();
            }
            var args = new ArrayList<>();
            var kwargs = new LinkedHashMap<String, Object>();
            while (!take(')')) {
                var keyword = keyword();
                if (keyword.isEmpty()) {
                    args.add(value());
                } else {
                    kwargs.put(keyword, value());
                }
                take(',');
            }
            if (name.equals("__import__") && take('.')) {
                return nameOrCall();
            }
            if (at < text.length() && ".[".indexOf(peek()) >= 0) {
                throw unknown();
            }
            return new PythonCall(name, args, kwargs);
        }

        /** {@code name=}, or nothing. */
        private String keyword() {
            skip();
            int end = at;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            if (end == at || end >= text.length() || text.charAt(end) != '=') {
                return "";
            }
            var name = text.substring(at, end);
            at = end + 1;
            return name;
        }

        private boolean take(char c) {
            skip();
            if (at < text.length() && peek() == c) {
                at++;
                return true;
            }
            if (at >= text.length()) {
                throw unknown();
            }
            return false;
        }

        private char peek() {
            if (at >= text.length()) {
                throw unknown();
            }
            return text.charAt(at);
        }

        private void skip() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private MissingException unknown() {
            return new MissingException("the expression " + text);
        }
    }
}
