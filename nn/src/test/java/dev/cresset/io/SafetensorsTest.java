package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

class SafetensorsTest {
    @TempDir Path folder;

    private Path recorded() throws IOException {
        var file = folder.resolve("recorded.safetensors");
        try (var in = SafetensorsTest.class.getResourceAsStream("recorded.safetensors")) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    /** The file was written by the reference implementation from PyTorch tensors. */
    @Test
    void readsFilesOfTheReferenceImplementation() throws IOException {
        var content = Safetensors.read(recorded());
        assertEquals(Map.of("format", "pt", "note", "ü\n"), content.metadata());
        var t = content.tensors();
        assertEquals(13, t.size());
        assertEquals(new Size(2, 2), t.get("f64").shape());
        assertArrayEquals(
                new double[] {1.5, -2.25, 1e300, Double.POSITIVE_INFINITY},
                t.get("f64").toDoubleArray());
        assertArrayEquals(new float[] {0.1f, -3}, t.get("f32").toFloatArray());
        assertEquals(DType.FLOAT16, t.get("f16").dtype());
        assertArrayEquals(new float[] {1.5f, 65504}, t.get("f16").toFloatArray());
        assertEquals(DType.BFLOAT16, t.get("bf16").dtype());
        assertArrayEquals(new float[] {1.5f, -2}, t.get("bf16").toFloatArray());
        assertArrayEquals(new long[] {1L << 62, -1}, t.get("i64").toLongArray());
        assertArrayEquals(new int[] {Integer.MAX_VALUE, -5}, t.get("i32").toIntArray());
        assertArrayEquals(new int[] {-32768}, t.get("i16").toIntArray());
        assertArrayEquals(new int[] {-128, 127}, t.get("i8").toIntArray());
        assertArrayEquals(new int[] {0, 255}, t.get("u8").toIntArray());
        assertArrayEquals(new boolean[] {true, false, true}, t.get("bool").toBooleanArray());
        assertEquals(0, t.get("scalar").dim());
        assertEquals(7.5, t.get("scalar").item());
        assertEquals(new Size(0, 3), t.get("empty").shape());
        assertArrayEquals(new long[] {0, 1, 2}, t.get("name with \"quotes\" é").toLongArray());
    }

    /** Same order, same header, same bytes as the reference implementation writes. */
    @Test
    void writesWhatTheReferenceImplementationWrites() throws IOException {
        var original = recorded();
        var content = Safetensors.read(original);
        var copy = folder.resolve("copy.safetensors");
        Safetensors.save(content.tensors(), copy, content.metadata());
        var again = Safetensors.read(copy);
        assertEquals(content.metadata(), again.metadata());
        content.tensors()
                .forEach((name, t) -> assertTrue(t.equal(again.tensors().get(name)), name));
        assertEquals(data(original), data(copy));
    }

    /** The bytes behind the header. */
    private static ByteBuffer data(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(8 + (int) bytes.getLong(0));
        assertEquals(0, bytes.position() % 8);
        return bytes.slice();
    }

    /** The official library has complex64, but not complex128. */
    @Test
    void complexNumbers() throws IOException {
        var file = folder.resolve("complex.safetensors");
        var z = Torch.complex(Torch.arange(3).toFloat(), Torch.ones(3));
        Safetensors.save(Map.of("z", z, "x", Torch.ones(1)), file);
        assertTrue(z.equal(Safetensors.load(file).get("z")));
        assertTrue(
                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("C64"));
        var wide = z.to(DType.COMPLEX128);
        var e = assertThrows(OpException.class, () -> Safetensors.save(Map.of("z", wide), file));
        assertTrue(e.getMessage().contains("complex128"), e.getMessage());
    }

    @Test
    void stridedTensorsAreSavedInOrder() throws IOException {
        var file = folder.resolve("strided.safetensors");
        var matrix = Torch.arange(6).view(2, 3);
        Safetensors.save(Map.of("t", matrix.t(), "column", matrix.select(1, 1)), file);
        var loaded = Safetensors.load(file);
        assertArrayEquals(new long[] {0, 3, 1, 4, 2, 5}, loaded.get("t").toLongArray());
        assertArrayEquals(new long[] {1, 4}, loaded.get("column").toLongArray());
    }

    @Test
    void aFailedSaveLeavesTheOldFile() throws IOException {
        var file = folder.resolve("kept.safetensors");
        Safetensors.save(Map.of("x", Torch.ones(3)), file);
        var old = Files.readAllBytes(file);
        assertThrows(
                IOException.class,
                () ->
                        AtomicFile.write(
                                file,
                                channel -> {
                                    channel.write(ByteBuffer.wrap(new byte[5]));
                                    throw new IOException("disk full");
                                }));
        assertArrayEquals(old, Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    private Path file(String header, int dataBytes) throws IOException {
        var text = header.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(8 + text.length + dataBytes);
        bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
        return Files.write(folder.resolve("damaged.safetensors"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "12 | [] | begins with",
                "0 | {'a': | not valid JSON",
                "0 | {} {} | not valid JSON",
                "8 | {'a':F32[2]@[0,8],'a':F32[2]@[0,8]} | Duplicate",
                "8 | {'a':5} | described by 5",
                "8 | {'a':{'shape':[2],'data_offsets':[0,8]}} | no dtype",
                "8 | {'a':F31[2]@[0,8]} | dtype F31",
                "8 | {'a':F32[-2]@[0,8]} | no size",
                "8 | {'a':F32[2.0]@[0,8]} | no size",
                "8 | {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | list of numbers",
                "8 | {'a':F32[2]@[8,0]} | begin and end",
                "8 | {'a':F32[2]@[0]} | begin and end",
                "8 | {'a':F32[3]@[0,8]} | takes 12 bytes",
                "8 | {'a':F32[4294967296,4294967296]@[0,0]} | too large",
                "8 | {'a':F32[9223372036854775807]@[0,8]} | too large",
                "4 | {'a':F32[2]@[0,8]} | cut off",
                "9 | {'a':F32[2]@[0,8]} | something behind",
                "12 | {'a':F32[2]@[4,12]} | after a gap",
                "12 | {'a':F32[2]@[0,8],'b':F32[2]@[4,12]} | inside the one before",
                "0 | {'__metadata__':{'a':1}} | not a string",
                "0 | {'__metadata__':[]} | not an object",
            })
    void damagedHeaders(int dataBytes, String header, String problem) throws IOException {
        var json =
                header.replaceAll(
                                "(\\w+)(\\[[^]]*])@(\\[[^]]*])",
                                "{'dtype':'$1','shape':$2,'data_offsets':$3}")
                        .replace('\'', '"');
        var file = file(json, dataBytes);
        var e = assertThrows(FileFormatException.class, () -> Safetensors.load(file));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void impossibleLengths() throws IOException {
        var file = folder.resolve("length.safetensors");
        for (long length : new long[] {9, 1L << 40, -1, Long.MIN_VALUE}) {
            var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bytes.array());
            assertThrows(FileFormatException.class, () -> Safetensors.load(file));
        }
        Files.write(file, new byte[3]);
        assertThrows(FileFormatException.class, () -> Safetensors.load(file));
        Files.write(file, new byte[0]);
        assertThrows(FileFormatException.class, () -> Safetensors.load(file));
    }

    @Test
    void everyCutAndEveryFlippedBitOfTheHeaderIsHandled() throws IOException {
        var bytes = Files.readAllBytes(recorded());
        var file = folder.resolve("cut.safetensors");
        for (int n = 0; n < bytes.length; n += 7) {
            Files.write(file, Arrays.copyOf(bytes, n));
            assertThrows(FileFormatException.class, () -> Safetensors.load(file));
        }
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            var flipped = bytes.clone();
            flipped[random.nextInt(900)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try {
                Safetensors.load(file);
            } catch (FileFormatException expected) {
                assertTrue(expected.getMessage().startsWith(file + ": "));
            }
        }
    }

    @Test
    void emptyFiles() throws IOException {
        var file = folder.resolve("none.safetensors");
        Safetensors.save(new LinkedHashMap<String, Tensor>(), file);
        assertEquals(Map.of(), Safetensors.load(file));
    }
}
