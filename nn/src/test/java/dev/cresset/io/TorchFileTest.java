package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Buffer;
import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.Linear;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

class TorchFileTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("file.pt");
    }

    private Object again(Object value) throws IOException {
        TorchFile.save(value, file());
        return TorchFile.load(file());
    }

    @Test
    void plainValues() throws IOException {
        var values = new ArrayList<Object>();
        values.add(null);
        values.addAll(List.of(true, false, "", "ü键😀\n", 1.5, -0.0, Double.NaN));
        values.addAll(List.of(Double.NEGATIVE_INFINITY, Double.MIN_VALUE));
        values.addAll(List.of(List.of(), Map.of(), Set.of(), Tuple.of(), new Size(2, 3)));
        values.addAll(List.of(DType.BFLOAT16, Device.cpu(), new Device("cuda", 1)));
        values.addAll(List.of(Tuple.of(1L), Tuple.of(1L, 2L), Tuple.of(1L, 2L, "x")));
        values.add(Tuple.of(1L, 2L, 3L, Tuple.of(4.0, null)));
        values.addAll(List.of(Set.of(1L, 2L), Map.of(3L, "three"), Map.of("k", List.of(1L))));
        assertEquals(values, again(values));
        assertEquals(null, again(null));
        assertEquals(0.1f, (double) again(0.1f));
        assertEquals(new Complex(1.5, -2), again(new Complex(1.5, -2)));
    }

    @Test
    void integers() throws IOException {
        for (int bit : new int[] {0, 1, 7, 8, 15, 16, 31, 32, 62, 63, 64, 100, 2000}) {
            var power = BigInteger.TWO.pow(bit);
            for (var n : List.of(power, power.negate(), power.subtract(BigInteger.ONE))) {
                Object want = n.bitLength() < 64 ? (Object) n.longValue() : n;
                assertEquals(want, again(n));
                if (n.bitLength() < 64) {
                    assertEquals(want, again(n.longValue()));
                }
            }
        }
        assertEquals(7L, again((short) 7));
        assertThrows(IllegalArgumentException.class, () -> again(BigInteger.TWO.pow(3000)));
    }

    @Test
    void bytes() throws IOException {
        var bytes = new byte[] {0, (byte) 255, 65, -128};
        assertArrayEquals(bytes, (byte[]) again(bytes));
        assertArrayEquals(new byte[0], (byte[]) again(new byte[0]));
    }

    record Rates(double beta1, double beta2) {}

    @Test
    void recordsAreTuples() throws IOException {
        assertEquals(Tuple.of(0.5, 2.0), again(new Rates(0.5, 2)));
    }

    @Test
    void orderedDictsKeepTheirAttributes() throws IOException {
        var dict = new OrderedDict<String, Object>(Map.of("a", 1L));
        dict.attributes().put("_metadata", Map.of("version", 2L));
        var loaded = assertInstanceOf(OrderedDict.class, again(dict));
        assertEquals(dict, loaded);
        assertEquals(dict.attributes(), loaded.attributes());
    }

    @Test
    void objectsThatOccurTwiceAreTheSameAgain() throws IOException {
        var shared = new ArrayList<Object>(List.of(1L));
        var tensor = Torch.ones(2);
        var loop = new ArrayList<Object>(List.of(shared, shared, tensor, tensor));
        loop.add(loop);
        var loaded = (List<?>) again(loop);
        assertSame(loaded.get(0), loaded.get(1));
        assertSame(loaded.get(2), loaded.get(3));
        assertSame(loaded, loaded.get(4));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void tensorsOfEveryType(DType dtype) throws IOException {
        var t = Torch.tensor(new double[][] {{0, 1, 2}, {3, 100, 127}}).to(dtype);
        var loaded = (List<?>) again(List.of(t, t.select(0, 1).select(0, 2).clone()));
        assertTrue(t.equal((Tensor) loaded.get(0)));
        assertEquals(new Size(), ((Tensor) loaded.get(1)).shape());
        var empty = (Tensor) again(Torch.empty(dtype, 0, 3));
        assertEquals(new Size(0, 3), empty.shape());
        assertEquals(dtype, empty.dtype());
    }

    @Test
    void viewsShareTheirMemoryAgain() throws IOException {
        var base = Torch.arange(24).toFloat().reshape(4, 6);
        var views = List.of(base.t(), base.select(0, 1), base.get("::2, 1::2"), base.select(1, 5));
        var loaded = (List<?>) again(views);
        for (int i = 0; i < views.size(); i++) {
            var view = (Tensor) loaded.get(i);
            assertTrue(views.get(i).equal(view));
            assertArrayEquals(views.get(i).stride(), view.stride());
            assertEquals(views.get(i).storageOffset(), view.storageOffset());
            assertTrue(view.isLeaf());
        }
        ((Tensor) loaded.get(0)).fill_(7);
        assertEquals(42, ((Tensor) loaded.get(1)).sum().item());
        try (var zip = new ZipFile(file().toFile())) {
            assertEquals(96, zip.getEntry("archive/data/0").getSize());
            assertEquals(null, zip.getEntry("archive/data/1"));
        }
        var stretched = (Tensor) again(Torch.ones(1).expand(3, 4));
        assertArrayEquals(new long[] {0, 0}, stretched.stride());
        assertEquals(12, stretched.sum().item());
    }

    @Test
    void parametersAndGradients() throws IOException {
        var p = new Parameter(Torch.rand(2, 2));
        var loaded =
                (List<?>)
                        again(
                                List.of(
                                        p,
                                        Parameter.frozen(Torch.ones(1)),
                                        Torch.ones(2).requiresGrad_(),
                                        p,
                                        new Buffer(Torch.ones(1))));
        var q = assertInstanceOf(Parameter.class, loaded.get(0));
        assertTrue(p.equal(q) && q.requiresGrad() && q.isLeaf());
        assertFalse(assertInstanceOf(Parameter.class, loaded.get(1)).requiresGrad());
        assertTrue(((Tensor) loaded.get(2)).requiresGrad());
        assertSame(q, loaded.get(3));
        assertFalse(((Tensor) loaded.get(4)).requiresGrad());
    }

    private static Sequential model() {
        return new Sequential(new Linear(4, 3), new BatchNorm1d(3), new ReLU(), new Linear(3, 2));
    }

    @Test
    void stateDicts() throws IOException {
        var model = model();
        TorchFile.save(model.stateDict(), file());
        var other = model();
        other.loadStateDict(TorchFile.loadStateDict(file()));
        model.stateDict()
                .forEach((name, t) -> assertTrue(t.equal(other.stateDict().get(name)), name));
        assertEquals(
                new ArrayList<>(model.stateDict().keySet()),
                new ArrayList<>(TorchFile.loadStateDict(file()).keySet()));

        TorchFile.save(Map.of("model", model.stateDict(), "epoch", 3), file());
        assertEquals(3L, TorchFile.loadDict(file()).get("epoch"));
        var e =
                assertThrows(
                        FileFormatException.class,
                        () -> {
                            for (int i = 0; i < 2; i++) {
                                TorchFile.loadStateDict(file());
                            }
                        });
        assertTrue(e.getMessage().contains("expects tensors"), e.getMessage());
        TorchFile.save(List.of(1), file());
        assertThrows(FileFormatException.class, () -> TorchFile.loadDict(file()));
        TorchFile.save(Map.of(1, 2), file());
        assertThrows(FileFormatException.class, () -> TorchFile.loadDict(file()));
    }

    @Test
    void whatCannotBeSavedIsSaidWithItsPlace() throws IOException {
        TorchFile.save(Torch.ones(1), file());
        var old = Files.readAllBytes(file());
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> again(Map.of("a", List.of(1, new Object()))));
        assertTrue(e.getMessage().contains("[\"a\"][1]"), e.getMessage());
        assertTrue(e.getMessage().contains("java.lang.Object"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> again(Map.of(List.of(1), 2)));
        assertThrows(IllegalArgumentException.class, () -> again("\ud800"));
        assertThrows(IllegalArgumentException.class, () -> again(model()));
        Object deep = List.of();
        for (int i = 0; i < 10_000; i++) {
            deep = List.of(deep);
        }
        var nest = deep;
        assertThrows(IllegalArgumentException.class, () -> again(nest));
        assertArrayEquals(old, Files.readAllBytes(file()));
    }

    /** Files that PyTorch wrote are written again with the very same bytes around the contents. */
    @ParameterizedTest
    @ValueSource(strings = {"linear_state_dict", "empty_and_scalar", "many_tensors", "mixed_list"})
    void archivesAreLaidOutAsPyTorchDoes(String name) throws IOException, URISyntaxException {
        var original = Path.of(getClass().getResource("checkpoints/" + name + ".pt").toURI());
        try (var in = FileChannel.open(original);
                var out =
                        FileChannel.open(
                                file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var archive = new ZipArchive(original, in);
            var zip = new ZipWriter(out);
            for (var entry : archive.entries().values()) {
                zip.entry(entry.name(), bytes(archive, entry));
            }
            zip.finish();
        }
        assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(file()));
    }

    private static byte[] bytes(ZipArchive archive, ZipArchive.Entry entry) throws IOException {
        try (var in = archive.open(entry)) {
            var bytes = in.bytes((int) entry.size()).array();
            in.check();
            return bytes;
        }
    }

    /** The JDK's reader of zip archives agrees, and contents begin at multiples of 64. */
    @Test
    void theArchive() throws IOException {
        var model = model();
        TorchFile.save(model.stateDict(), file());
        var names = new ArrayList<String>();
        try (var zip = new ZipFile(file().toFile());
                var channel = FileChannel.open(file())) {
            zip.stream().forEach(entry -> names.add(entry.getName()));
            for (var entry : new ZipArchive(file(), channel).entries().values()) {
                assertEquals(0, new ZipArchive(file(), channel).position(entry) % 64);
                try (var content = zip.getInputStream(zip.getEntry(entry.name()))) {
                    assertEquals(entry.size(), content.readAllBytes().length);
                }
            }
            assertEquals("little", text(zip, "byteorder"));
            assertEquals("3\n", text(zip, "version"));
            assertEquals("1", text(zip, ".format_version"));
            assertEquals("64", text(zip, ".storage_alignment"));
        }
        var want = new ArrayList<>(List.of("data.pkl", ".format_version", ".storage_alignment"));
        want.add("byteorder");
        for (int i = 0; i < model.stateDict().size(); i++) {
            want.add("data/" + i);
        }
        want.add("version");
        assertEquals(want.stream().map(name -> "archive/" + name).toList(), names);
        var bytes = Files.readAllBytes(file());
        TorchFile.save(model.stateDict(), file());
        assertArrayEquals(bytes, Files.readAllBytes(file()));
    }

    private static String text(ZipFile zip, String name) throws IOException {
        try (var content = zip.getInputStream(zip.getEntry("archive/" + name))) {
            return new String(content.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Sizes and places of 64 bits, written early instead of after 4 GiB. */
    @Test
    void zip64() throws IOException {
        try (var out =
                FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var zip = new ZipWriter(out, 100);
            zip.entry("small", new byte[] {1});
            zip.entry("large", new byte[1000]);
            zip.entry("behind", new byte[] {2});
            zip.finish();
        }
        try (var channel = FileChannel.open(file());
                var zip = new ZipFile(file().toFile())) {
            var archive = new ZipArchive(file(), channel);
            for (var name : List.of("small", "large", "behind")) {
                var bytes = bytes(archive, archive.find(name).orElseThrow());
                try (var content = zip.getInputStream(zip.getEntry(name))) {
                    assertArrayEquals(content.readAllBytes(), bytes);
                }
            }
            assertEquals(1000, archive.find("large").orElseThrow().size());
        }
    }

    @Test
    void aFailedSaveLeavesTheOldFile() throws IOException {
        TorchFile.save(List.of(1L), file());
        var missing = folder.resolve("no/folder/file.pt");
        assertThrows(IOException.class, () -> TorchFile.save(1, missing));
        var parallel = new LinkedHashMap<String, Object>();
        parallel.put("x", Torch.ones(1000));
        parallel.put("y", new Object());
        assertThrows(IllegalArgumentException.class, () -> TorchFile.save(parallel, file()));
        assertEquals(List.of(1L), TorchFile.load(file()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    // ---- hostile and damaged files

    /** A legacy or archive file with a pickle written by hand. */
    private Path pickled(String instructions) throws IOException {
        try (var out =
                FileChannel.open(
                        file(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var zip = new ZipWriter(out);
            zip.entry("a/data.pkl", instructions.getBytes(StandardCharsets.ISO_8859_1));
            zip.entry("a/data/0", new byte[16]);
            zip.finish();
        }
        return file();
    }

    private FileFormatException refused(String instructions) throws IOException {
        var file = pickled(instructions);
        return assertThrows(FileFormatException.class, () -> TorchFile.load(file));
    }

    private void assertProblem(String instructions, String problem) throws IOException {
        var e = refused(instructions);
        assertTrue(e.getMessage().contains(problem), e.getMessage());
    }

    private static final String STORAGE =
            "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0" + "0X\3\0\0\0cpuK\4tQ";

    @Test
    void namesThatAreNotValues() throws IOException {
        for (var name :
                List.of(
                        "os system",
                        "builtins exec",
                        "__builtin__ eval",
                        "builtins getattr",
                        "builtins __import__",
                        "torch.hub load",
                        "torch load",
                        "torch._utils _rebuild_qtensor",
                        "torch.storage UntypedStorage",
                        "numpy._core.multiarray scalar",
                        "functools partial",
                        "collections defaultdict",
                        "torch.FloatStorage.__class__ mro",
                        "java.lang.Runtime exec")) {
            var full = name.replace(' ', '.').replace("__builtin__.", "builtins.");
            var e = refused("\u0080\2c" + name.replace(' ', '\n') + "\n)R.");
            assertEquals(full, assertInstanceOf(RefusedGlobalException.class, e).global());
            var texts = name.split(" ");
            e =
                    refused(
                            "\u0080\4\u008c"
                                    + (char) texts[0].length()
                                    + texts[0]
                                    + "\u008c"
                                    + (char) texts[1].length()
                                    + texts[1]
                                    + "\u0093.");
            assertEquals(full, assertInstanceOf(RefusedGlobalException.class, e).global());
        }
    }

    /** PyTorch keeps the conjugate of a complex tensor, and the negative, as a mark. */
    @Test
    void marks() throws IOException {
        var z = tensor("K\0", "K\2\u0085", "K\1\u0085").replace("FloatS", "ComplexFloatS");
        var conj = z.replace("K\4tQ", "K\2tQ").replace("NtR.", "N}X\4\0\0\0conj\u0088stR.");
        pickled(conj);
        assertTrue(Torch.zeros(DType.COMPLEX64, 2).equal((Tensor) TorchFile.load(file())));
        assertProblem(conj.replace("conj", "hide"), "a tensor with the mark");
        assertProblem(conj.replace("\u0088s", "Ns"), "a mark of a tensor is None");
    }

    @Test
    void brokenPickles() throws IOException {
        assertProblem("", "ends in the middle");
        assertProblem(".", "where there is none");
        assertProblem("\u0080\7N.", "newer than 5");
        assertProblem("N0.", "none");
        assertProblem("(.", "none");
        assertProblem("t.", "never began");
        assertProblem("h\5.", "refers to value 5");
        assertProblem("NNa.", "appends to None");
        assertProblem("}K\1s.", "none");
        assertProblem("](K\1u.", "sets items of a list");
        assertProblem("}]Ns.", "a list as a key");
        assertProblem("X\377\377\377\177a.", "a value of");
        assertProblem("\u008d\377\377\377\377\377\377\377\177a.", "a value of");
        assertProblem("\u008b\377\377\377\177a.", "an integer of");
        assertProblem("X\1\0\0\0\377.", "not UTF-8");
        assertProblem("cposix", "ends in the middle");
        assertProblem("ctorch\nFloatStorage\n.", "as a value");
        assertProblem("]ctorch\nFloatStorage\n\u0085a.", "as a value");
        assertProblem("ctorch\nFloatStorage\n)R.", "no function");
        assertProblem("K\1)R.", "it calls an integer");
        assertProblem("ctorch\nSize\n)R.", "0 arguments");
        assertProblem("ctorch\nSize\nK\1\u0085R.", "not a tuple");
        assertProblem("K\1Q.", "the id of a storage");
        assertProblem(")Q.", "the id of a storage");
        assertProblem("]}b.", "attributes");
        assertProblem("i", "no instruction");
        assertProblem("\u00ff", "no instruction");
        assertProblem(STORAGE + ".", "a storage as a value");
        assertProblem("a".repeat(20), "none");
    }

    private static String tensor(String offset, String sizes, String strides) {
        return "ctorch._utils\n_rebuild_tensor_v2\n("
                + STORAGE
                + offset
                + sizes
                + strides
                + "\u0089N"
                + "tR.";
    }

    @Test
    void tensorsOutsideOfTheirStorage() throws IOException {
        pickled(tensor("K\0", "K\4\u0085", "K\1\u0085"));
        assertEquals(new Size(4), ((Tensor) TorchFile.load(file())).shape());
        pickled(tensor("K\3", "K\7K\1\u0086", "K\0K\1\u0086"));
        assertEquals(new Size(7, 1), ((Tensor) TorchFile.load(file())).shape());
        var far = "\u008a\10\377\377\377\377\377\377\377\177";
        for (var hostile :
                List.of(
                        tensor("K\1", "K\4\u0085", "K\1\u0085"),
                        tensor("K\4", ")", ")"),
                        tensor("J\377\377\377\377", "K\4\u0085", "K\1\u0085"),
                        tensor("K\0", "K\4\u0085", "J\377\377\377\377\u0085"),
                        tensor("K\0", "J\377\377\377\377\u0085", "K\1\u0085"),
                        tensor("K\0", "K\4\u0085", "K\2\u0085"),
                        tensor("K\0", "K\4\u0085", ")"),
                        tensor(far, "K\4\u0085", "K\1\u0085"),
                        tensor("K\0", far + "\u0085", far + "\u0085"),
                        tensor("K\0", far + far + "\u0086", "K\0K\0\u0086"))) {
            var e = refused(hostile);
            assertTrue(e.getMessage().contains("does not lie in its storage"), e.getMessage());
        }
        assertProblem(STORAGE.replace("K\4t", far + "t") + ".", "elements");
        assertProblem(STORAGE.replace("K\4t", "M\4\1t") + ".", "too short");
    }

    /** Small files that would become large: copies of copies, deep nests. */
    @Test
    void filesThatGrow() throws IOException {
        var set = new StringBuilder("\u0080\2](" + "K\1".repeat(50_000) + "eq\0");
        set.append("c__builtin__\nset\nq\1").append("h\1h\0\u0085R0".repeat(50_000)).append("N.");
        assertProblem(set.toString(), "copies values again and again");
        assertProblem("]" + ")" + "\u0085".repeat(100_000) + "a.", "deep");
        var doubled = new StringBuilder("]K\1");
        for (int i = 0; i < 60; i++) {
            doubled.append("q\0h\0\u0086");
        }
        assertProblem(doubled + "a.", "copies values again and again");
        var key = doubled.toString().replaceFirst("]", "}") + "Ns.";
        assertProblem(key, "as a key");
    }

    @Test
    void compressedArchives() throws IOException {
        TorchFile.save(Map.of("x", Torch.zeros(1000), "y", Torch.arange(5)), file());
        var copy = folder.resolve("compressed.pt");
        compress(file(), copy);
        assertTrue(Files.size(copy) < 2000);
        var loaded = TorchFile.loadStateDict(copy);
        assertTrue(loaded.get("x").equal(Torch.zeros(1000)));
        assertTrue(loaded.get("y").equal(Torch.arange(5)));
    }

    @Test
    void zipBombs() throws IOException {
        TorchFile.save(Torch.zeros(ZipArchive.SMALL / 4 + 1000), file());
        var bomb = folder.resolve("bomb.pt");
        compress(file(), bomb);
        var e = assertThrows(FileFormatException.class, () -> TorchFile.load(bomb));
        assertTrue(e.getMessage().contains("zip bomb"), e.getMessage());
        var bytes = Files.readAllBytes(bomb);
        // The size of the storage in the directory.
        for (int p = bytes.length - 46; p > 0; p--) {
            if (ByteBuffer.wrap(bytes, p, 4).getInt() == 0x504b0102
                    && bytes[p + 46 + "archive/data".length()] == '/') {
                Arrays.fill(bytes, p + 24, p + 28, (byte) 0x7f);
            }
        }
        Files.write(bomb, bytes);
        e = assertThrows(FileFormatException.class, () -> TorchFile.load(bomb));
        assertTrue(e.getMessage().contains("cannot hold"), e.getMessage());
    }

    private static void compress(Path from, Path to) throws IOException {
        try (var zip = new ZipFile(from.toFile());
                var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(to))) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
                zip.getInputStream(entry).transferTo(out);
                out.closeEntry();
            }
        }
    }

    @Test
    void otherArchives() throws IOException {
        try (var out =
                FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var zip = new ZipWriter(out);
            zip.entry("x.npy", new byte[3]);
            zip.finish();
        }
        var e = assertThrows(FileFormatException.class, () -> TorchFile.load(file()));
        assertTrue(e.getMessage().contains("no data.pkl"), e.getMessage());
    }

    @Test
    void tuplesAreLists() {
        var tuple = Tuple.of(1L, null, "a");
        assertEquals(Arrays.asList(1L, null, "a"), tuple);
        assertEquals("(1, None, 'a')", tuple.toString());
        assertEquals("(1,)", Tuple.of(1).toString());
        assertThrows(UnsupportedOperationException.class, () -> tuple.add(1));
    }
}
