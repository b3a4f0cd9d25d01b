package dev.cresset.viz;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A TFRecord file: each record is its length (u64), a checksum of the length (u32), the content and
 * a checksum of the content (u32), all little-endian.
 *
 * <p>The checksum is CRC-32C, rotated right by 15 bits plus a constant, so that a checksum of data
 * that itself holds checksums stays meaningful.
 */
final class RecordFile implements AutoCloseable {
    private static final int MASK = 0xa282ead8;

    private final OutputStream out;

    RecordFile(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void write(byte[] content) throws IOException {
        var length = bytes(8).putLong(content.length).array();
        out.write(length);
        out.write(bytes(4).putInt(checksum(length)).array());
        out.write(content);
        out.write(bytes(4).putInt(checksum(content)).array());
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
