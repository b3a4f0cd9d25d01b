package dev.cresset.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of a pickle: a part of a file, or an array. Knows its end, so no length is believed.
 */
final class PickleInput {
    private static final int LONGEST_LINE = 4096;

    private final Path file;
    private final String part;
    private final FileChannel channel;
    private final ByteBuffer buffer;

    /** Where in the file the end of the buffer lies. */
    private long position;

    private final long start;
    private final long end;

    /**
     * A part of a file.
     *
     * @param part its name in messages
     */
    PickleInput(Path file, String part, FileChannel channel, long start, long end) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.position = start;
        this.start = start;
        this.end = end;
        this.buffer = ByteBuffer.allocate(1 << 16).limit(0).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bytes in memory. */
    PickleInput(Path file, String part, byte[] bytes) {
        this.file = file;
        this.part = part;
        this.channel = null;
        this.position = bytes.length;
        this.start = 0;
        this.end = bytes.length;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the next byte lies in the file, or in the array. */
    long position() {
        return position - buffer.remaining();
    }

    /** Bytes from the beginning to the end. */
    long length() {
        return end - start;
    }

    /** Bytes that are still there. */
    long left() {
        return end - position();
    }

    /** What is wrong, with the place. */
    FileFormatException problem(String text) {
        return new FileFormatException(file, where() + text);
    }

    RefusedGlobalException refusal(String global, String why) {
        return new RefusedGlobalException(file, global, where() + why);
    }

    private String where() {
        return part + ", byte " + (position() - start) + ": ";
    }

    private void need(int bytes) throws IOException {
        if (left() < bytes) {
            throw problem("it ends in the middle of a value");
        }
        if (buffer.remaining() < bytes) {
            buffer.compact();
            int room = (int) Math.min(buffer.remaining(), end - position);
            int old = buffer.position();
            buffer.limit(old + room);
            TensorBytes.readAll(channel, position, buffer);
            position += room;
            buffer.flip();
        }
    }

    /** The next byte, 0 to 255. */
    int next() throws IOException {
        need(1);
        return buffer.get() & 0xff;
    }

    int uint16() throws IOException {
        need(2);
        return buffer.getShort() & 0xffff;
    }

    int int32() throws IOException {
        need(4);
        return buffer.getInt();
    }

    long int64() throws IOException {
        need(8);
        return buffer.getLong();
    }

    /** The only number that pickles hold in big-endian order. */
    double float64() throws IOException {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(buffer.getLong()));
    }

    /** The next bytes; a length that the file cannot have is an error, not an allocation. */
    byte[] bytes(long length) throws IOException {
        if (length < 0 || length > left() || length > Integer.MAX_VALUE - 64) {
            throw problem(
                    "a value of "
                            + Long.toUnsignedString(length)
                            + " bytes, but only "
                            + left()
                            + " are left");
        }
        var bytes = new byte[(int) length];
        int buffered = Math.min(buffer.remaining(), bytes.length);
        buffer.get(bytes, 0, buffered);
        if (buffered < bytes.length) {
            TensorBytes.readAll(
                    channel, position, ByteBuffer.wrap(bytes, buffered, bytes.length - buffered));
            position += bytes.length - buffered;
        }
        return bytes;
    }

    String utf8(long length) throws IOException {
        return decode(bytes(length));
    }

    private String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw problem("a text is not UTF-8");
        }
    }

    /** The text up to the end of the line. */
    String line() throws IOException {
        var bytes = new byte[LONGEST_LINE];
        for (int n = 0; n < LONGEST_LINE; n++) {
            bytes[n] = (byte) next();
            if (bytes[n] == '\n') {
                return decode(java.util.Arrays.copyOf(bytes, n));
            }
        }
        throw problem("a name is longer than " + LONGEST_LINE + " bytes");
    }
}
