package dev.cresset.vision;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Fetches a file whose checksum is known. It grows under the name {@code NAME.part}, from where it
 * goes on after an interruption, and gets its name when it is whole and right.
 */
final class Download {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Download() {}

    static void fetch(URI source, Path file, String md5) throws IOException {
        if (Files.exists(file) && md5.equals(md5(file))) {
            return;
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        try (var client =
                HttpClient.newBuilder()
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            receive(client, source, part);
        } catch (IOException e) {
            throw new IOException(
                    "download: cannot fetch "
                            + source
                            + " ("
                            + reason(e)
                            + "); check the connection and try again, it goes on where it stopped,"
                            + " or put the file into "
                            + file.toAbsolutePath().getParent()
                            + " yourself",
                    e);
        }
        var got = md5(part);
        if (!got.equals(md5)) {
            Files.delete(part);
            throw new IOException(
                    "download: "
                            + source
                            + " has the MD5 checksum "
                            + got
                            + " instead of "
                            + md5
                            + ": the file was damaged on its way or has changed; try again");
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "no connection";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void receive(HttpClient client, URI source, Path part) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        var request = HttpRequest.newBuilder(source).timeout(PATIENCE);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                switch (response.statusCode()) {
                    case PARTIAL_CONTENT -> append(body, part, StandardOpenOption.APPEND);
                    case OK -> append(body, part, StandardOpenOption.TRUNCATE_EXISTING);
                    default -> {
                        // Whatever lies there cannot be continued.
                        Files.deleteIfExists(part);
                        throw new IOException("status " + response.statusCode());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void append(InputStream body, Path part, StandardOpenOption how)
            throws IOException {
        try (var out =
                Files.newOutputStream(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            body.transferTo(out);
        }
    }

    private static String md5(Path file) throws IOException {
        try (var digest =
                new DigestOutputStream(
                        OutputStream.nullOutputStream(), MessageDigest.getInstance("MD5"))) {
            Files.copy(file, digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
