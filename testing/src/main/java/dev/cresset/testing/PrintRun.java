package dev.cresset.testing;

import static dev.cresset.testing.PythonCall.KEYWORD;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.MemoryFormat;
import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.TensorLayout;
import dev.cresset.Torch;
import dev.cresset.ValuesIndices;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.PrintOptions;
import dev.cresset.text.Python;
import dev.cresset.text.TensorText;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs one record of kind {@code print}: a value and its printed form. */
final class PrintRun {
    private final Bundle bundle;
    private final JsonNode record;

    PrintRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
    }

    String call() {
        return record.path("expr").asText();
    }

    void run() {
        var options = PrintOptions.current();
        var dtype = Torch.getDefaultDtype();
        String text;
        try {
            PrintOptions.current(options(record.path("printoptions")));
            if (record.has("default_dtype")) {
                Torch.setDefaultDtype(Decoder.dtype(record.get("default_dtype").textValue()));
            }
            text = text();
        } finally {
            PrintOptions.current(options);
            Torch.setDefaultDtype(dtype);
        }
        var expected = record.get("text").textValue();
        if (!expected.equals(text)) {
            throw new Mismatch("\n" + expected, "\n" + text);
        }
    }

    private static PrintOptions options(JsonNode wanted) {
        var options =
                switch (wanted.path("profile").asText()) {
                    case "short" -> PrintOptions.shorter();
                    case "full" -> PrintOptions.full();
                    default -> PrintOptions.defaults();
                };
        for (var field : wanted.properties()) {
            var value = field.getValue();
            options =
                    switch (field.getKey()) {
                        case "precision" -> options.withPrecision(value.intValue());
                        case "threshold" -> options.withThreshold(value.longValue());
                        case "edgeitems" -> options.withEdgeitems(value.intValue());
                        case "linewidth" -> options.withLinewidth(value.intValue());
                        case "sci_mode" ->
                                value.booleanValue()
                                        ? options.withSciMode()
                                        : options.withoutSciMode();
                        case "profile" -> options;
                        default -> throw new MissingException("print option " + field.getKey());
                    };
        }
        return options;
    }

    private String text() {
        var group = record.path("group").asText();
        if (group.equals("module") || group.equals("optimizer")) {
            return PythonCall.parse(call()) instanceof PythonCall call
                    ? Classes.construct(call).toString()
                    : "";
        }
        if (!record.has("value")) {
            return Python.repr(evaluated());
        }
        var node = record.get("value");
        var value =
                printed(
                        node,
                        new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED).value(node, ""));
        if (record.has("format")) {
            return Torch.format(value, record.get("format").textValue());
        }
        if (value instanceof Tensor tensor && record.has("grad_fn")) {
            return TensorText.of(
                    tensor.array(), record.get("grad_fn").textValue(), tensor.requiresGrad());
        }
        return Python.repr(value);
    }

    /** The value of an expression that is a call. */
    private Object evaluated() {
        if (PythonCall.parse(call()) instanceof PythonCall call) {
            switch (call.name().replaceFirst("^torch\\.", "")) {
                case "finfo" -> {
                    return call.count() == 0 ? Torch.finfo() : Torch.finfo(dtype(call));
                }
                case "iinfo" -> {
                    return Torch.iinfo(dtype(call));
                }
                case "zeros" -> {
                    var sizes = new long[call.count()];
                    for (int i = 0; i < sizes.length; i++) {
                        sizes[i] = call.integer(i, "size");
                    }
                    return Torch.zeros(Device.of(call.text(KEYWORD, "device", "cpu")), sizes);
                }
                default -> {}
            }
        }
        throw new MissingException("the expression " + call());
    }

    private static DType dtype(PythonCall call) {
        return (DType) call.get(0, "type", null);
    }

    /** A decoded value as the object that prints; the expression says what the value does not. */
    private Object printed(JsonNode node, Object value) {
        if (node.has("device")) {
            return Device.of(node.get("device").textValue());
        }
        if (node.has("memory_format")) {
            return MemoryFormat.valueOf(
                    node.get("memory_format").textValue().toUpperCase(Locale.ROOT));
        }
        if (node.has("layout")) {
            return TensorLayout.valueOf(node.get("layout").textValue().toUpperCase(Locale.ROOT));
        }
        if (node.has("fields")) {
            return namedTuple(node.get("fields"), (List<?>) value);
        }
        return switch (value) {
            case Tensor tensor when record.has("parameter") || called("parameters") ->
                    tensor.requiresGrad() ? new Parameter(tensor) : Parameter.frozen(tensor);
            case List<?> list when node.path("type").asText().equals("torch.Size") ->
                    new Size(longs(list));
            case List<?> list -> {
                var elements = new ArrayList<Object>();
                var nodes = node.get(node.has("tuple") ? "tuple" : "list");
                for (int i = 0; i < list.size(); i++) {
                    elements.add(printed(nodes.get(i), list.get(i)));
                }
                yield node.has("tuple") ? Tuple.copyOf(elements) : elements;
            }
            case Map<?, ?> map when called("state_dict") -> new OrderedDict<>(map);
            case null, default -> value;
        };
    }

    private Object namedTuple(JsonNode fields, List<?> values) {
        var namesAndValues = new ArrayList<Object>();
        for (int i = 0; i < values.size(); i++) {
            namesAndValues.add(fields.get(i).textValue());
            namesAndValues.add(values.get(i));
        }
        if (namesAndValues.get(0).equals("values") && namesAndValues.get(2).equals("indices")) {
            return new ValuesIndices(
                    (Tensor) values.get(0), (Tensor) values.get(1), function(call()));
        }
        var text = Python.namedTuple(function(call()), namesAndValues.toArray());
        return new Object() {
            @Override
            public String toString() {
                return text;
            }
        };
    }

    /** True if the expression is the result of a call of a method, or a list of that. */
    private boolean called(String method) {
        return call().matches("(list\\()?.*\\." + method + "\\(\\)\\)?");
    }

    /** The function that an expression calls last, as PyTorch's named tuples call it. */
    static String function(String expression) {
        int depth = 0;
        int open = expression.length() - 1;
        for (; open > 0; open--) {
            char c = expression.charAt(open);
            depth += c == ')' ? 1 : c == '(' ? -1 : 0;
            if (depth == 0) {
                break;
            }
        }
        return expression
                .substring(0, open)
                .replaceFirst(".*[)\\]]\\.", "")
                .replaceFirst("^torch\\.", "")
                .replace('.', '_');
    }

    private static long[] longs(Object list) {
        return ((List<?>) list).stream().mapToLong(o -> (Long) o).toArray();
    }
}
