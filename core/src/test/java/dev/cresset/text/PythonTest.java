package dev.cresset.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.spi.Complex;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PythonTest {
    /** A value, a specification, and what Python 3.11 makes of them. */
    record Row(String value, String spec, String text) {}

    private static List<Row> rows() throws IOException {
        try (var in = PythonTest.class.getResourceAsStream("/python-format.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(parts -> new Row(parts[0], parts[1], parts[2]))
                    .toList();
        }
    }

    private static Object value(String text) {
        return switch (text) {
            case "True", "False" -> text.equals("True");
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            case String s when s.startsWith("'") -> s.substring(1, s.length() - 1);
            case String s when s.contains(";") -> {
                var parts = s.split(";");
                yield new Complex((Double) value(parts[0]), (Double) value(parts[1]));
            }
            case String s when s.matches("-?[0-9]+") -> Long.valueOf(s);
            default -> Double.valueOf(text);
        };
    }

    @Test
    void formatsAsPythonDoes() throws IOException {
        var wrong = new ArrayList<String>();
        rows().forEach(
                        row -> {
                            String text;
                            try {
                                text = Python.format(value(row.value), row.spec);
                            } catch (IllegalArgumentException e) {
                                text = "!" + e.getMessage();
                            }
                            if (!text.equals(row.text)) {
                                wrong.add(row + " but was: " + text);
                            }
                        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void showsValuesAsThePromptDoes() {
        assertEquals("None", Python.repr(null));
        assertEquals("1e-07", Python.repr(1e-7));
        assertEquals("'it\\n'", Python.repr("it\n"));
        assertEquals("\"it's\"", Python.repr("it's"));
        assertEquals("'\\'\"'", Python.repr("'\""));
        assertEquals("[1, 2.5, True]", Python.repr(List.of(1, 2.5, true)));
        assertEquals("[[1, 2], [3]]", Python.repr(new long[][] {{1, 2}, {3}}));
        assertEquals("(1, 'a')", Python.repr(Tuple.of(1, "a")));
        assertEquals("(1,)", Python.repr(Tuple.of(1)));
        assertEquals("()", Python.repr(Tuple.of()));
        assertEquals("set()", Python.repr(Set.of()));
        assertEquals("{'a': 1}", Python.repr(Map.of("a", 1)));
        assertEquals("OrderedDict()", new OrderedDict<>().toString());
        var dict = new OrderedDict<String, Object>();
        dict.put("a", 1);
        dict.put("b", List.of(2));
        assertEquals("OrderedDict([('a', 1), ('b', [2])])", Python.repr(dict));
    }
}
