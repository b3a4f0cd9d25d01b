package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A folder of records. */
final class Bundle {
    private final Path folder;
    private final TensorFile tensors;
    private final JsonNode meta;

    private Bundle(Path folder, TensorFile tensors, JsonNode meta) {
        this.folder = folder;
        this.tensors = tensors;
        this.meta = meta;
    }

    static Bundle open(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve("manifest.jsonl"))) {
            throw new IOException(
                    "conformance: "
                            + folder
                            + " is no bundle: there is no manifest.jsonl; expects the folder that"
                            + " holds it");
        }
        var meta = folder.resolve("meta.json");
        return new Bundle(
                folder,
                TensorFile.open(folder.resolve("tensors.safetensors")),
                Files.exists(meta)
                        ? new ObjectMapper().readTree(meta.toFile())
                        : new ObjectMapper().createObjectNode());
    }

    /** The name: that of the folder. */
    String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    TensorFile tensors() {
        return tensors;
    }

    JsonNode meta() {
        return meta;
    }

    /** Hands over the records one by one. */
    void forEach(Consumer<JsonNode> consumer) throws IOException {
        var reader = new ObjectMapper().readerFor(JsonNode.class);
        try (var records = reader.<JsonNode>readValues(folder.resolve("manifest.jsonl").toFile())) {
            while (records.hasNextValue()) {
                consumer.accept(records.nextValue());
            }
        }
    }
}
