package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;

/** The bytes of row-major tensors on their way between memory and files, without a copy between. */
final class TensorBytes {
    /** A buffer holds less than 2 GiB. */
    private static final long STEP = 1L << 30;

    private TensorBytes() {}

    /** Takes a piece of memory; {@code at} counts from the beginning. */
    interface Piece<E extends Exception> {
        void take(ByteBuffer bytes, long at) throws E;
    }

    /** Hands memory on in pieces that fit into a buffer. */
    static <E extends Exception> void pieces(long address, long bytes, Piece<E> to) throws E {
        for (long at = 0; at < bytes; at += STEP) {
            var piece = Memory.ALL.asSlice(address + at, Math.min(STEP, bytes - at));
            to.take(piece.asByteBuffer(), at);
        }
    }

    static long count(Tensor tensor) {
        return tensor.numel() * tensor.dtype().size();
    }

    /** Writes all elements. */
    static void write(WritableByteChannel channel, Tensor tensor) throws IOException {
        try (var _ = AddressUse.begin()) {
            pieces(
                    tensor.array().address(),
                    count(tensor),
                    (bytes, at) -> writeAll(channel, bytes));
        }
    }

    static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Fills a tensor from a position of a file, which must have that many bytes there. */
    static void read(FileChannel channel, long position, Tensor tensor) throws IOException {
        try (var _ = AddressUse.begin()) {
            pieces(
                    tensor.array().address(),
                    count(tensor),
                    (bytes, at) -> readAll(channel, position + at, bytes));
        }
        normalize(tensor);
    }

    static void readAll(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, position);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
            position += read;
        }
    }

    /** Adds all elements to a checksum. */
    static void addTo(CRC32 crc, Tensor tensor) {
        try (var _ = AddressUse.begin()) {
            pieces(tensor.array().address(), count(tensor), (bytes, at) -> crc.update(bytes));
        }
    }

    /** Another program may have written any byte for true. */
    static void normalize(Tensor tensor) {
        if (tensor.dtype() != DType.BOOL) {
            return;
        }
        try (var _ = AddressUse.begin()) {
            long address = tensor.array().address();
            for (long at = address; at < address + tensor.numel(); at++) {
                byte flag = Memory.getByte(at);
                if (flag != 0 && flag != 1) {
                    Memory.setByte(at, (byte) 1);
                }
            }
        }
    }

    /** Turns the bytes of every number around: from big-endian to little-endian. */
    static void swap(Tensor tensor) {
        var dtype = tensor.dtype();
        // The parts of complex numbers stay in their order.
        int width = dtype.isComplex() ? dtype.size() / 2 : dtype.size();
        try (var _ = AddressUse.begin()) {
            long address = tensor.array().address();
            long end = address + count(tensor);
            switch (width) {
                case 1 -> {}
                case 2 -> {
                    for (long at = address; at < end; at += 2) {
                        Memory.setShort(at, Short.reverseBytes(Memory.getShort(at)));
                    }
                }
                case 4 -> {
                    for (long at = address; at < end; at += 4) {
                        Memory.setInt(at, Integer.reverseBytes(Memory.getInt(at)));
                    }
                }
                case 8 -> {
                    for (long at = address; at < end; at += 8) {
                        Memory.setLong(at, Long.reverseBytes(Memory.getLong(at)));
                    }
                }
                default -> throw new IllegalArgumentException("swap: no numbers of " + width);
            }
        }
    }
}
