package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Random;

/**
 * Files with bytes changed, lost and added at random: reading ends with a value or with {@link
 * FileFormatException}, never with anything else, and takes no more memory than a file can mean.
 */
class DamagedFilesTest {
    /** What one damaged file may make the allocator map; compressed entries come to 256 MiB. */
    private static final long MEMORY = 600L << 20;

    @TempDir Path folder;

    private interface Reader {
        Object read(Path file) throws IOException;
    }

    private static final Map<String, Reader> FILES =
            Map.ofEntries(
                    Map.entry("checkpoints/training_checkpoint.pt", TorchFile::load),
                    Map.entry("checkpoints/shared_storage_views.pt", TorchFile::load),
                    Map.entry("checkpoints/unicode_and_big_numbers.pt", TorchFile::load),
                    Map.entry("checkpoints/mixed_list.pt", f -> TorchFile.load(f, Mmap.MMAP)),
                    Map.entry("checkpoints/parameter.pt", TorchFile::load),
                    Map.entry("checkpoints/pickle_protocol_4.pt", TorchFile::load),
                    Map.entry("checkpoints/size_dtype_device.pt", TorchFile::load),
                    Map.entry("checkpoints/legacy_format.pt", TorchFile::load),
                    Map.entry("torch/zip_2.pt", TorchFile::load),
                    Map.entry("torch/zip_5.pt", f -> TorchFile.load(f, Mmap.MMAP)),
                    Map.entry("torch/legacy_2.pt", TorchFile::load),
                    Map.entry("torch/legacy_5.pt", TorchFile::load),
                    Map.entry("recorded.safetensors", Safetensors::load),
                    Map.entry("numpy/c_float32.npy", Numpy::load),
                    Map.entry("numpy/fortran_3.npy", Numpy::load),
                    Map.entry("numpy/stored.npz", Numpy::loadz),
                    Map.entry("numpy/compressed.npz", Numpy::loadz));

    @Test
    void aFewChanges() throws Exception {
        change(150);
    }

    @Test
    @Tag("slow")
    void manyChanges() throws Exception {
        change(10_000);
    }

    private void change(int times) throws IOException, URISyntaxException {
        for (var sample : FILES.entrySet()) {
            var uri = getClass().getResource(sample.getKey()).toURI();
            var original = Files.readAllBytes(Path.of(uri));
            var file = folder.resolve("damaged" + sample.getKey().replace('/', '_'));
            long before = Torch.memoryStatistics().peak();
            for (int seed = 0; seed < times; seed++) {
                var damaged = damage(original, new Random(seed));
                Files.write(file, damaged);
                try {
                    visit(sample.getValue().read(file), 0);
                } catch (FileFormatException e) {
                    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                } catch (Throwable e) {
                    throw new AssertionError(sample.getKey() + " with seed " + seed, e);
                }
            }
            long more = Torch.memoryStatistics().peak() - before;
            assertTrue(more < MEMORY, sample.getKey() + " took " + more);
        }
    }

    private static byte[] damage(byte[] original, Random random) {
        var bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int c = 0; c < changes; c++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2, 3 -> bytes[at] = (byte) random.nextInt(256);
                case 4 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
                case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) 0x7f);
                case 6 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    int to = random.nextInt(bytes.length);
                    int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, to));
                    System.arraycopy(bytes, at, bytes, to, length);
                }
            }
        }
        return bytes;
    }

    /** Touches all memory that a value claims to have. */
    private static void visit(Object value, int depth) {
        switch (value) {
            case Tensor t when t.numel() < 1_000_000 -> t.sum().itemObject();
            case Map<?, ?> map when depth < 20 -> map.values().forEach(v -> visit(v, depth + 1));
            case Collection<?> list when depth < 20 -> list.forEach(v -> visit(v, depth + 1));
            case null, default -> {}
        }
    }
}
