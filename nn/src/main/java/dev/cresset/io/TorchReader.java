package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.text.Tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code torch.save} wrote: the zip archive, or one long stream before PyTorch 1.6. */
final class TorchReader {
    /** What old files begin with, as an integer in a pickle. */
    private static final String MAGIC = "119547037146038801333356";

    private static final long PROTOCOL = 1001;

    /** The newest layout of the archive that PyTorch reads. */
    private static final int NEWEST_VERSION = 10;

    /**
     * A storage that the pickle mentions.
     *
     * @param type its class
     * @param whole all of it
     */
    private record Known(PickleGlobals.StorageType type, PickleGlobals.Stored whole) {}

    private final Path file;
    private final FileChannel channel;
    private final Optional<MappedFile> mapped;
    private final Map<String, Known> storages = new HashMap<>();

    /**
     * A reader of a file.
     *
     * @param mapped the file in memory, where its tensors shall stay there
     */
    TorchReader(Path file, FileChannel channel, Optional<MappedFile> mapped) {
        this.file = file;
        this.mapped = mapped;
        this.channel = channel;
    }

    private FileFormatException problem(String text) {
        return new FileFormatException(file, text);
    }

    /** The value in the file. */
    Object read() throws IOException {
        if (channel.size() == 0) {
            throw problem("the file is empty");
        }
        return ZipArchive.isZip(channel) ? readArchive() : readStream();
    }

    // ---- the archive

    private Object readArchive() throws IOException {
        var archive = new ZipArchive(file, channel);
        var root = root(archive);
        if (archive.find(root + "constants.pkl").isPresent()) {
            throw problem(
                    "it is a TorchScript archive: a program, not values. In Python, save the"
                            + " state_dict() of torch.jit.load(path)");
        }
        var version = archive.find(root + "version");
        if (version.isPresent()) {
            checkVersion(text(archive, version.get()));
        }
        boolean big = isBigEndian(archive, root);
        var pickle = archive.find(root + "data.pkl").orElseThrow();
        PickleInput in;
        if (pickle.isStored()) {
            long start = archive.position(pickle);
            in = new PickleInput(file, "data.pkl", channel, start, start + pickle.size());
        } else {
            in = new PickleInput(file, "data.pkl", archive.bytes(pickle));
        }
        return new PickleReader(
                        in,
                        (type, key, numel, view) ->
                                fromArchive(archive, root + "data/" + key, type, numel, big))
                .read();
    }

    private String root(ZipArchive archive) {
        var roots =
                archive.entries().keySet().stream()
                        .filter(name -> name.matches("([^/]*/)?data\\.pkl"))
                        .map(name -> name.substring(0, name.length() - "data.pkl".length()))
                        .toList();
        if (roots.size() != 1) {
            throw problem(
                    "it is a zip archive, but not one that torch.save wrote: it has "
                            + (roots.isEmpty() ? "no" : "more than one")
                            + " data.pkl");
        }
        return roots.getFirst();
    }

    private String text(ZipArchive archive, ZipArchive.Entry entry) throws IOException {
        if (entry.size() > 64) {
            throw problem(entry.name() + " has " + entry.size() + " bytes, not a word");
        }
        return new String(archive.bytes(entry), StandardCharsets.ISO_8859_1).strip();
    }

