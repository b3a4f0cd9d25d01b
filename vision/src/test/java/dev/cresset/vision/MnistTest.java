package dev.cresset.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.io.FileFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

class MnistTest {
    private static final String IMAGES = "t10k-images-idx3-ubyte";
    private static final String LABELS = "t10k-labels-idx1-ubyte";

    @TempDir Path folder;

    private static byte[] idx(int magic, int[] sizes, int bytes) {
        var file = ByteBuffer.allocate(4 + 4 * sizes.length + bytes).putInt(magic);
        Arrays.stream(sizes).forEach(file::putInt);
        for (int i = 0; file.hasRemaining(); i++) {
            file.put((byte) (i % 256));
        }
        return file.array();
    }

    private static byte[] images() {
        return idx(0x803, new int[] {3, 2, 5}, 30);
    }

    private static byte[] labels() {
        return idx(0x801, new int[] {3}, 3);
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private void write(byte[] images, byte[] labels) throws IOException {
        Files.write(folder.resolve(IMAGES), images);
        Files.write(folder.resolve(LABELS), labels);
    }

    @Test
    void readsImagesAndLabels() throws IOException {
        write(images(), labels());
        var data = Mnist.test(folder);
        assertEquals(3, data.size());
        var last = data.get(2);
        assertEquals(new Size(1, 2, 5), last.image().shape());
        assertEquals(29 / 255f, last.image().toFloatArray()[9]);
        assertArrayEquals(new long[] {0, 1, 2}, data.tensors().get(1).toLongArray());
        assertFalse(Mnist.hasTrain(folder));
    }

    @Test
    void readsCompressedFiles() throws IOException {
        write(images(), labels());
        var plain = Mnist.test(folder).tensors().getFirst();
        Files.delete(folder.resolve(IMAGES));
        Files.write(folder.resolve(IMAGES + ".gz"), compressed(images()));
        assertTrue(plain.equal(Mnist.test(folder).tensors().getFirst()));
    }

    private void assertDamaged(String problem) {
        var e = assertThrows(FileFormatException.class, () -> Mnist.test(folder));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void damagedFiles() throws IOException {
        write(idx(0x801, new int[] {3}, 3), labels());
        assertDamaged("begins with 0x00000803, this one with 0x00000801");
        write(idx(0xd03, new int[] {3, 2, 5}, 30), labels());
        assertDamaged("begins with");
        write(idx(0x803, new int[] {3, 2, 5}, 29), labels());
        assertDamaged("need 30 bytes, but there are 29");
        write(idx(0x803, new int[] {3, 2, 5}, 31), labels());
        assertDamaged("more than");
        write(idx(0x803, new int[] {-1, -1, -1}, 31), labels());
        assertDamaged("more than an idx file can hold");
        write(idx(0x803, new int[] {1 << 15, 1 << 15, 1}, 30), labels());
        assertDamaged("cut off");
        write(new byte[] {0, 0, 8}, labels());
        assertDamaged("cut off");
        write(images(), idx(0x801, new int[] {4}, 4));
        assertDamaged("4 labels for 3 images");
        write(idx(0x803, new int[] {12, 1, 1}, 12), idx(0x801, new int[] {12}, 12));
        assertDamaged("the label 11 is no digit");
    }

    @Test
    void damagedCompression() throws IOException {
        Files.write(folder.resolve(LABELS), labels());
        var gzip = compressed(images());
        Files.write(folder.resolve(IMAGES + ".gz"), Arrays.copyOf(gzip, gzip.length - 10));
        assertDamaged("cut off");
        gzip[0] = 5;
        Files.write(folder.resolve(IMAGES + ".gz"), gzip);
        assertDamaged("damaged");
    }

    @Test
    void missingFiles() {
        var e = assertThrows(FileNotFoundException.class, () -> Mnist.train(folder));
        assertTrue(e.getMessage().contains("train-images-idx3-ubyte"), e.getMessage());
    }
}
