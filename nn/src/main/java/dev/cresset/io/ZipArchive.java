package dev.cresset.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip archive to read, with the places of its entries, so that stored ones can be read straight
 * into a tensor. Zip64 is understood.
 *
 * <p>Everything is checked before it is believed: entries lie inside of the file and do not
 * overlap, so that stored entries can never be more than the file; compressed ones expand to at
 * most {@link #EXPANSION} times the file or {@link #SMALL}, all together.
 */
final class ZipArchive {
    /** How often its own size the compressed entries of an archive may fill. */
    static final long EXPANSION = 64;

    /** How much the compressed entries of a small archive may fill. */
    static final long SMALL = 256L << 20;

    /** Deflate makes at most this many bytes of one. */
    private static final long BEST_DEFLATION = 1032;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final long MANY = 0xffffffffL;

    /**
     * Something in the archive.
     *
     * @param name its path
     * @param method stored or deflated
     * @param crc checksum of the content
     * @param compressed bytes in the file
     * @param size bytes of the content
     * @param header where its local header lies
     */
    record Entry(String name, int method, long crc, long compressed, long size, long header) {
        boolean isStored() {
            return method == STORED;
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long budget;

    /** Where the directory begins, behind all entries. */
    private long directory;

    /** Reads and checks the directory. */
    ZipArchive(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        budget = Math.max(SMALL, EXPANSION * channel.size());
        readDirectory();
        checkOverlap();
    }

    /** True if a file begins as zip archives do. */
    static boolean isZip(FileChannel channel) throws IOException {
        if (channel.size() < 4) {
            return false;
        }
        var start = little(4);
        TensorBytes.readAll(channel, 0, start);
        int magic = start.flip().getInt();
        return magic == LOCAL || magic == END;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer at(long position, int bytes) throws IOException {
        var buffer = little(bytes);
        TensorBytes.readAll(channel, position, buffer);
        return buffer.flip();
    }

    /** The entries by path, in the order of the directory. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** An entry, if it is there. */
    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    private FileFormatException problem(String text) {
        return new FileFormatException(file, text);
    }

    private void readDirectory() throws IOException {
        long end = findEnd();
        var record = at(end, END_BYTES);
        long count = record.getShort(10) & 0xffff;
        long bytes = record.getInt(12) & MANY;
        long start = record.getInt(16) & MANY;
        if (count == 0xffff || bytes == MANY || start == MANY) {
            var wide = end64(end);
            if (wide != null) {
                count = wide.getLong(32);
                bytes = wide.getLong(40);
                start = wide.getLong(48);
            }
        }
        if (bytes < 0 || start < 0 || count < 0 || start > end || bytes > end - start) {
            throw problem(
                    "damaged zip archive: its directory shall have "
                            + Long.toUnsignedString(bytes)
                            + " bytes from byte "
                            + Long.toUnsignedString(start)
                            + ", which is not inside of the file");
        }
        if (bytes > Integer.MAX_VALUE - 64 || count > bytes / 46) {
            throw problem(
                    "damaged zip archive: a directory of "
                            + count
                            + " entries in "
                            + bytes
                            + " bytes");
        }
        directory = start;
        var records = at(start, (int) bytes);
        for (long i = 0; i < count; i++) {
            var entry = entry(records);
            if (entries.put(entry.name, entry) != null) {
                throw problem("damaged zip archive: two entries have the name " + entry.name);
            }
        }
    }

    /** The end record is the last thing in the file, but for a comment. */
    private long findEnd() throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
        var bytes = at(size - tail, tail);
        for (int p = tail - END_BYTES; p >= 0; p--) {
            if (bytes.getInt(p) == END
                    && (bytes.getShort(p + 20) & 0xffff) == tail - END_BYTES - p) {
                return size - tail + p;
            }
        }
        throw problem(
                "the file is cut off: it begins as a zip archive, but the directory at the end of"
                        + " one is missing (failed finding central directory)");
    }

    private ByteBuffer end64(long end) throws IOException {
        if (end < 20 + 56) {
            return null;
        }
        var locator = at(end - 20, 20);
        if (locator.getInt(0) != END64_LOCATOR) {
            return null;
        }
        long position = locator.getLong(8);
        if (position < 0 || position > end - 20 - 56) {
            throw problem("damaged zip archive: the zip64 end record is not where it shall be");
        }
        var record = at(position, 56);
        if (record.getInt(0) != END64) {
            throw problem("damaged zip archive: there is no zip64 end record at " + position);
        }
        return record;
    }

    private Entry entry(ByteBuffer records) {
        int at = records.position();
        if (records.remaining() < 46 || records.getInt(at) != CENTRAL) {
            throw problem("damaged zip archive: entry " + entries.size() + " of the directory");
        }
        int flags = records.getShort(at + 8);
        int method = records.getShort(at + 10) & 0xffff;
        long crc = records.getInt(at + 16) & MANY;
        long compressed = records.getInt(at + 20) & MANY;
        long size = records.getInt(at + 24) & MANY;
        int nameBytes = records.getShort(at + 28) & 0xffff;
        int extraBytes = records.getShort(at + 30) & 0xffff;
        int commentBytes = records.getShort(at + 32) & 0xffff;
        long header = records.getInt(at + 42) & MANY;
        if (records.remaining() - 46 < nameBytes + extraBytes + commentBytes) {
            throw problem("damaged zip archive: entry " + entries.size() + " of the directory");
        }
        var name = new String(records.array(), at + 46, nameBytes, StandardCharsets.UTF_8);
        var extra = records.slice(at + 46 + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
        records.position(at + 46 + nameBytes + extraBytes + commentBytes);
        var wide = wide(extra);
        try {
            size = size == MANY && wide != null ? wide.getLong() : size;
            compressed = compressed == MANY && wide != null ? wide.getLong() : compressed;
            header = header == MANY && wide != null ? wide.getLong() : header;
        } catch (java.nio.BufferUnderflowException e) {
            throw new FileFormatException(
                    file, "damaged zip archive: the zip64 sizes of " + name + " are cut off", e);
        }
        if (size < 0 || compressed < 0 || header < 0) {
            throw problem("damaged zip archive: " + name + " has a negative size");
        }
        if ((flags & 1) != 0) {
            throw problem(name + " is encrypted");
        }
        if (method != STORED && method != DEFLATED) {
            throw problem(name + " is compressed by method " + method + ", which is not read");
        }
        if (method == STORED && size != compressed) {
            throw problem(
                    "damaged zip archive: "
                            + name
                            + " is not compressed, but has "
                            + size
                            + " bytes in "
                            + compressed);
        }
        return new Entry(name, method, crc, compressed, size, header);
    }

    /** The 64-bit sizes among the extra fields of an entry, or null. */
    private static ByteBuffer wide(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int bytes = extra.getShort() & 0xffff;
            if (bytes > extra.remaining()) {
                return null;
            }
            if (id == 1) {
                return extra.slice(extra.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + bytes);
        }
        return null;
    }

    private void checkOverlap() {
        List<Entry> order = new ArrayList<>(entries.values());
        order.sort(Comparator.comparingLong(Entry::header));
        for (int i = 0; i < order.size(); i++) {
            var entry = order.get(i);
            long next = i + 1 < order.size() ? order.get(i + 1).header : directory;
            long least = 30L + entry.name.length();
            if (entry.header > next - least || entry.compressed > next - least - entry.header) {
                throw problem(
                        "damaged zip archive: "
                                + entry.name
                                + " of "
                                + entry.compressed
                                + " bytes at "
                                + entry.header
                                + " reaches into what follows at "
                                + next);
            }
        }
    }

    /** Where the bytes of an entry lie in the file. */
    long position(Entry entry) throws IOException {
        if (entry.header > directory - 30) {
            throw problem("damaged zip archive: " + entry.name + " is not inside of the file");
        }
        var local = at(entry.header, 30);
        long position =
                entry.header + 30 + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (local.getInt(0) != LOCAL || position > directory - entry.compressed) {
            throw problem(
                    "damaged zip archive: at byte "
                            + entry.header
                            + " there is no entry "
                            + entry.name);
        }
        return position;
    }

    /** Fills memory with the first bytes of an entry; it must have that many. */
    void read(Entry entry, long address, long bytes) throws IOException {
        try (var content = open(entry)) {
            TensorBytes.<IOException>pieces(address, bytes, (piece, at) -> content.fill(piece));
        }
    }

    /** All bytes of an entry, which must fit into an array. */
    byte[] bytes(Entry entry) throws IOException {
        if (entry.size > Integer.MAX_VALUE - 64) {
            throw problem(entry.name + " has " + entry.size + " bytes, too many to read at once");
        }
        try (var content = open(entry)) {
            var bytes = ByteBuffer.allocate((int) entry.size);
            content.fill(bytes);
            return bytes.array();
        }
    }

    /** The content of an entry, from its beginning. */
    ByteSource open(Entry entry) throws IOException {
        long position = position(entry);
        if (entry.isStored()) {
            return ByteSource.of(
                    file, entry.name, channel, position, position + entry.size, entry.crc);
        }
        charge(entry);
        return new Inflated(entry, position);
    }

    private void charge(Entry entry) {
        if (entry.size / BEST_DEFLATION > entry.compressed) {
            throw problem(
                    "damaged zip archive: "
                            + entry.name
                            + " shall have "
                            + entry.size
                            + " bytes, which "
                            + entry.compressed
                            + " compressed ones cannot hold");
        }
        budget -= entry.size;
        if (budget < 0) {
            throw problem(
                    "the compressed entries fill more than "
                            + EXPANSION
                            + " times the file, which is what a zip bomb does; save it"
                            + " uncompressed");
        }
    }

    /** The content of a compressed entry. */
    private final class Inflated extends ByteSource {
        private final ByteBuffer compressed = ByteBuffer.allocate(1 << 16);
        private final Inflater inflater = new Inflater(true);
        private long position;
        private final long end;

        Inflated(Entry entry, long position) {
            super(file, entry.name, entry.size, entry.crc);
            this.position = position;
            this.end = position + entry.compressed;
        }

        @Override
        protected void take(ByteBuffer to) throws IOException {
            try {
                while (to.hasRemaining()) {
                    if (inflater.inflate(to) == 0
                            && (inflater.finished()
                                    || inflater.needsDictionary()
                                    || (inflater.needsInput() && !feed()))) {
                        throw problem(
                                "its compressed content ends too early, "
                                        + to.remaining()
                                        + " bytes are missing");
                    }
                }
            } catch (DataFormatException e) {
                throw problem("its compressed content is damaged: " + e.getMessage());
            }
        }

        private boolean feed() throws IOException {
            if (position == end) {
                return false;
            }
            compressed.clear().limit((int) Math.min(compressed.capacity(), end - position));
            TensorBytes.readAll(channel, position, compressed);
            position += compressed.position();
            inflater.setInput(compressed.array(), 0, compressed.position());
            return true;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
