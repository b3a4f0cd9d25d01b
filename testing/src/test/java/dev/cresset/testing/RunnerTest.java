package dev.cresset.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The runner tells right from wrong and from missing, on a bundle written here. */
class RunnerTest {
    private static final String HEADER =
            "{\"one\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                    + "\"two\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},"
                    + "\"ints\":{\"dtype\":\"U16\",\"shape\":[1],\"data_offsets\":[16,18]}}";

    @TempDir private Path folder;

    @BeforeEach
    void tensors() throws IOException {
        var padded = HEADER + " ".repeat(8 - HEADER.length() % 8);
        var bytes = ByteBuffer.allocate(8 + padded.length() + 18).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.putFloat(1).putFloat(-2).putFloat(2).putFloat(-4).putShort((short) 7);
        Files.write(folder.resolve("tensors.safetensors"), bytes.array());
    }

    private Report run(String... records) throws IOException {
        Files.write(folder.resolve("manifest.jsonl"), List.of(records));
        return Conformance.run(folder);
    }

    private static String sample(String function, String arg, String output, String more) {
        return """
        {"id": "x|float32|0", "kind": "sample", "op": "x", "torch_name": "%s", \
        "args": [{"tensor": "%s"}], "kwargs": {}, "tol": {"rtol": 1e-4, "atol": 1e-5}, \
        "output": {"tensor": "%s", "requires_grad": false}%s}\
        """
                .formatted(function, arg, output, more);
    }

    @Test
    void aRightResultPasses() throws IOException {
        var report = run(sample("torch.Tensor.clone", "one", "one", ""));
        assertEquals(new Report.Counts(1, 0, 0), report.totals());
    }

    @Test
    void aWrongResultFailsAndSaysWhere() throws IOException {
        var report = run(sample("torch.neg", "one", "two", ""));
        assertEquals(new Report.Counts(0, 1, 0), report.totals());
        var text = report.failures().getFirst().toString();
        assertTrue(text.contains("2.0 at [0]"), text);
        assertTrue(text.contains("torch.neg(float32[2]{1.0, -2.0})"), text);
    }

    @Test
    void aResultThatSharesTooLittleMemoryFails() throws IOException {
        var report =
                run(sample("torch.Tensor.clone", "one", "one", ", \"alias\": {\"\": \"args/0\"}"));
        assertEquals(1, report.totals().failed());
    }

    @Test
    void missingOpsDTypesAndKindsAreCountedApart() throws IOException {
        var report =
                run(
                        sample("torch.no_such_function", "one", "one", ""),
                        sample("torch.neg", "ints", "ints", ""),
                        "{\"id\": \"k|0\", \"kind\": \"something new\"}");
        assertEquals(new Report.Counts(0, 0, 3), report.totals());
    }

    @Test
    void anErrorSampleMustFail() throws IOException {
        var error =
                """
                {"id": "x|error|0", "kind": "error", "op": "x", "torch_name": "torch.%s", \
                "args": [{"tensor": "one"}, {"int": %d}], "kwargs": {}, \
                "error": {"type": "IndexError", "message": "Dimension out of range"}}\
                """;
        assertEquals(1, run(error.formatted("unsqueeze", 5)).totals().passed());
        assertEquals(1, run(error.formatted("unsqueeze", 1)).totals().failed());
    }

    @Test
    void printsOneLinePerGroupAndTotalsLast() throws IOException {
        run(sample("torch.neg", "one", "two", ""));
        var out = new ByteArrayOutputStream();
        Conformance.print(List.of(folder), group -> true, 1, new PrintStream(out));
        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.getFirst().matches("x +0 passed +1 failed +0 missing"), lines::toString);
        assertTrue(lines.getLast().contains("0 of") || lines.getLast().contains("1 of 1 groups"));
    }

    @Test
    void aFolderWithoutManifestIsAClearError() {
        var error =
                assertThrows(IOException.class, () -> Conformance.run(folder.resolve("nothing")));
        assertTrue(error.getMessage().contains("manifest.jsonl"), error.getMessage());
    }
}
