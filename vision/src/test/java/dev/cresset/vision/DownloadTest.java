package dev.cresset.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class DownloadTest {
    @TempDir Path folder;

    private final byte[] content = new byte[10_000];
    private final List<String> ranges = new ArrayList<>();
    private HttpServer server;
    private URI source;
    private Path file;
    private Path part;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> answer(exchange, 0));
        server.createContext(
                "/file",
                exchange -> {
                    var range = exchange.getRequestHeaders().getFirst("Range");
                    ranges.add(String.valueOf(range));
                    answer(
                            exchange,
                            range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")));
                });
        server.start();
        source = URI.create("http://localhost:" + server.getAddress().getPort() + "/file");
        file = folder.resolve("file.gz");
        part = folder.resolve("file.gz.part");
    }

    private void answer(HttpExchange exchange, int from) throws IOException {
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, content.length - from);
        try (var body = exchange.getResponseBody()) {
            body.write(content, from, content.length - from);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String checksum() throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    }

    @Test
    void fetchesOnce() throws Exception {
        Download.fetch(source, file, checksum());
        Download.fetch(source, file, checksum());
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(List.of("null"), ranges);
        assertFalse(Files.exists(part));
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        Files.write(part, Arrays.copyOf(content, 1234));
        Download.fetch(source, file, checksum());
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(List.of("bytes=1234-"), ranges);
    }

    @Test
    void beginsAgainWhereTheServerCannotGoOn() throws Exception {
        Files.write(part, new byte[20_000]);
        Download.fetch(source.resolve("/whole"), file, checksum());
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void replacesAFileThatIsWrong() throws Exception {
        Files.write(file, new byte[5]);
        Download.fetch(source, file, checksum());
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void wrongContentIsNotKept() {
        var e = assertThrows(IOException.class, () -> Download.fetch(source, file, "0".repeat(32)));
        assertTrue(e.getMessage().contains("checksum"), e.getMessage());
        assertFalse(Files.exists(file) || Files.exists(part));
    }

    @Test
    void withoutAConnection() {
        server.stop(0);
        var e = assertThrows(IOException.class, () -> Download.fetch(source, file, "00"));
        assertTrue(e.getMessage().contains("cannot fetch " + source), e.getMessage());
        assertTrue(e.getMessage().contains("put the file into"), e.getMessage());
    }

    @Test
    void missingOnTheServer() {
        var e =
                assertThrows(
                        IOException.class,
                        () -> Download.fetch(source.resolve("/nothing"), file, "00"));
        assertTrue(e.getMessage().contains("status 404"), e.getMessage());
    }
}
