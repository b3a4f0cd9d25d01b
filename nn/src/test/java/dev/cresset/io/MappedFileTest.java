package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors that stay in their files, and files of more than 4 GiB. */
class MappedFileTest {
    private static final Path MAPS = Path.of("/proc/self/maps");

    @TempDir Path folder;

    private static Map<String, Tensor> tensors() {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var dtype : DType.values()) {
            tensors.put(dtype.text(), Torch.arange(24).reshape(4, 6).to(dtype));
        }
        tensors.put("empty", Torch.empty(0, 3));
        tensors.put("scalar", Torch.tensor(2.5));
        return tensors;
    }

    private static void assertSame(Map<String, Tensor> want, Map<String, Tensor> got) {
        assertEquals(want.keySet(), got.keySet());
        want.forEach((name, t) -> assertTrue(t.equal(got.get(name)), name));
    }

    @Test
    void safetensors() throws IOException {
        var file = folder.resolve("x.safetensors");
        var tensors = tensors();
        tensors.remove("complex128");
        Safetensors.save(tensors, file);
        assertSame(tensors, new java.util.TreeMap<>(Safetensors.load(file, Mmap.MMAP)));
        check(file, Safetensors.load(file, Mmap.MMAP));
    }

    @Test
    void filesOfPyTorch() throws IOException {
        var file = folder.resolve("x.pt");
        TorchFile.save(tensors(), file);
        assertSame(tensors(), TorchFile.loadStateDict(file, Mmap.MMAP));
        check(file, TorchFile.loadStateDict(file, Mmap.MMAP));
    }

    /** Changes stay in memory, and replacing the file does no harm. */
    private void check(Path file, Map<String, Tensor> mapped) throws IOException {
        var bytes = Files.readAllBytes(file);
        var x = mapped.get("float32");
        x.add_(1);
        mapped.get("int64").fill_(7);
        assertTrue(x.equal(tensors().get("float32").add(1)));
        assertArrayEquals(bytes, Files.readAllBytes(file));
        if (file.toString().endsWith(".pt")) {
            TorchFile.save(mapped, file);
            assertSame(mapped, TorchFile.loadStateDict(file));
        } else {
            Safetensors.save(mapped, file);
            assertSame(mapped, new LinkedHashMap<>(Safetensors.load(file)));
        }
        assertTrue(x.equal(tensors().get("float32").add(1)));
    }

    @Test
    void filesThatMayNotBeWrittenAreRead() throws IOException {
        var file = folder.resolve("x.pt");
        TorchFile.save(tensors(), file);
        assertTrue(file.toFile().setWritable(false));
        assertSame(tensors(), TorchFile.loadStateDict(file, Mmap.MMAP));
    }

    /** The mapping ends some time after its last tensor, and not before. */
    @Test
    void mappingsEnd() throws Exception {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        var file = folder.resolve("ends.pt");
        TorchFile.save(Map.of("x", Torch.ones(100_000), "y", Torch.ones(1)), file);
        var mapped = TorchFile.loadStateDict(file, Mmap.MMAP);
        var y = mapped.get("y").view(1);
        mapped = null;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(isMapped(file));
        assertEquals(1, y.item());
        y = null;
        for (int i = 0; i < 500 && isMapped(file); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(!isMapped(file));
    }

    private static boolean isMapped(Path file) throws IOException {
        return Files.readString(MAPS).contains(file.toString());
    }

    /** A storage of 5 GiB that takes no room: its bytes were never written, but the last. */
    private Path sparse() throws IOException {
        var file = folder.resolve("sparse.pt");
        long bytes = 5L << 30;
        var small = new PickleWriter();
        var pickle = small.write(Torch.empty(DType.UINT8, 1));
        var text = new String(pickle, java.nio.charset.StandardCharsets.ISO_8859_1);
        // The number of elements, the size of the tensor.
        text = text.replaceFirst("cpuq(.)K\1t", "cpuq$1\u008a\5\0\0\0\100\1t");
        text = text.replace("QK\0K\1\u0085", "QK\0\u008a\5\0\0\0\100\1\u0085");
        var large = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            var zip = new ZipWriter(channel);
            zip.entry("a/data.pkl", large);
            zip.entry(
                    "a/data/0",
                    bytes,
                    0,
                    to -> {
                        channel.position(channel.position() + bytes - 1);
                        channel.write(ByteBuffer.wrap(new byte[] {42}));
                    });
            zip.entry("a/version", "3\n".getBytes());
            zip.finish();
        }
        return file;
    }

    @Test
    void largeFiles() throws IOException {
        var file = sparse();
        assertTrue(Files.size(file) > 5L << 30);
        var x = (Tensor) TorchFile.load(file, Mmap.MMAP);
        assertEquals(5L << 30, x.numel());
        assertEquals(42, x.get(-1).itemLong());
        assertEquals(0, x.get(-2).itemLong());
        assertEquals(42, x.narrow(0, (5L << 30) - 1000, 1000).sum().itemLong());
    }

    /** More than a buffer holds, through memory and real files: about a minute. */
    @Test
    @Tag("slow")
    void moreThanABufferHolds() throws IOException {
        var x = Torch.zeros(DType.INT8, (2L << 30) + 77);
        x.narrow(0, x.numel() - 3, 3).fill_(5);
        x.narrow(0, 1L << 30, 2).fill_(6);
        var files = Map.of("x.pt", 1, "x.safetensors", 2, "x.npy", 3);
        for (var name : files.keySet()) {
            var file = folder.resolve(name);
            Tensor y;
            if (name.endsWith("pt")) {
                TorchFile.save(x, file);
                y = (Tensor) TorchFile.load(file);
            } else if (name.endsWith("npy")) {
                Numpy.save(file, x);
                y = Numpy.load(file);
            } else {
                Safetensors.save(Map.of("x", x), file);
                y = Safetensors.load(file).get("x");
            }
            assertTrue(x.equal(y), name);
            Files.delete(file);
        }
    }
}
