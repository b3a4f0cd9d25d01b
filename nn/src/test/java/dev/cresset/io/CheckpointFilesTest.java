package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.Numbers;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files of real PyTorch, good, hostile and damaged, with what a reader must find in each. */
class CheckpointFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the recorded files lie in full, beside the project. */
    private static final Path SHARED = Path.of("../../shared/conformance/checkpoints");

    @TempDir Path folder;

    record Expected(Path file, JsonNode row) {
        @Override
        public String toString() {
            return file.getFileName() + " " + row.get("kind").asText();
        }
    }

    private static List<Expected> rows(Path folder) throws IOException {
        var rows = new ArrayList<Expected>();
        for (var line : Files.readAllLines(folder.resolve("expected.jsonl"))) {
            var row = JSON.readTree(line);
            rows.add(new Expected(folder.resolve(row.get("file").asText()), row));
        }
        return rows;
    }

    static List<Expected> files() throws IOException, URISyntaxException {
        var uri = CheckpointFilesTest.class.getResource("checkpoints/expected.jsonl").toURI();
        return rows(Path.of(uri).getParent());
    }

    @ParameterizedTest
    @MethodSource("files")
    void behaveAsExpected(Expected expected) throws IOException {
        check(expected);
    }

    @Test
    void allSharedFilesBehaveAsExpected() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(SHARED), "the recorded files are not here");
        for (var expected : rows(SHARED)) {
            check(expected);
        }
    }

    private static void check(Expected expected) throws IOException {
        var file = expected.file;
        switch (expected.row.get("kind").asText()) {
            case "ok" -> assertEquals(expected.row.get("value"), describe(TorchFile.load(file)));
            case "refuse" -> {
                var e = assertThrows(RefusedGlobalException.class, () -> TorchFile.load(file));
                var reason = expected.row.get("reason").asText();
                assertTrue(reason.contains(e.global()), e.global());
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                assertTrue(e.getMessage().contains(e.global()), e.getMessage());
            }
            default -> {
                var e = assertThrows(FileFormatException.class, () -> TorchFile.load(file));
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                assertTrue(!(e instanceof RefusedGlobalException), e.getMessage());
            }
        }
    }

    /** What is saved again is the same, sharing included. */
    @ParameterizedTest
    @MethodSource("files")
    void goodFilesSurviveSaving(Expected expected) throws IOException {
        Assumptions.assumeTrue(expected.row.get("kind").asText().equals("ok"));
        var value = TorchFile.load(expected.file);
        var copy = folder.resolve("copy.pt");
        TorchFile.save(value, copy);
        assertEquals(expected.row.get("value"), describe(TorchFile.load(copy)));
        var bytes = Files.readAllBytes(copy);
        TorchFile.save(TorchFile.load(copy), copy);
        assertEquals(Arrays.hashCode(bytes), Arrays.hashCode(Files.readAllBytes(copy)));
    }

    /** The description that the script which made the files gives. */
    private static JsonNode describe(Object value) {
        var node = JSON.createObjectNode();
        switch (value) {
            case null -> node.putNull("NoneType");
            case Parameter p -> {
                node.set("parameter", describe(p.detach()));
                node.put("requires_grad", p.requiresGrad());
            }
            case Tensor t -> describe(t, node);
            case OrderedDict<?, ?> dict -> node.set("ordered_dict", pairs(dict));
            case Map<?, ?> map -> node.set("dict", pairs(map));
            case Size size -> {
                var sizes = node.putArray("size");
                Arrays.stream(size.toArray()).forEach(s -> sizes.add((int) s));
            }
            case Tuple<?> tuple -> node.set("tuple", items(tuple));
            case List<?> list -> node.set("list", items(list));
            case Set<?> set -> node.set("set", items(set.stream().map(String::valueOf).sorted()));
            case DType dtype -> node.put("dtype", dtype.text());
            case Device device -> node.put("device", device.text());
            case Boolean flag -> node.put("bool", flag);
            case Long number -> node.set("int", JSON.valueToTree(shortest(number)));
            case Double number -> node.put("float", Numbers.python(number));
            case String text -> node.put("str", text);
            case byte[] bytes -> node.put("bytes", java.util.HexFormat.of().formatHex(bytes));
            default -> node.put("object", value.getClass().getSimpleName());
        }
        return node;
    }

    /** As the JSON reader gives integers. */
    private static Number shortest(long number) {
        if (number == (int) number) {
            return (int) number;
        }
        return number;
    }

    private static ArrayNode pairs(Map<?, ?> map) {
        var pairs = JSON.createArrayNode();
        map.forEach((key, item) -> pairs.addArray().add(describe(key)).add(describe(item)));
        return pairs;
    }

    private static ArrayNode items(List<?> list) {
        var items = JSON.createArrayNode();
        list.forEach(item -> items.add(describe(item)));
        return items;
    }

    private static ArrayNode items(java.util.stream.Stream<String> texts) {
        var items = JSON.createArrayNode();
        texts.forEach(items::add);
        return items;
    }

    private static void describe(Tensor t, ObjectNode node) {
        node.put("tensor", t.dtype().text());
        var shape = node.putArray("shape");
        Arrays.stream(t.shape().toArray()).forEach(size -> shape.add((int) size));
        var strides = node.putArray("stride");
        Arrays.stream(t.stride()).forEach(stride -> strides.add((int) stride));
        node.put("offset", (int) t.storageOffset());
        var values = node.putArray("values");
        if (t.dtype() == DType.BOOL) {
            for (var flag : t.toBooleanArray()) {
                values.add(flag ? "True" : "False");
            }
        } else if (t.isFloatingPoint()) {
            Arrays.stream(t.toDoubleArray()).forEach(x -> values.add(Numbers.python(x)));
        } else {
            Arrays.stream(t.toLongArray()).forEach(x -> values.add(Long.toString(x)));
        }
    }
}
