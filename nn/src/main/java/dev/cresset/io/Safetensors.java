package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Named tensors in one file, in the <a
 * href="https://github.com/huggingface/safetensors">safetensors format</a>: a JSON header and plain
 * data, nothing that can be executed.
 *
 * {@snippet :
 * Safetensors.save(model.stateDict(), Path.of("model.safetensors"));
 * model.loadStateDict(Safetensors.load(Path.of("model.safetensors")));
 * }
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * What is in a file.
     *
     * @param tensors the tensors by name, in the order of the data
     * @param metadata the texts of the header, empty if there are none
     */
    public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

    /**
     * Saves tensors of any dtype but complex128; what is not row-major is copied first.
     *
     * @throws OpException for complex128, which the format does not have
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(Map<String, ? extends Tensor> tensors, Path file) throws IOException {
        save(tensors, file, Map.of());
    }

    /**
     * Saves tensors with texts that belong to all of them. The file is replaced at once, after all
     * of it is on the disk.
     *
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(
            Map<String, ? extends Tensor> tensors, Path file, Map<String, String> metadata)
            throws IOException {
        var entries = new LinkedHashMap<String, SafetensorsHeader.Entry>();
        var dense = new ArrayList<Tensor>();
        long at = 0;
        // Wide elements first, as the reference implementation has it, so that each is aligned.
        var order =
                tensors.entrySet().stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (Map.Entry<String, ? extends Tensor> e) ->
                                                        SafetensorsHeader.ORDER.indexOf(
                                                                e.getValue().dtype()))
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        for (var named : order) {
            if (!SafetensorsHeader.ORDER.contains(named.getValue().dtype())) {
                throw new OpException(
                        "safetensors: \""
                                + named.getKey()
                                + "\" holds "
                                + named.getValue().dtype()
                                + ", which the format does not have; save it as "
                                + DType.COMPLEX64
                                + " or as viewAsReal");
            }
            var tensor = named.getValue().detach().contiguous();
            long end = at + tensor.numel() * tensor.dtype().size();
            entries.put(
                    named.getKey(),
                    new SafetensorsHeader.Entry(tensor.dtype(), tensor.shape().toArray(), at, end));
            dense.add(tensor);
            at = end;
        }
        var header = new SafetensorsHeader(entries, metadata).encode();
        if (header.length > SafetensorsHeader.LIMIT) {
            throw new IOException(
                    file + ": the names and metadata take " + header.length + " bytes, too many");
        }
        AtomicFile.write(
                file,
                channel -> {
                    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                    TensorBytes.writeAll(channel, length.putLong(header.length).flip());
                    TensorBytes.writeAll(channel, ByteBuffer.wrap(header));
                    for (var tensor : dense) {
                        TensorBytes.write(channel, tensor);
                    }
                });
    }

    /**
     * The tensors of a file.
     *
     * @throws FileFormatException if it is no valid safetensors file; nothing was read then
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> load(Path file) throws IOException {
        return read(file).tensors();
    }

    /**
     * The tensors of a file, which stay there: see {@link Mmap#MMAP}.
     *
     * @throws FileFormatException if it is no valid safetensors file
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> load(Path file, Mmap mmap) throws IOException {
        return read(file, mmap).tensors();
    }

    /**
     * The tensors and texts of a file.
     *
     * @throws FileFormatException if it is no valid safetensors file; nothing was read then
     * @throws IOException if it cannot be read
     */
    public static Content read(Path file) throws IOException {
        return read(file, Optional.empty());
    }

    /**
     * The tensors and texts of a file; the tensors stay there: see {@link Mmap#MMAP}.
     *
     * @throws FileFormatException if it is no valid safetensors file
     * @throws IOException if it cannot be read
     */
    public static Content read(Path file, Mmap mmap) throws IOException {
        return read(file, Files.size(file) == 0 ? Optional.empty() : MappedFile.of(file));
    }

    private static Content read(Path file, Optional<MappedFile> mapped) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw new FileFormatException(
                        file, "a safetensors file has at least 8 bytes, this one has " + size);
            }
            var bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            TensorBytes.readAll(channel, 0, bytes);
            long length = bytes.getLong(0);
            if (length < 0 || length > SafetensorsHeader.LIMIT || length > size - 8) {
                throw new FileFormatException(
                        file,
                        "the header shall have "
                                + Long.toUnsignedString(length)
                                + " bytes, at most "
                                + Math.min(SafetensorsHeader.LIMIT, size - 8)
                                + " are possible: no safetensors file, or one cut off");
            }
            var text = new byte[(int) length];
            TensorBytes.readAll(channel, 8, ByteBuffer.wrap(text));
            long data = 8 + length;
            var header = SafetensorsHeader.decode(file, text, size - data);
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var named : header.tensors().entrySet()) {
                var entry = named.getValue();
                long position = data + entry.begin();
                var inPlace = mapped.flatMap(m -> m.tensor(entry.dtype(), position, entry.sizes()));
                if (inPlace.isPresent()) {
                    tensors.put(named.getKey(), inPlace.get());
                } else {
                    var tensor = Torch.empty(entry.dtype(), entry.sizes());
                    TensorBytes.read(channel, position, tensor);
                    tensors.put(named.getKey(), tensor);
                }
            }
            return new Content(tensors, header.metadata());
        } catch (EOFException e) {
            throw new FileFormatException(file, e.getMessage(), e);
        }
    }
}
