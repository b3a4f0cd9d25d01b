package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.text.Numbers;
import dev.cresset.text.PrintOptions;
import dev.cresset.text.TensorText;

import java.util.List;
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
                        case "sci_mode" -> options.withSciMode(value.booleanValue());
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
            throw new MissingException("printed forms of group " + group);
        }
        if (record.has("format")) {
            throw new MissingException("Python's format() of tensors");
        }
        var node = record.get("value");
        var value = new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED).value(node, "");
        if (node.path("type").asText().equals("torch.Size")) {
            return new Size(longs(value)).toString();
        }
        if (node.has("device") || node.has("layout") || node.has("memory_format")) {
            throw new MissingException("printed devices, layouts and memory formats");
        }
        return switch (value) {
            case Tensor tensor when record.has("parameter") ->
                    (tensor.requiresGrad() ? new Parameter(tensor) : Parameter.frozen(tensor))
                            .toString();
            case Tensor tensor when record.has("grad_fn") ->
                    TensorText.of(
                            tensor.array(),
                            record.get("grad_fn").textValue(),
                            tensor.requiresGrad());
            case Tensor tensor -> tensor.toString();
            case List<?> list
                    when node.has("tuple") && list.stream().allMatch(Long.class::isInstance) ->
                    TensorText.tuple(longs(list));
            case List<?> list -> throw new MissingException("printed lists");
            case Map<?, ?> map -> throw new MissingException("printed dictionaries");
            case String string -> "'" + string + "'";
            case null, default -> Numbers.value(value);
        };
    }

    private static long[] longs(Object list) {
        return ((List<?>) list).stream().mapToLong(o -> (Long) o).toArray();
    }
}
