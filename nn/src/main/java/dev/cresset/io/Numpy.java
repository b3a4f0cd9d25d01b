package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's files: {@code .npy} with one array, {@code .npz} with several by name. Names and order of
 * arguments are those of {@code numpy.save} and its relatives.
 *
 * {@snippet :
 * Numpy.save(Path.of("x.npy"), x);
 * Tensor again = Numpy.load(Path.of("x.npy"));
 * Numpy.savez(Path.of("data.npz"), Map.of("images", images, "labels", labels));
 * Tensor labels = Numpy.loadz(Path.of("data.npz")).get("labels");
 * }
 *
 * <p>All dtypes go both ways but bfloat16, which NumPy does not have; big-endian numbers are read
 * too. Arrays in Fortran order become tensors with such strides, as {@code torch.from_numpy} has
 * it. Object arrays are refused, because they are pickles.
 */
public final class Numpy {
    private static final String SUFFIX = ".npy";

    private Numpy() {}

    /**
     * Saves a tensor as {@code numpy.save} does, byte for byte: row-major, or in Fortran order if
     * it lies so. The file is replaced at once.
     *
     * @throws OpException for bfloat16
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(Path file, Tensor tensor) throws IOException {
        var array = NpyArray.of(tensor);
        AtomicFile.write(file, array::writeTo);
    }

    /**
     * Saves tensors by name, uncompressed, for {@code numpy.load}. The file is replaced at once.
     *
     * @throws OpException for bfloat16
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void savez(Path file, Map<String, ? extends Tensor> tensors) throws IOException {
        var arrays = arrays(tensors);
        AtomicFile.write(
                file,
                channel -> {
                    var zip = new ZipWriter(channel);
                    for (var named : arrays.entrySet()) {
                        var array = named.getValue();
                        zip.entry(
                                named.getKey() + SUFFIX,
                                array.bytes(),
                                array.crc(),
                                array::writeTo);
                    }
                    zip.finish();
                });
    }

    /**
     * Saves tensors by name, compressed, for {@code numpy.load}. The file is replaced at once.
     *
     * @throws OpException for bfloat16
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void savezCompressed(Path file, Map<String, ? extends Tensor> tensors)
            throws IOException {
        var arrays = arrays(tensors);
        AtomicFile.write(
                file,
                channel -> {
                    var zip = new ZipOutputStream(Channels.newOutputStream(channel));
                    var content = Channels.newChannel(zip);
                    for (var named : arrays.entrySet()) {
                        var entry = new ZipEntry(named.getKey() + SUFFIX);
                        // Equal tensors give equal bytes.
                        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                        zip.putNextEntry(entry);
                        named.getValue().writeTo(content);
                        zip.closeEntry();
                    }
                    zip.finish();
                });
    }

    private static Map<String, NpyArray> arrays(Map<String, ? extends Tensor> tensors) {
        var arrays = new LinkedHashMap<String, NpyArray>();
        tensors.forEach((name, tensor) -> arrays.put(name, NpyArray.of(tensor)));
        return arrays;
    }

    /**
     * The array of a {@code .npy} file.
     *
     * @throws FileFormatException if it is damaged, or holds elements that tensors do not have
     * @throws IOException if it cannot be read
     */
    public static Tensor load(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (ZipArchive.isZip(channel)) {
                throw new FileFormatException(
                        file, "it is an archive of arrays by name (.npz); read it with loadz");
            }
            try (var in = ByteSource.of(file, "", channel, 0, channel.size(), -1)) {
                return read(in);
            }
        } catch (EOFException e) {
            throw new FileFormatException(file, e.getMessage(), e);
        }
    }

    /**
     * The arrays of a {@code .npz} file by name, in the order of the file.
     *
     * @throws FileFormatException if it is damaged, or holds elements that tensors do not have
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> loadz(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!ZipArchive.isZip(channel)) {
                throw new FileFormatException(
                        file, "it is no zip archive; a .npy file is read with load");
            }
            var archive = new ZipArchive(file, channel);
            var tensors = new LinkedHashMap<String, Tensor>();
            for (var entry : archive.entries().values()) {
                if (!entry.name().endsWith(SUFFIX)) {
                    throw new FileFormatException(
                            file,
                            "it holds " + entry.name() + ", which is no array (" + SUFFIX + ")");
                }
                var name = entry.name().substring(0, entry.name().length() - SUFFIX.length());
                try (var in = archive.open(entry)) {
                    tensors.put(name, read(in));
                    in.check();
                }
            }
            return tensors;
        } catch (EOFException e) {
            throw new FileFormatException(file, e.getMessage(), e);
        }
    }

    private static Tensor read(ByteSource in) throws IOException {
        var header = NpyHeader.read(in);
        var shape = header.shape();
        long bytes = header.dtype().size();
        try {
            boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, Math.max(1, size));
            }
            bytes = empty ? 0 : bytes;
        } catch (ArithmeticException e) {
            throw in.problem("an array of the sizes " + Arrays.toString(shape) + " is too large");
        }
        if (bytes > in.left()) {
            throw in.problem(
                    "it is cut off: the array has "
                            + bytes
                            + " bytes, there are "
                            + in.left()
                            + " (Failed to read all data for array)");
        }
        var tensor = Torch.empty(header.dtype(), header.fortran() ? reversed(shape) : shape);
        try (var _ = AddressUse.begin()) {
            TensorBytes.<IOException>pieces(
                    tensor.array().address(), bytes, (piece, at) -> in.fill(piece));
        }
        TensorBytes.normalize(tensor);
        if (header.swapped()) {
            TensorBytes.swap(tensor);
        }
        return header.fortran() ? turned(tensor) : tensor;
    }

    private static long[] reversed(long[] shape) {
        return IntStream.range(0, shape.length)
                .mapToLong(d -> shape[shape.length - 1 - d])
                .toArray();
    }

    /** All dimensions in the other order, over the same memory. */
    private static Tensor turned(Tensor tensor) {
        var order = IntStream.range(0, tensor.dim()).mapToLong(d -> tensor.dim() - 1 - d);
        return tensor.detach().permute(order.toArray()).detach();
    }

    /**
     * A tensor as it stands in a file.
     *
     * @param header its beginning
     * @param data its elements in the order of the file
     */
    private record NpyArray(NpyHeader header, Tensor data) {
        static NpyArray of(Tensor tensor) {
            if (NpyHeader.code(tensor.dtype()) == null) {
                throw new OpException(
                        "numpy: Got unsupported ScalarType "
                                + tensor.dtype().scalarName()
                                + ": NumPy has no "
                                + tensor.dtype().text()
                                + "; save t.to("
                                + DType.FLOAT32.name()
                                + ")");
            }
            var shape = tensor.shape().toArray();
            boolean fortran = !tensor.isContiguous() && turned(tensor).isContiguous();
            return new NpyArray(
                    new NpyHeader(tensor.dtype(), false, fortran, shape),
                    fortran ? turned(tensor) : tensor.detach().contiguous());
        }

        long bytes() {
            return header.encode().remaining() + TensorBytes.count(data);
        }

        long crc() {
            var crc = new CRC32();
            crc.update(header.encode());
            TensorBytes.addTo(crc, data);
            return crc.getValue();
        }

        void writeTo(WritableByteChannel channel) throws IOException {
            TensorBytes.writeAll(channel, header.encode());
            TensorBytes.write(channel, data);
        }
    }
}
