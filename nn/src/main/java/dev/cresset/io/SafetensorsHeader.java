package dev.cresset.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cresset.spi.DType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the beginning of a safetensors file: what tensors there are and where.
 *
 * <p>Everything is checked before anything is read: a header that passes describes tensors of known
 * dtypes that lie in the data one after the other, without gaps, overlaps or rest.
 *
 * @param tensors what is in the file, in the order of the data
 * @param metadata texts that belong to the file as a whole
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
    /** Longest header that is read, as in the reference implementation. */
    static final long LIMIT = 100_000_000;

    /** The dtypes in the order in which the reference implementation puts them into a file. */
    static final List<DType> ORDER =
            List.of(
                    DType.INT64,
                    DType.FLOAT64,
                    DType.COMPLEX64,
                    DType.FLOAT32,
                    DType.INT32,
                    DType.BFLOAT16,
                    DType.FLOAT16,
                    DType.INT16,
                    DType.INT8,
                    DType.UINT8,
                    DType.BOOL);

    private static final List<String> NAMES =
            List.of("I64", "F64", "C64", "F32", "I32", "BF16", "F16", "I16", "I8", "U8", "BOOL");

    private static final String METADATA = "__metadata__";

    /** Strict, and without limits of its own: the size of the header is the limit. */
    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength((int) LIMIT)
                                                    .maxStringLength((int) LIMIT)
                                                    .maxNestingDepth(8)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Where a tensor lies.
     *
     * @param dtype what it holds
     * @param sizes its sizes
     * @param begin its first byte, counted from the end of the header
     * @param end behind its last byte
     */
    record Entry(DType dtype, long[] sizes, long begin, long end) {
        long bytes() {
            return end - begin;
        }
    }

    /** The header as it stands in a file, with spaces up to a multiple of eight. */
    byte[] encode() {
        var root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            var texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        tensors.forEach(
                (name, entry) -> {
                    var node = root.putObject(name);
                    node.put("dtype", NAMES.get(ORDER.indexOf(entry.dtype)));
                    var shape = node.putArray("shape");
                    for (long size : entry.sizes) {
                        shape.add(size);
                    }
                    node.putArray("data_offsets").add(entry.begin).add(entry.end);
                });
        var text = root.toString();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(bytes.length, 8) * 8;
        var header = new byte[padded];
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        Arrays.fill(header, bytes.length, padded, (byte) ' ');
        return header;
    }

    /**
     * Reads and checks a header.
     *
     * @param dataBytes bytes of the file behind the header
     */
    static SafetensorsHeader decode(Path file, byte[] header, long dataBytes) {
        var root = parse(file, header);
        var entries = new LinkedHashMap<String, Entry>();
        var metadata = new LinkedHashMap<String, String>();
        root.properties()
                .forEach(
                        property -> {
                            if (property.getKey().equals(METADATA)) {
                                texts(file, property.getValue(), metadata);
                            } else {
                                var at = "tensor \"" + property.getKey() + "\"";
                                entries.put(
                                        property.getKey(), entry(file, at, property.getValue()));
                            }
                        });
        return new SafetensorsHeader(inOrder(file, entries, dataBytes), metadata);
    }

    private static JsonNode parse(Path file, byte[] header) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header));
            if (header.length == 0 || header[0] != '{') {
                throw new FileFormatException(
                        file, "the header of a safetensors file begins with '{'; this is none");
            }
            return JSON.readTree(header);
        } catch (CharacterCodingException e) {
            throw new FileFormatException(file, "the header is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new FileFormatException(
                    file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FileFormatException(file, "the header cannot be read: " + e.getMessage(), e);
        }
    }

    private static void texts(Path file, JsonNode node, Map<String, String> metadata) {
        require(file, node.isObject(), METADATA + " is not an object but " + node);
        node.properties()
                .forEach(
                        text -> {
                            require(
                                    file,
                                    text.getValue().isTextual(),
                                    METADATA
                                            + " \""
                                            + text.getKey()
                                            + "\" is not a string but "
                                            + text.getValue());
                            metadata.put(text.getKey(), text.getValue().textValue());
                        });
    }

    private static Entry entry(Path file, String at, JsonNode node) {
        require(file, node.isObject(), at + " is described by " + node + ", not by an object");
        var dtype = dtype(file, at, node.path("dtype"));
        var sizes = numbers(file, at + ": shape", node.path("shape"));
        var offsets = numbers(file, at + ": data_offsets", node.path("data_offsets"));
        require(
                file,
                offsets.length == 2 && offsets[0] <= offsets[1],
                at + ": data_offsets are not begin and end but " + node.path("data_offsets"));
        long bytes = dtype.size();
        try {
            for (long size : sizes) {
                bytes = Math.multiplyExact(bytes, size);
            }
        } catch (ArithmeticException e) {
            throw new FileFormatException(
                    file, at + ": the shape " + node.path("shape") + " is too large", e);
        }
        require(
                file,
                bytes == offsets[1] - offsets[0],
                at
                        + ": "
                        + node.path("dtype").textValue()
                        + " of shape "
                        + node.path("shape")
                        + " takes "
                        + bytes
                        + " bytes, but data_offsets "
                        + node.path("data_offsets")
                        + " hold "
                        + (offsets[1] - offsets[0]));
        return new Entry(dtype, sizes, offsets[0], offsets[1]);
    }

    private static DType dtype(Path file, String at, JsonNode node) {
        require(file, node.isTextual(), at + " has no dtype");
        int known = NAMES.indexOf(node.textValue());
        require(
                file,
                known >= 0,
                at + " has the dtype " + node.textValue() + "; this version reads " + NAMES);
        return ORDER.get(known);
    }

    private static long[] numbers(Path file, String at, JsonNode node) {
        require(file, node.isArray(), at + " is not a list of numbers");
        var numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            var number = node.get(i);
            require(
                    file,
                    number.isIntegralNumber()
                            && number.canConvertToLong()
                            && number.longValue() >= 0,
                    at + " holds " + number + ", which is no size");
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    private static Map<String, Entry> inOrder(
            Path file, Map<String, Entry> entries, long dataBytes) {
        var sorted = new LinkedHashMap<String, Entry>();
        var order =
                entries.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<String, Entry> e) -> e.getValue().begin)
                                        .thenComparingLong(e -> e.getValue().end))
                        .toList();
        long at = 0;
        for (var named : order) {
            long begin = named.getValue().begin;
            require(
                    file,
                    begin == at,
                    "tensor \""
                            + named.getKey()
                            + "\" begins at byte "
                            + begin
                            + (begin < at
                                    ? " inside the one before, which ends at "
                                    : " after a gap from ")
                            + at);
            at = named.getValue().end;
            sorted.put(named.getKey(), named.getValue());
        }
        require(
                file,
                at == dataBytes,
                "the header describes "
                        + at
                        + " bytes of data, but there are "
                        + dataBytes
                        + (at > dataBytes
                                ? ": the file is cut off"
                                : ": there is something behind"));
        return sorted;
    }

    private static void require(Path file, boolean valid, String problem) {
        if (!valid) {
            throw new FileFormatException(file, problem);
        }
    }
}
