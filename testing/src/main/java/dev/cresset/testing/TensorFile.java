package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a bundle: a memory-mapped safetensors file. */
final class TensorFile {
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** One stored tensor: dtype code of the format, sizes, place in the file. */
    record Entry(String dtype, long[] sizes, long begin, long end) {}

    private final MemorySegment file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final long data;

    private TensorFile(MemorySegment file, JsonNode header, long data) {
        this.file = file;
        this.data = data;
        header.properties()
                .forEach(
                        field -> {
                            if (!field.getKey().equals("__metadata__")) {
                                entries.put(field.getKey(), entry(field.getValue()));
                            }
                        });
    }

    static TensorFile open(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var file =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            if (file.byteSize() < 8) {
                throw new IOException(path + ": too short for a safetensors file");
            }
            long length = file.get(LENGTH, 0);
            if (length < 0 || length > file.byteSize() - 8) {
                throw new IOException(path + ": the header claims " + length + " bytes");
            }
            var bytes = file.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
            return new TensorFile(file, new ObjectMapper().readTree(bytes), 8 + length);
        }
    }

    private static Entry entry(JsonNode node) {
        var shape = node.get("shape");
        var sizes = new long[shape.size()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = shape.get(d).longValue();
        }
        var offsets = node.get("data_offsets");
        return new Entry(
                node.get("dtype").textValue(),
                sizes,
                offsets.get(0).longValue(),
                offsets.get(1).longValue());
    }

    Entry entry(String key) {
        var entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("bundle: no tensor " + key + " in the tensor file");
        }
        return entry;
    }

    /** The bytes of an entry, in the file's memory. */
    MemorySegment bytes(Entry entry) {
        return file.asSlice(data + entry.begin, entry.end - entry.begin);
    }
}
