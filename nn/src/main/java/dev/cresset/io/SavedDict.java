package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.text.OrderedDict;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A dict that was read from a file, with its parts by kind: what {@link TorchFile#loadDict} gives
 * for a checkpoint of several parts.
 *
 * {@snippet :
 * var run = TorchFile.loadDict(Path.of("run.pt"));
 * model.loadStateDict(run.stateDict("model"));
 * optimizer.loadStateDict(run.dict("optimizer"));
 * long epoch = run.integer("epoch");
 * }
 *
 * <p>A part that is missing or of another kind is a {@link FileFormatException} that names it.
 */
public final class SavedDict extends AbstractMap<String, Object> {
    private final Path file;
    private final String place;
    private final Map<String, Object> entries;

    private SavedDict(Path file, String place, Map<String, Object> entries) {
        this.file = file;
        this.place = place;
        this.entries = entries;
    }

    /**
     * A value that must be a dict with texts as keys.
     *
     * @param place where it stands in the file, for messages
     */
    static SavedDict of(Path file, String place, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new FileFormatException(
                    file, "expects a dict" + place + ", there is " + PickleGlobals.kind(value));
        }
        var entries = new OrderedDict<String, Object>();
        map.forEach(
                (name, item) -> {
                    if (!(name instanceof String text)) {
                        throw new FileFormatException(
                                file,
                                "expects names as keys of the dict" + place + ", there is " + name);
                    }
                    entries.put(text, item);
                });
        return new SavedDict(file, place, entries);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Collections.unmodifiableSet(entries.entrySet());
    }

    private <T> T part(String name, Class<T> kind, String text) {
        var value = entries.get(name);
        if (kind.isInstance(value)) {
            return kind.cast(value);
        }
        throw new FileFormatException(
                file,
                "expects "
                        + text
                        + " as \""
                        + name
                        + "\""
                        + place
                        + ", there is "
                        + (entries.containsKey(name)
                                ? PickleGlobals.kind(value)
                                : "none among " + entries.keySet()));
    }

    /** A part that is a tensor. */
    public Tensor tensor(String name) {
        return part(name, Tensor.class, "a tensor");
    }

    /** A part that is a dict again, such as the state of an optimiser. */
    public SavedDict dict(String name) {
        return of(file, place + " in \"" + name + "\"", part(name, Map.class, "a dict"));
    }

    /** A part that is a state dict, such as that of a module. */
    public Map<String, Tensor> stateDict(String name) {
        return dict(name).tensors();
    }

    /** All entries, which must be tensors. */
    Map<String, Tensor> tensors() {
        var tensors = new OrderedDict<String, Tensor>();
        entries.forEach(
                (name, value) -> {
                    if (!(value instanceof Tensor tensor)) {
                        throw new FileFormatException(
                                file,
                                "expects tensors in the dict"
                                        + place
                                        + ", \""
                                        + name
                                        + "\" is "
                                        + PickleGlobals.kind(value)
                                        + (value instanceof Map<?, ?>
                                                ? "; loadDict reads a file of several parts"
                                                : ""));
                    }
                    tensors.put(name, tensor);
                });
        return tensors;
    }

    /** A part that is an integer. */
    public long integer(String name) {
        return part(name, Long.class, "an integer");
    }

    /** A part that is an integer or a float. */
    public double number(String name) {
        var kind = entries.get(name) instanceof Long ? Long.class : Double.class;
        return part(name, kind, "a number").doubleValue();
    }

    /** A part that is a text. */
    public String text(String name) {
        return part(name, String.class, "a text");
    }
}