    private void checkVersion(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > NEWEST_VERSION) {
            throw problem("the archive has version " + text + ", newer than " + NEWEST_VERSION);
        }
    }

    private boolean isBigEndian(ZipArchive archive, String root) throws IOException {
        var entry = archive.find(root + "byteorder");
        if (entry.isEmpty()) {
            return false;
        }
        var order = text(archive, entry.get());
        return switch (order) {
            case "little" -> false;
            case "big" -> true;
            default -> throw problem("Unknown endianness type: " + order);
        };
    }

    private PickleGlobals.Stored fromArchive(
            ZipArchive archive,
            String name,
            PickleGlobals.StorageType type,
            long numel,
            boolean big)
            throws IOException {
        var known = storages.get(name);
        if (known != null) {
            return again(name, known, type, numel);
        }
        var entry =
                archive.find(name)
                        .orElseThrow(
                                () ->
                                        problem(
                                                "the storage "
                                                        + name
                                                        + ", which data.pkl mentions, is not in"
                                                        + " the archive"));
        long bytes = numel * type.dtype().size();
        if (entry.size() < bytes) {
            throw problem(
                    "the storage "
                            + name
                            + " is too short: its tensors need "
                            + numel
                            + " elements of "
                            + type.dtype()
                            + " in "
                            + bytes
                            + " bytes, there are "
                            + entry.size());
        }
        var flat = content(archive, entry, type.dtype(), numel, big);
        var whole = new PickleGlobals.Stored(flat, 0, numel);
        storages.put(name, new Known(type, whole));
        return whole;
    }

    private Tensor content(
            ZipArchive archive, ZipArchive.Entry entry, DType dtype, long numel, boolean big)
            throws IOException {
        if (mapped.isPresent() && entry.isStored() && !big) {
            var inPlace = mapped.get().tensor(dtype, archive.position(entry), numel);
            if (inPlace.isPresent()) {
                return inPlace.get();
            }
        }
        var flat = Torch.empty(dtype, numel);
        try (var _ = AddressUse.begin()) {
            archive.read(entry, flat.array().address(), TensorBytes.count(flat));
        }
        if (big) {
            TensorBytes.swap(flat);
        }
        TensorBytes.normalize(flat);
        return flat;
    }

    private PickleGlobals.Stored again(
            String name, Known known, PickleGlobals.StorageType type, long numel) {
        if (known.type != type || known.whole.numel() != numel) {
            throw problem(
                    "the storage "
                            + name
                            + " is said to hold "
                            + known.whole.numel()
                            + " elements of "
                            + known.type.dtype()
                            + " and "
                            + numel
                            + " of "
                            + type.dtype());
        }
        return known.whole;
    }

    // ---- the stream

    private Object readStream() throws IOException {
        var in = new PickleInput(file, "pickle stream", channel, 0, channel.size());
        if (!isMagic(in)) {
            throw problem(
                    "it is neither a zip archive of torch.save nor its older format (Invalid magic"
                            + " number; corrupt file?)");
        }
        if (!(section(in) instanceof Long protocol) || protocol != PROTOCOL) {
            throw problem("Invalid protocol version of the older format");
        }
        if (section(in) instanceof Map<?, ?> system
                && Boolean.FALSE.equals(system.get("little_endian"))) {
            throw problem("it was written by a big-endian machine in the older format");
        }
        var waiting = new HashMap<String, PickleGlobals.Stored>();
        long[] left = {channel.size()};
        var reader =
                new PickleReader(
                        in,
                        (type, key, numel, view) ->
                                announced(in, waiting, left, type, key, numel, view));
        var value = reader.read();
        if (!(section(in) instanceof List<?> keys)) {
            throw in.problem("there is no list of storages behind the value");
        }
        long position = in.position();
        for (var key : keys) {
            var stored = waiting.remove(key instanceof Long number ? number.toString() : key);
            if (stored == null) {
                throw problem("it holds the storage " + key + ", which the value does not mention");
            }
            position = fill(position, stored);
        }
        if (!waiting.isEmpty()) {
            throw problem("the storages " + waiting.keySet() + " are not in the file");
        }
        reader.settle();
        return value;
    }

    private static boolean isMagic(PickleInput in) throws IOException {
        // Before anything is decoded: an integer of ten bytes in a pickle.
        if (in.left() < 15 || in.next() != 0x80) {
            return false;
        }
        in.next();
        int opcode = in.next();
        if (opcode == 0x95) { // FRAME of protocols 4 and 5
            in.int64();
            opcode = in.next();
        }
        if (opcode != 0x8a || in.left() < 12 || in.next() != 10) {
            return false;
        }
        var little = in.bytes(10);
        var big = new byte[10];
        for (int i = 0; i < 10; i++) {
            big[i] = little[9 - i];
        }
        return new java.math.BigInteger(big).toString().equals(MAGIC) && in.next() == '.';
    }

    private Object section(PickleInput in) throws IOException {
        return new PickleReader(
                        in,
                        (type, key, numel, view) -> {
                            throw in.problem("a storage where there is none");
                        })
                .read();
    }

    /** Storages follow the value; together they cannot be more than the file. */
    private PickleGlobals.Stored announced(
            PickleInput in,
            Map<String, PickleGlobals.Stored> waiting,
            long[] left,
            PickleGlobals.StorageType type,
            String key,
            long numel,
            Object view)
            throws IOException {
        var known = storages.get(key);
        if (known == null) {
            long bytes = numel * type.dtype().size();
            if (bytes > left[0]) {
                throw in.problem(
                        "the storage "
                                + key
                                + " of "
                                + bytes
                                + " bytes is larger than the rest of the file");
            }
            left[0] -= bytes;
            var whole = new PickleGlobals.Stored(Torch.zeros(type.dtype(), numel), 0, numel);
            known = new Known(type, whole);
            storages.put(key, known);
            waiting.put(key, whole);
        }
        var whole = again(key, known, type, numel);
        if (view == null) {
            return whole;
        }
        if (!(view instanceof Tuple<?> part)
                || part.size() != 3
                || !(part.get(1) instanceof Long offset)
                || !(part.get(2) instanceof Long size)
                || offset < 0
                || size < 0
                || offset > numel - size) {
            throw in.problem("a part of the storage " + key + " is not inside of it");
        }
        return new PickleGlobals.Stored(whole.flat(), offset, size);
    }

    private long fill(long position, PickleGlobals.Stored stored) throws IOException {
        long bytes = TensorBytes.count(stored.flat());
        if (channel.size() - position - 8 < bytes) {
            throw problem(
                    "the file is cut off: a storage needs "
                            + bytes
                            + " bytes, there are "
                            + Math.max(0, channel.size() - position - 8));
        }
        var count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        TensorBytes.readAll(channel, position, count);
        if (count.getLong(0) != stored.numel()) {
            throw problem(
                    "a storage has "
                            + count.getLong(0)
                            + " elements, its tensors expect "
                            + stored.numel());
        }
        TensorBytes.read(channel, position + 8, stored.flat());
        return position + 8 + bytes;
    }
}
