package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a small bundle out of a large one, for the test resources of this project.
 *
 * <p>Of each operator and dtype it keeps a few samples with small tensors, one of them with
 * non-contiguous memory if there is one, and all error samples; of each random stream and kind of
 * text a few records. Run it again when bundles are recorded anew:
 *
 * <pre>{@code
 * java -cp 'cli/target/lib/*' dev.cresset.testing.BundleTrimmer \
 *     ../shared/conformance/ops-tier1 testing/src/test/resources/conformance/ops-tier1 3 2000
 * }</pre>
 */
public final class BundleTrimmer {
    private final Bundle source;
    private final int perGroup;
    private final long maxElements;
    private final Map<String, Integer> kept = new HashMap<>();
    private final List<JsonNode> records = new ArrayList<>();
    private final Set<String> keys = new LinkedHashSet<>();

    private BundleTrimmer(Bundle source, int perGroup, long maxElements) {
        this.source = source;
        this.perGroup = perGroup;
        this.maxElements = maxElements;
    }

    /**
     * Entry point.
     *
     * @param args bundle, folder for the small one, records per group, elements per record
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException(
                    "usage: BundleTrimmer BUNDLE NEW_BUNDLE RECORDS_PER_GROUP ELEMENTS_PER_RECORD");
        }
        trim(
                Path.of(args[0]),
                Path.of(args[1]),
                Integer.parseInt(args[2]),
                Long.parseLong(args[3]));
    }

    /**
     * Writes a trimmed bundle.
     *
     * @param from the bundle
     * @param to folder for the small one
     * @param perGroup records to keep per operator, dtype and kind of layout (rounded up)
     * @param maxElements records with more elements in their tensors are left out
     */
    public static void trim(Path from, Path to, int perGroup, long maxElements) throws IOException {
        var trimmer = new BundleTrimmer(Bundle.open(from), perGroup, maxElements);
        trimmer.source.forEach(trimmer::consider);
        Files.createDirectories(to);
        trimmer.write(to);
    }

    private void consider(JsonNode record) {
        var used = new LinkedHashSet<String>();
        collect(record, used);
        long elements = 0;
        for (var key : used) {
            long count = 1;
            for (long size : source.tensors().entry(key).sizes()) {
                count *= size;
            }
            elements += count;
        }
        boolean error = record.path("kind").asText().endsWith("error");
        if (!error && elements > maxElements) {
            return;
        }
        // Two thirds plain records, one third with another layout.
        boolean strided = record.path("noncontiguous").booleanValue();
        int room = strided ? Math.max(1, perGroup / 3) : perGroup - perGroup / 3;
        if (error || kept.merge(group(record) + strided, 1, Integer::sum) <= room) {
            records.add(record);
            keys.addAll(used);
        }
    }

    private static String group(JsonNode record) {
        var id = record.path("id").asText();
        var name = id.contains("|") ? id.substring(0, id.indexOf('|')) : id;
        return record.path("op").asText(record.path("group").asText(name))
                + "|"
                + record.path("dtype").asText();
    }

    private static void collect(JsonNode node, Set<String> keys) {
        if (node.path("tensor").isTextual()) {
            keys.add(node.get("tensor").textValue());
        }
        node.forEach(child -> collect(child, keys));
    }

    private void write(Path to) throws IOException {
        var mapper = new ObjectMapper();
        try (var manifest = Files.newBufferedWriter(to.resolve("manifest.jsonl"))) {
            for (var record : records) {
                manifest.write(mapper.writeValueAsString(record));
                manifest.write('\n');
            }
        }
        mapper.writeValue(to.resolve("meta.json").toFile(), source.meta());
        writeTensors(to.resolve("tensors.safetensors"), mapper);
    }

    private void writeTensors(Path file, ObjectMapper mapper) throws IOException {
        var order = new ArrayList<>(keys);
        order.sort(Comparator.comparingLong(key -> -elementSize(source.tensors().entry(key))));
        var header = new LinkedHashMap<String, Object>();
        long offset = 0;
        for (var key : order) {
            var entry = source.tensors().entry(key);
            long bytes = entry.end() - entry.begin();
            header.put(
                    key,
                    Map.of(
                            "dtype", entry.dtype(),
                            "shape", entry.sizes(),
                            "data_offsets", new long[] {offset, offset + bytes}));
            offset += bytes;
        }
        var text = mapper.writeValueAsString(header);
        text += " ".repeat((8 - text.length() % 8) % 8);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(text.length()).array());
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            for (var key : order) {
                var bytes = source.tensors().bytes(source.tensors().entry(key));
                out.write(bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
            }
        }
    }

    private static long elementSize(TensorFile.Entry entry) {
        var digits = entry.dtype().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 1 : Long.parseLong(digits) / 8;
    }
}
