package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.spi.AddressUse;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * PyTorch's own files ({@code .pt}, {@code .pth}): {@code torch.save} and {@code torch.load}.
 *
 * <p>{@link #save} writes what {@code torch.load} reads, with its default {@code
 * weights_only=True}; {@link #load} reads what {@code torch.save} wrote since PyTorch 0.4, and
 * never runs code: see Note [Restricted unpickling] in {@code PickleReader}.
 *
 * {@snippet :
 * TorchFile.save(model.stateDict(), Path.of("model.pt"));
 * model.loadStateDict(TorchFile.loadStateDict(Path.of("model.pt")));
 * }
 *
 * <p>Values and their Python kinds, both ways:
 *
 * <table>
 * <caption>Values</caption>
 * <tr><th>Python</th><th>Java</th></tr>
 * <tr><td>{@code None, bool, str}</td><td>null, Boolean, String</td></tr>
 * <tr><td>{@code int}</td><td>Long, or BigInteger beyond 64 bits; any integer type when
 *     saving</td></tr>
 * <tr><td>{@code float}</td><td>Double; Float too when saving</td></tr>
 * <tr><td>{@code complex}</td><td>{@link dev.cresset.spi.Complex}</td></tr>
 * <tr><td>{@code bytes, bytearray}</td><td>byte[]</td></tr>
 * <tr><td>{@code list}</td><td>List</td></tr>
 * <tr><td>{@code tuple}</td><td>{@link Tuple}; records too when saving</td></tr>
 * <tr><td>{@code dict}</td><td>Map</td></tr>
 * <tr><td>{@code OrderedDict}</td><td>{@link OrderedDict}</td></tr>
 * <tr><td>{@code set}</td><td>Set</td></tr>
 * <tr><td>{@code torch.Tensor, nn.Parameter}</td><td>{@link Tensor}, {@link
 *     dev.cresset.Parameter}</td></tr>
 * <tr><td>{@code torch.Size, dtype, device}</td><td>{@link dev.cresset.Size}, {@link
 *     dev.cresset.spi.DType}, {@link dev.cresset.spi.Device}</td></tr>
 * </table>
 *
 * <p>Tensors that share memory share it again after loading, and their memory is in the file once:
 * all of it, as in PyTorch, also where only a part is viewed ({@code clone()} saves only the part).
 * Tensors of other devices are loaded to the processor.
 */
public final class TorchFile {
    private static final String ROOT = "archive/";

    private TorchFile() {}

    /**
     * Saves a value. The file is replaced at once, after all of it is on the disk. The same value
     * gives the same bytes.
     *
     * @throws IllegalArgumentException if it contains something that cannot be saved; it says where
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(Object value, Path file) throws IOException {
        var writer = new PickleWriter();
        var pickle = writer.write(value);
        AtomicFile.write(
                file,
                channel -> {
                    var zip = new ZipWriter(channel);
                    zip.entry(ROOT + "data.pkl", pickle);
                    word(zip, ".format_version", "1");
                    word(zip, ".storage_alignment", "64");
                    word(zip, "byteorder", "little");
                    int key = 0;
                    for (var stored : writer.storages()) {
                        var name = ROOT + "data/" + key++;
                        zip.entry(name, stored.bytes(), crc(stored), to -> write(stored, to));
                    }
                    word(zip, "version", "3\n");
                    zip.finish();
                });
    }

    private static void word(ZipWriter zip, String name, String text) throws IOException {
        zip.entry(ROOT + name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static long crc(PickleWriter.Stored stored) {
        var crc = new CRC32();
        try (var _ = AddressUse.begin()) {
            TensorBytes.pieces(
                    stored.storage().address(), stored.bytes(), (bytes, at) -> crc.update(bytes));
        }
        return crc.getValue();
    }

    private static void write(PickleWriter.Stored stored, WritableByteChannel channel)
            throws IOException {
        try (var _ = AddressUse.begin()) {
            TensorBytes.<IOException>pieces(
                    stored.storage().address(),
                    stored.bytes(),
                    (bytes, at) -> TensorBytes.writeAll(channel, bytes));
        }
    }

    /**
     * The value in a file.
     *
     * @throws RefusedGlobalException if it holds more than plain values, such as a whole pickled
     *     module, or was made to run code
     * @throws FileFormatException if it is damaged or no file of PyTorch
     * @throws IOException if it cannot be read
     */
    public static Object load(Path file) throws IOException {
        return load(file, Optional.empty());
    }

    /**
     * The value in a file whose tensors stay there: {@code torch.load(file, mmap=True)}, see {@link
     * Mmap#MMAP}. What cannot be used in place (compressed or big-endian numbers, the format before
     * PyTorch 1.6, a file without permission to write) is read.
     *
     * @throws RefusedGlobalException if it holds more than plain values
     * @throws FileFormatException if it is damaged or no file of PyTorch
     * @throws IOException if it cannot be read
     */
    public static Object load(Path file, Mmap mmap) throws IOException {
        return load(file, Files.size(file) == 0 ? Optional.empty() : MappedFile.of(file));
    }

    private static Object load(Path file, Optional<MappedFile> mapped) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new TorchReader(file, channel, mapped).read();
        } catch (EOFException e) {
            throw new FileFormatException(file, e.getMessage(), e);
        }
    }

    /**
     * The dict in a file, such as a checkpoint with several parts.
     *
     * @throws FileFormatException if something else is in the file, and as {@link #load}
     * @throws IOException if it cannot be read
     */
    public static SavedDict loadDict(Path file) throws IOException {
        return SavedDict.of(file, "", load(file));
    }

    /**
     * The dict in a file whose tensors stay there, see {@link Mmap#MMAP}.
     *
     * @throws FileFormatException if something else is in the file, and as {@link #load}
     * @throws IOException if it cannot be read
     */
    public static SavedDict loadDict(Path file, Mmap mmap) throws IOException {
        return SavedDict.of(file, "", load(file, mmap));
    }

    /**
     * The state dict in a file: names and tensors, for {@code module.loadStateDict}.
     *
     * @throws FileFormatException if something else is in the file, and as {@link #load}
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> loadStateDict(Path file) throws IOException {
        return loadDict(file).tensors();
    }

    /**
     * The state dict in a file whose tensors stay there, see {@link Mmap#MMAP}.
     *
     * @throws FileFormatException if something else is in the file, and as {@link #load}
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> loadStateDict(Path file, Mmap mmap) throws IOException {
        return loadDict(file, mmap).tensors();
    }
}
