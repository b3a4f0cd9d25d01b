package dev.cresset.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Streams that PyTorch 2.13 made, with the state it was left in. */
class RecordedStreamsTest {
    @Test
    void replayExactly() throws IOException {
        var streams = new Streams();
        try (var in = RecordedStreamsTest.class.getResourceAsStream("streams.txt")) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(streams::line);
        }
        assertEquals(List.of(), streams.failures());
    }
}
