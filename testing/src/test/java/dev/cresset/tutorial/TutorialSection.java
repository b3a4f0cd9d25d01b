package dev.cresset.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.op.OpIndexException;
import dev.cresset.text.Python;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One section of the tutorial's recorded session with PyTorch, played in Java.
 *
 * <p>{@code tutorial.jsonl} holds what was typed at Python's prompt and what it showed. A subclass
 * plays its section line by line: {@code prompt("a.view(-1)", a.view(-1))} gives the Python line
 * and its Java counterpart. Every recorded line must be played, in order.
 *
 * <p>Note [What counts as equal]:
 *
 * <ul>
 *   <li>What a line shows: the text of {@link Python#repr} of the Java value, character by
 *       character. An assignment shows nothing, whatever its value.
 *   <li>Nothing shown, where the line is no assignment, is null, or a call without a result.
 *   <li>A class, {@code <class 'torch.nn.parameter.Parameter'>}, is the Java class of that simple
 *       name.
 *   <li>An error: an {@link OpException} or {@link IllegalArgumentException} whose message contains
 *       PyTorch's message. {@code IndexError} is an {@link OpIndexException} or {@link
 *       IndexOutOfBoundsException}; Python's other exception classes have no counterparts.
 * </ul>
 */
abstract class TutorialSection {
    private static final Map<String, List<JsonNode>> SECTIONS = read();

    private final String name;
    private final List<JsonNode> lines;
    private int played;

    TutorialSection(String name) {
        this.name = name;
        this.lines = SECTIONS.get(name);
        assertNotNull(lines, "no section " + name);
    }

    private static Map<String, List<JsonNode>> read() {
        try (var in = TutorialSection.class.getResourceAsStream("/tutorial.jsonl")) {
            var sections = new LinkedHashMap<String, List<JsonNode>>();
            var json = new ObjectMapper();
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                var node = json.readTree(line);
                sections.computeIfAbsent(node.get("section").textValue(), _ -> new ArrayList<>())
                        .add(node);
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all recorded sections. */
    static List<String> sections() {
        return List.copyOf(SECTIONS.keySet());
    }

    /** The name of this one. */
    String name() {
        return name;
    }

    /** Plays the lines. */
    abstract void play();

    @Test
    void showsWhatPyTorchShows() {
        Torch.manualSeed(0);
        play();
        if (played < lines.size()) {
            fail(name + ": not played: " + lines.get(played).get("in").textValue());
        }
    }

    private JsonNode next(String line) {
        assertTrue(played < lines.size(), () -> name + ": no more lines, but played: " + line);
        var recorded = lines.get(played++);
        assertEquals(recorded.get("in").textValue(), line, name + ": the recorded line");
        return recorded;
    }

    /** A line with the value of its Java counterpart. */
    final void prompt(String line, Object value) {
        var recorded = next(line);
        assertNull(recorded.get("error"), () -> line + " is an error in PyTorch");
        if (recorded.path("out").isTextual()) {
            assertEquals(recorded.get("out").textValue(), Python.repr(value), line);
        } else if (recorded.has("out")) {
            assertNull(value, line);
        }
    }

    /** A line that shows nothing. */
    final void prompt(String line, Runnable statement) {
        statement.run();
        prompt(line, (Object) null);
    }

    /** A line that shows a class. */
    final void promptClass(String line, Class<?> type) {
        var out = next(line).get("out").textValue();
        assertEquals(
                out.replaceFirst("<class '(?:.*\\.)?(.*)'>", "$1"), type.getSimpleName(), line);
    }

    /** A line that is refused. */
    final void error(String line, Executable statement) {
        var recorded = next(line);
        assertTrue(recorded.has("error"), () -> line + " is no error in PyTorch");
        var thrown = assertThrows(RuntimeException.class, statement, line);
        var message = recorded.get("message").textValue();
        assertTrue(
                String.valueOf(thrown.getMessage()).contains(message),
                () -> line + "\nexpected: " + message + "\nbut was:  " + thrown);
        boolean isIndexError =
                thrown instanceof OpIndexException || thrown instanceof IndexOutOfBoundsException;
        assertTrue(
                recorded.get("error").textValue().equals("IndexError")
                        ? isIndexError
                        : thrown instanceof OpException
                                || thrown instanceof IllegalArgumentException,
                () -> line + "\nclass of exception: " + thrown);
    }

    /** Python's {@code [x.shape for x in ...]}. */
    static List<Size> shapes(Iterable<Tensor> tensors) {
        return TutorialSection.<Tensor>list(tensors).stream().map(Tensor::shape).toList();
    }

    /** Python's {@code list(...)} or {@code [x for x in ...]}. */
    static <T> List<T> list(Iterable<? extends T> items) {
        var list = new ArrayList<T>();
        items.forEach(list::add);
        return list;
    }
}
