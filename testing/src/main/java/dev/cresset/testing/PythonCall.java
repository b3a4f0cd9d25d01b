package dev.cresset.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call as it stands in a Python expression: {@code nn.Linear(3, 4, bias=False)}. */
final class PythonCall {
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
        return get(Integer.MAX_VALUE, keyword, fallback);
    }

    /** True if a keyword argument is given. */
    boolean has(String keyword) {
        return kwargs.containsKey(keyword);
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

    /** One integer, or one for each dimension. */
    static long[] longs(Object value) {
        return value instanceof List<?> list
                ? list.stream().mapToLong(o -> ((Number) o).longValue()).toArray()
                : new long[] {((Number) value).longValue()};
    }

    /**
     * The value of an expression of calls, numbers, texts, lists and tuples.
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
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Object value() {
            skip();
            char c = peek();
            if (c == '\'' || c == '"') {
                return string(c);
            }
            if (c == '[' || c == '(') {
                at++;
                return sequence(c == '[' ? ']' : ')');
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
                take(',');
            }
            return list;
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
