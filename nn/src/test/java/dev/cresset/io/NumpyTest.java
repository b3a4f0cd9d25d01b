package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of real NumPy; {@code numpy/make.py} among the resources wrote them. */
class NumpyTest {
    @TempDir Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(NumpyTest.class.getResource("numpy/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, JsonNode> expected() throws IOException {
        var expected = new LinkedHashMap<String, JsonNode>();
        new ObjectMapper()
                .readTree(Files.readAllBytes(resource("expected.json")))
                .properties()
                .forEach(row -> expected.put(row.getKey(), row.getValue()));
        return expected;
    }

    static List<String> arrays() throws IOException {
        return expected().keySet().stream().filter(name -> !name.contains("/")).toList();
    }

    private static void assertExpected(String name, Tensor t) throws IOException {
        var row = expected().get(name);
        assertEquals(row.get("dtype").asText(), t.dtype().text());
        assertEquals(row.get("shape").toString(), text(t.shape().toArray()));
        if (t.numel() > 0) {
            assertEquals(row.get("strides").toString(), text(t.stride()));
        }
        var values = new ArrayList<String>();
        if (t.dtype().isComplex()) {
            var parts = Torch.viewAsReal(t.contiguous()).toDoubleArray();
            Arrays.stream(parts).forEach(x -> values.add(Numbers.python(x)));
        } else if (t.isFloatingPoint()) {
            Arrays.stream(t.toDoubleArray()).forEach(x -> values.add(Numbers.python(x)));
        } else {
            Arrays.stream(t.toLongArray()).forEach(x -> values.add(Long.toString(x)));
        }
        var want = new ArrayList<String>();
        row.get("values").forEach(x -> want.add(x.asText()));
        assertEquals(want, values);
    }

    private static String text(long[] numbers) {
        return Arrays.toString(numbers).replace(" ", "");
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void readsWhatNumpyWrote(String name) throws IOException {
        var file = resource(name + ".npy");
        assertExpected(name, Numpy.load(file));
    }

    /** Byte for byte, where the file has little-endian numbers and the oldest version. */
    @ParameterizedTest
    @MethodSource("arrays")
    void writesWhatNumpyWrites(String name) throws IOException {
        var original = resource(name + ".npy");
        var copy = folder.resolve("copy.npy");
        var tensor = Numpy.load(original);
        Numpy.save(copy, tensor);
        if (name.startsWith("big_") || name.startsWith("version_")) {
            assertExpected(name, Numpy.load(copy));
        } else {
            assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void readsArchives(String name) throws IOException {
        var arrays = Numpy.loadz(resource(name));
        assertEquals(List.of("images", "labels", "turned", "weight"), List.copyOf(arrays.keySet()));
        for (var array : arrays.entrySet()) {
            assertExpected("npz/" + array.getKey(), array.getValue());
        }
    }

    @Test
    void writesArchives() throws IOException {
        var arrays = Numpy.loadz(resource("stored.npz"));
        var stored = folder.resolve("stored.npz");
        var compressed = folder.resolve("compressed.npz");
        Numpy.savez(stored, arrays);
        Numpy.savezCompressed(compressed, arrays);
        assertTrue(Files.size(compressed) < Files.size(stored) / 2);
        for (var file : List.of(stored, compressed)) {
            for (var array : Numpy.loadz(file).entrySet()) {
                assertExpected("npz/" + array.getKey(), array.getValue());
            }
            var bytes = Files.readAllBytes(file);
            if (file == stored) {
                Numpy.savez(file, arrays);
            } else {
                Numpy.savezCompressed(file, arrays);
            }
            assertArrayEquals(bytes, Files.readAllBytes(file));
        }
        try (var zip = new java.util.zip.ZipFile(stored.toFile());
                var content = zip.getInputStream(zip.getEntry("labels.npy"))) {
            var file = folder.resolve("labels.npy");
            Numpy.save(file, arrays.get("labels"));
            assertArrayEquals(Files.readAllBytes(file), content.readAllBytes());
        }
    }

    @Test
    void stridedTensors() throws IOException {
        var file = folder.resolve("x.npy");
        var x = Torch.arange(24).reshape(4, 6);
        for (var view : List.of(x.t(), x.get("::2, 1::2"), x.select(1, 3), x.permute(1, 0))) {
            Numpy.save(file, view);
            assertTrue(view.equal(Numpy.load(file)));
        }
        var e =
                assertThrows(
                        OpException.class, () -> Numpy.save(file, Torch.ones(DType.BFLOAT16, 2)));
        assertTrue(e.getMessage().contains("unsupported ScalarType BFloat16"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bad_object.npy | Object arrays cannot be loaded",
                "bad_text.npy | '<U2'",
                "bad_fields.npy | several fields",
                "bad_date.npy | '<M8[s]'",
            })
    void otherElements(String name, String problem) {
        var file = resource(name);
        var e = assertThrows(FileFormatException.class, () -> Numpy.load(file));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void unsignedNumbersThatTensorsLack() throws IOException {
        var file = resource("bad_uint16.npy");
        var e = assertThrows(FileFormatException.class, () -> Numpy.load(file));
        assertTrue(e.getMessage().contains("uint16"), e.getMessage());
    }

    private Path file(String header, int version, int length, int data) throws IOException {
        var bytes = ByteBuffer.allocate(12 + header.length() + data);
        bytes.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
        bytes.put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt(length);
        }
        bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
        return Files.write(
                folder.resolve("bad.npy"), Arrays.copyOf(bytes.array(), bytes.position() + data));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (3,), } | cut off",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } | not a dict",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (2), } | ok",
                "8 | {'descr': '<f4', 'fortran_order': 0, 'shape': (2,), } | not a dict",
                "8 | {'descr': '<f4', 'shape': (2,), } | not a dict",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1} | not a dict",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (2,), } x | not a dict",
                "8 | __import__('os').system('true') | not a dict",
                "8 | {'descr': '<f4 | not a dict",
                "8 | {'descr': '', 'fortran_order': False, 'shape': (2,)} | not a dict",
                "8 | {'descr': '<', 'fortran_order': False, 'shape': (2,)} | elements of type",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)} |"
                        + " not a dict",
                "8 | {'descr': '<f4', 'fortran_order': False,"
                        + " 'shape': (4611686018427387904, 4611686018427387904)} | too large",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,)} |"
                        + " too large",
                "8 | {'descr': '<f4', 'fortran_order': False, 'shape': (2305843009213693951,)} |"
                        + " cut off",
                "0 | {'descr': '<f4', 'fortran_order': False,"
                        + " 'shape': (0, 2305843009213693951)} | ok",
                "16 | {'descr': '<i8', 'fortran_order': False, 'shape': (2L,), } | ok",
            })
    void damagedHeaders(int data, String header, String problem) throws IOException {
        for (int version = 1; version <= 3; version++) {
            var file = file(header, version, header.length(), data);
            if (problem.equals("ok")) {
                Numpy.load(file);
            } else {
                var e = assertThrows(FileFormatException.class, () -> Numpy.load(file));
                assertTrue(e.getMessage().contains(problem), e.getMessage());
            }
        }
    }

    @Test
    void impossibleLengths() throws IOException {
        for (int length : new int[] {30_000, 1 << 30, -1}) {
            var file = file("{}", 2, length, 0);
            var e = assertThrows(FileFormatException.class, () -> Numpy.load(file));
            assertTrue(e.getMessage().contains("are possible"), e.getMessage());
        }
        var file = file("{}", 4, 2, 0);
        var e = assertThrows(FileFormatException.class, () -> Numpy.load(file));
        assertTrue(e.getMessage().contains("version 4.0"), e.getMessage());
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        var array = Files.readAllBytes(resource("c_float32.npy"));
        var file = folder.resolve("cut.npy");
        for (int n = 0; n < array.length; n++) {
            Files.write(file, Arrays.copyOf(array, n));
            assertThrows(FileFormatException.class, () -> Numpy.load(file));
        }
        for (var name : List.of("stored.npz", "compressed.npz")) {
            var archive = Files.readAllBytes(resource(name));
            for (int n = 0; n < archive.length; n += 13) {
                Files.write(file, Arrays.copyOf(archive, n));
                assertThrows(FileFormatException.class, () -> Numpy.loadz(file));
            }
        }
    }

    @Test
    void changedContent() throws IOException {
        for (var name : List.of("stored.npz", "compressed.npz")) {
            var bytes = Files.readAllBytes(resource(name));
            // Inside of the first array.
            bytes[name.startsWith("s") ? 195 : 100] ^= 1;
            var file = Files.write(folder.resolve(name), bytes);
            var e = assertThrows(FileFormatException.class, () -> Numpy.loadz(file));
            assertTrue(e.getMessage().contains("images.npy"), e.getMessage());
        }
    }

    @Test
    void oneForTheOther() {
        assertThrows(FileFormatException.class, () -> Numpy.load(resource("stored.npz")));
        assertThrows(FileFormatException.class, () -> Numpy.loadz(resource("scalar.npy")));
    }
}
