package dev.cresset.viz;

import com.google.protobuf.CodedOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes a log that TensorBoard shows: PyTorch's {@code torch.utils.tensorboard.SummaryWriter}.
 *
 * {@snippet :
 * try (var log = new SummaryWriter(Path.of("runs/first"))) {
 *     log.addScalar("loss/train", loss.item(), step);
 * }
 * }
 *
 * <p>Every writer makes a file of its own, {@code events.out.tfevents.*}, in its folder; {@code
 * tensorboard --logdir runs} compares the folders below. Methods may be called by several threads.
 * Where the disk fails they throw {@link UncheckedIOException}.
 */
public final class SummaryWriter implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    // Field numbers of tensorflow.Event, tensorflow.Summary and tensorflow.Summary.Value.
    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE_VALUE = 2;

    private final Path file;
    private final RecordFile records;
    private Instant flushed = Instant.now();

    /** Writes one message of the format. */
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** A new log in a folder, which is made if there is none. */
    public SummaryWriter(Path folder) {
        try {
            Files.createDirectories(folder);
            file = folder.resolve(fileName());
            records = new RecordFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            event(out -> out.writeString(EVENT_FILE_VERSION, "brain.Event:2"));
            records.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("SummaryWriter: cannot write in " + folder, e);
        }
    }

    private static String fileName() {
        return String.format(
                "events.out.tfevents.%010d.%s.%d.%d",
                Instant.now().getEpochSecond(),
                host(),
                ProcessHandle.current().pid(),
                COUNT.getAndIncrement());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // Only part of a file name.
            return "localhost";
        }
    }

    /** The file that is written. */
    public Path file() {
        return file;
    }

    /**
     * Adds a point to a curve.
     *
     * @param tag name of the curve; curves with equal text before a {@code /} stand together
     * @param value its value, kept as float32
     * @param step its place on the axis
     */
    public synchronized void addScalar(String tag, double value, long step) {
        try {
            event(
                    out -> {
                        out.writeInt64(EVENT_STEP, step);
                        out.writeByteArray(
                                EVENT_SUMMARY,
                                message(
                                        summary ->
                                                summary.writeByteArray(
                                                        SUMMARY_VALUE,
                                                        message(
                                                                scalar ->
                                                                        point(
                                                                                scalar, tag,
                                                                                value)))));
                    });
            if (Duration.between(flushed, Instant.now()).compareTo(PATIENCE) > 0) {
                flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("SummaryWriter: cannot write " + file, e);
        }
    }

    private static void point(CodedOutputStream out, String tag, double value) throws IOException {
        out.writeString(VALUE_TAG, tag);
        out.writeFloat(VALUE_SIMPLE_VALUE, (float) value);
    }

    private void event(Fields fields) throws IOException {
        records.write(
                message(
                        out -> {
                            var now = Instant.now();
                            out.writeDouble(
                                    EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() * 1e-9);
                            fields.writeTo(out);
                        }));
    }

    private static byte[] message(Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        fields.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    /** Puts everything into the file now; otherwise it gets there every few seconds. */
    public synchronized void flush() {
        try {
            records.flush();
            flushed = Instant.now();
        } catch (IOException e) {
            throw new UncheckedIOException("SummaryWriter: cannot write " + file, e);
        }
    }

    /** Writes the rest and closes the file. */
    @Override
    public synchronized void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException("SummaryWriter: cannot write " + file, e);
        }
    }
}
