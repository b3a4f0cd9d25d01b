package dev.cresset.viz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class SummaryWriterTest {
    @TempDir Path folder;

    /** CRC-32C bit by bit, as it is defined. */
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static List<byte[]> records(Path file) throws IOException {
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var records = new ArrayList<byte[]>();
        while (in.hasRemaining()) {
            var length = new byte[8];
            in.get(length);
            assertEquals(masked(length), in.getInt());
            var content =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            in.get(content);
            assertEquals(masked(content), in.getInt());
            records.add(content);
        }
        return records;
    }

    /** The fields of a message by number. */
    private static Map<Integer, Object> fields(byte[] message) throws IOException {
        var in = CodedInputStream.newInstance(message);
        var fields = new LinkedHashMap<Integer, Object>();
        for (int tag; (tag = in.readTag()) != 0; ) {
            fields.put(
                    WireFormat.getTagFieldNumber(tag),
                    switch (WireFormat.getTagWireType(tag)) {
                        case WireFormat.WIRETYPE_VARINT -> in.readInt64();
                        case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
                        case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
                        default -> in.readByteArray();
                    });
        }
        return fields;
    }

    private static String point(byte[] record) throws IOException {
        var event = fields(record);
        var value = fields((byte[]) fields((byte[]) event.get(5)).get(1));
        return event.get(2) + " " + new String((byte[]) value.get(1)) + " " + value.get(2);
    }

    @Test
    void pointsReadBack() throws IOException {
        double before = System.currentTimeMillis() * 1e-3 - 1;
        Path file;
        try (var log = new SummaryWriter(folder.resolve("runs/a"))) {
            file = log.file();
            log.addScalar("loss/train", 0.25, 0);
            log.addScalar("loss/train", Double.NaN, 1L << 40);
            log.addScalar("größe", -1e30, -3);
        }
        var records = records(file);
        assertEquals(4, records.size());
        var first = fields(records.getFirst());
        assertArrayEquals("brain.Event:2".getBytes(), (byte[]) first.get(3));
        double time = (Double) first.get(1);
        assertTrue(time > before && time < before + 60);
        assertEquals("0 loss/train 0.25", point(records.get(1)));
        assertEquals((1L << 40) + " loss/train NaN", point(records.get(2)));
        assertEquals("-3 größe -1.0E30", point(records.get(3)));
    }

    @Test
    void flushedPointsAreInTheFile() throws IOException {
        try (var log = new SummaryWriter(folder)) {
            log.addScalar("a", 1, 1);
            log.flush();
            assertEquals(2, records(log.file()).size());
        }
    }

    @Test
    void writersOfOneFolderHaveTheirOwnFiles() throws IOException {
        try (var one = new SummaryWriter(folder);
                var two = new SummaryWriter(folder)) {
            assertTrue(one.file().getFileName().toString().startsWith("events.out.tfevents."));
            assertTrue(!one.file().equals(two.file()));
        }
    }

    /** The first record of a file that TensorBoard's own writer made at a known time. */
    @Test
    void framesAsTensorBoardDoes() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var records = new RecordFile(bytes)) {
            records.write(HexFormat.of().parseHex(RECORDED_EVENT));
        }
        assertEquals(RECORDED_FRAME, HexFormat.of().formatHex(bytes.toByteArray()));
    }

    private static final String RECORDED_EVENT =
            "09dcf4319826c1da411a0d627261696e2e4576656e743a32522e0a2c74656e736f7262"
                    + "6f6172642e73756d6d6172792e7772697465722e6576656e745f66696c655f77726974"
                    + "6572";
    private static final String RECORDED_FRAME =
            "4800000000000000fe92489d09dcf4319826c1da411a0d627261696e2e4576656e743a"
                    + "32522e0a2c74656e736f72626f6172642e73756d6d6172792e7772697465722e657665"
                    + "6e745f66696c655f7772697465729971f88d";

    @Test
    void aFolderThatCannotBe() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThrows(UncheckedIOException.class, () -> new SummaryWriter(file));
    }
}
