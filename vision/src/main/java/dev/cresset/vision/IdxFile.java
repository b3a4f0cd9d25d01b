package dev.cresset.vision;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.io.FileFormatException;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Files of the idx format, in which MNIST comes: two zero bytes, the type of the elements, the
 * number of dimensions, each size as a big-endian 32-bit number, then the elements in row-major
 * order. Read plain or compressed by gzip, by the name's end.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final long LIMIT = 1L << 31;

    private IdxFile() {}

    /**
     * The bytes of a file as a uint8 tensor.
     *
     * @throws FileFormatException if it is damaged, cut off, or has other dimensions
     * @throws IOException if it cannot be read
     */
    static Tensor read(Path file, int dims) throws IOException {
        try (var in = open(file)) {
            return read(file, in, dims);
        } catch (EOFException e) {
            throw new FileFormatException(file, "the file is cut off", e);
        } catch (ZipException e) {
            throw new FileFormatException(
                    file, "the compressed data is damaged: " + e.getMessage(), e);
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        if (file.toString().endsWith(".gz")) {
            try {
                in = new GZIPInputStream(in, 1 << 16);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }
        return new DataInputStream(in);
    }

    private static Tensor read(Path file, DataInputStream in, int dims) throws IOException {
        int magic = in.readInt();
        if (magic >>> 8 != UNSIGNED_BYTE || (magic & 0xff) != dims) {
            throw new FileFormatException(
                    file,
                    String.format(
                            "an idx file of bytes with %d dimensions begins with 0x%08x, this one"
                                    + " with 0x%08x",
                            dims, UNSIGNED_BYTE << 8 | dims, magic));
        }
        var sizes = new long[dims];
        long total = 1;
        for (int i = 0; i < dims; i++) {
            sizes[i] = Integer.toUnsignedLong(in.readInt());
            total *= sizes[i];
            if (total > LIMIT) {
                throw new FileFormatException(
                        file,
                        "the sizes begin with "
                                + Arrays.toString(Arrays.copyOf(sizes, i + 1))
                                + ", more than an idx file can hold here");
            }
        }
        return content(file, in, sizes, total);
    }

    private static Tensor content(Path file, DataInputStream in, long[] sizes, long total)
            throws IOException {
        // Grows with what is there, whatever the sizes claim.
        var bytes = in.readNBytes((int) Math.min(total, Integer.MAX_VALUE - 8));
        if (bytes.length < total) {
            throw new FileFormatException(
                    file,
                    "the sizes "
                            + Arrays.toString(sizes)
                            + " need "
                            + total
                            + " bytes, but there are "
                            + bytes.length
                            + ": the file is cut off");
        }
        if (in.read() >= 0) {
            throw new FileFormatException(
                    file, "there is more than the sizes " + Arrays.toString(sizes) + " tell");
        }
        var tensor = Torch.empty(DType.UINT8, sizes);
        try (var use = AddressUse.begin()) {
            long address = tensor.array().address();
            for (int i = 0; i < bytes.length; i++) {
                Memory.setByte(address + i, bytes[i]);
            }
        }
        return tensor;
    }
}
