package dev.cresset.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored entries whose contents begin at multiples of 64 bytes, byte for
 * byte as PyTorch's writer lays them out: no times, padding in an extra field {@code FB}, sizes
 * behind the content, zip64 where a size or a place needs it.
 */
final class ZipWriter {
    private static final int ALIGNMENT = 64;
    private static final int LOCAL = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final long MANY = 0xffffffffL;

    /** Sizes behind the content; names are UTF-8. */
    private static final short WITH_DESCRIPTOR = 0x0808;

    private static final short WITHOUT_DESCRIPTOR = 0x0800;

    /** Writes the content of an entry. */
    interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private record Written(byte[] name, long crc, long size, long header) {}

    private final WritableByteChannel channel;
    private final long limit;
    private final List<Written> entries = new ArrayList<>();
    private long at;

    /** An archive at the beginning of a channel. */
    ZipWriter(WritableByteChannel channel) {
        this(channel, MANY);
    }

    /**
     * An archive at the beginning of a channel.
     *
     * @param limit from where on sizes and places are written with 64 bits
     */
    ZipWriter(WritableByteChannel channel, long limit) {
        this.channel = channel;
        this.limit = limit;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer bytes) throws IOException {
        at += bytes.remaining();
        TensorBytes.writeAll(channel, bytes);
    }

    /** Adds an entry. */
    void entry(String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        entry(
                name,
                content.length,
                crc.getValue(),
                to -> TensorBytes.writeAll(to, ByteBuffer.wrap(content)));
    }

    /** Adds an entry of a known size and checksum. */
    void entry(String name, long size, long crc, Content content) throws IOException {
        long header = at;
        var text = name.getBytes(StandardCharsets.UTF_8);
        var wide = wide(size, header);
        long start = at + 30 + text.length + wide.length + 4;
        int padding = (int) (Math.ceilDiv(start, ALIGNMENT) * ALIGNMENT - start);
        var local = little(30 + text.length + wide.length + 4 + padding);
        local.putInt(LOCAL).putShort((short) 0);
        local.putShort(size == 0 ? WITHOUT_DESCRIPTOR : WITH_DESCRIPTOR);
        local.position(26);
        local.putShort((short) text.length).putShort((short) (wide.length + 4 + padding));
        local.put(text).put(wide);
        local.put((byte) 'F').put((byte) 'B').putShort((short) padding);
        Arrays.fill(local.array(), local.position(), local.capacity(), (byte) 'Z');
        write(local.rewind());
        content.writeTo(channel);
        at += size;
        if (size > 0) {
            var descriptor = little(wide.length == 0 ? 16 : 24);
            descriptor.putInt(DESCRIPTOR).putInt((int) crc);
            if (wide.length == 0) {
                descriptor.putInt((int) size).putInt((int) size);
            } else {
                descriptor.putLong(size).putLong(size);
            }
            write(descriptor.flip());
        }
        entries.add(new Written(text, crc, size, header));
    }

    /** The extra field with the numbers that do not fit into 32 bits. */
    private byte[] wide(long size, long header) {
        boolean wideSize = size >= limit;
        boolean wideHeader = header >= limit;
        int bytes = (wideSize ? 16 : 0) + (wideHeader ? 8 : 0);
        if (bytes == 0) {
            return new byte[0];
        }
        var extra = little(4 + bytes).putShort((short) 1).putShort((short) bytes);
        if (wideSize) {
            extra.putLong(size).putLong(size);
        }
        if (wideHeader) {
            extra.putLong(header);
        }
        return extra.array();
    }

    private int narrow(long number) {
        return (int) (number >= limit ? MANY : number);
    }

    /** Writes the directory; nothing can be added then. */
    void finish() throws IOException {
        long directory = at;
        for (var entry : entries) {
            var wide = wide(entry.size, entry.header);
            var record = little(46 + entry.name.length + wide.length);
            record.putInt(CENTRAL).putInt(0);
            record.putShort(entry.size == 0 ? WITHOUT_DESCRIPTOR : WITH_DESCRIPTOR);
            record.position(16);
            record.putInt((int) entry.crc);
            record.putInt(narrow(entry.size)).putInt(narrow(entry.size));
            record.putShort((short) entry.name.length).putShort((short) wide.length);
            record.position(42);
            record.putInt(narrow(entry.header)).put(entry.name).put(wide);
            write(record.flip());
        }
        long bytes = at - directory;
        long end64 = at;
        var end = little(56 + 20 + 22);
        end.putInt(END64).putLong(44).putShort((short) 0x031e).putShort((short) 45);
        end.putLong(0).putLong(entries.size()).putLong(entries.size());
        end.putLong(bytes).putLong(directory);
        end.putInt(END64_LOCATOR).putInt(0).putLong(end64).putInt(1);
        short count = (short) Math.min(entries.size(), 0xffff);
        end.putInt(END).putInt(0).putShort(count).putShort(count);
        end.putInt(narrow(bytes)).putInt(narrow(directory)).putShort((short) 0);
        write(end.flip());
    }
}
