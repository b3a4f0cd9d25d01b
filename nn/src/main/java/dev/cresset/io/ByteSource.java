package dev.cresset.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** Bytes that are read from the first to the last: a file, or an entry of an archive. */
abstract class ByteSource implements AutoCloseable {
    private final Path file;
    private final String name;
    private final long expectedCrc;
    private final CRC32 crc = new CRC32();
    private long left;

    /**
     * Bytes to be read.
     *
     * @param name the entry of the file in messages, empty for the whole file
     * @param length how many there are
     * @param crc their checksum, negative where it is not known
     */
    ByteSource(Path file, String name, long length, long crc) {
        this.file = file;
        this.name = name;
        this.left = length;
        this.expectedCrc = crc;
    }

    /** A part of a file. */
    static ByteSource of(
            Path file, String name, FileChannel channel, long start, long end, long crc) {
        return new ByteSource(file, name, end - start, crc) {
            private long position = start;

            @Override
            protected void take(ByteBuffer to) throws IOException {
                int bytes = to.remaining();
                TensorBytes.readAll(channel, position, to);
                position += bytes;
            }

            @Override
            public void close() {}
        };
    }

    /** Fills a buffer. */
    protected abstract void take(ByteBuffer to) throws IOException;

    @Override
    public abstract void close();

    /** Bytes that are not read yet. */
    long left() {
        return left;
    }

    /** Fills a buffer with the next bytes. */
    void fill(ByteBuffer to) throws IOException {
        if (to.remaining() > left) {
            throw problem("it is cut off: " + to.remaining() + " bytes are missing");
        }
        left -= to.remaining();
        if (expectedCrc < 0) {
            take(to);
            return;
        }
        var filled = to.duplicate();
        take(to);
        crc.update(filled);
    }

    /** The next bytes. */
    ByteBuffer bytes(int count) throws IOException {
        if (count > left) {
            throw problem("it is cut off: it ends after " + left + " of " + count + " bytes");
        }
        var bytes = ByteBuffer.allocate(count);
        fill(bytes);
        return bytes.flip();
    }

    /** Tests the checksum, if there is one and all bytes were read. */
    void check() {
        if (expectedCrc >= 0 && left == 0 && crc.getValue() != expectedCrc) {
            throw problem("its content is damaged: the checksum is wrong (Bad CRC-32)");
        }
    }

    /** What is wrong with the bytes. */
    FileFormatException problem(String text) {
        return new FileFormatException(file, name.isEmpty() ? text : name + ": " + text);
    }
}
