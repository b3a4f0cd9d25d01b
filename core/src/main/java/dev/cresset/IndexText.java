package dev.cresset;

import dev.cresset.op.OpIndexException;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads index expressions in Python's notation, e.g. {@code "1, ..., ::2, None, [0, 2]"}. */
final class IndexText {
    private static final Map<String, Index[]> KNOWN = new ConcurrentHashMap<>();
    private static final int MOST_KNOWN = 1000;

    private IndexText() {}

    static Index[] parse(String text) {
        var known = KNOWN.get(text);
        if (known != null) {
            return known;
        }
        var parts = text.split(",(?![^\\[]*\\])", -1);
        int count = parts.length;
        if (count > 1 && parts[count - 1].isBlank()) {
            count--;
        }
        var entries = new Index[count];
        for (int i = 0; i < count; i++) {
            entries[i] = entry(parts[i].trim(), text);
        }
        if (KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(text, entries);
        }
        return entries;
    }

    private static Index entry(String part, String text) {
        return switch (part) {
            case "..." -> Index.ELLIPSIS;
            case "None" -> Index.NEW_AXIS;
            case ":" -> Index.ALL;
            case String list when list.startsWith("[") && list.endsWith("]") ->
                    list(list.substring(1, list.length() - 1), text);
            default -> part.contains(":") ? slice(part, text) : Index.at(number(part, text));
        };
    }

    private static Index list(String positions, String text) {
        return Index.by(
                positions.isBlank()
                        ? new long[0]
                        : Arrays.stream(positions.split(",", -1))
                                .mapToLong(position -> number(position.trim(), text))
                                .toArray());
    }

    private static Index slice(String part, String text) {
        var ends = part.split(":", -1);
        if (ends.length > 3) {
            throw malformed(text);
        }
        Long start = ends[0].isBlank() ? null : number(ends[0].trim(), text);
        Long end = ends[1].isBlank() ? null : number(ends[1].trim(), text);
        long step = ends.length < 3 || ends[2].isBlank() ? 1 : number(ends[2].trim(), text);
        return new Index.Slice(start, end, step);
    }

    private static Long number(String part, String text) {
        try {
            return Long.valueOf(part);
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
    }

    private static OpIndexException malformed(String text) {
        return new OpIndexException(
                "get: \""
                        + text
                        + "\" is no index expression; expects integers, start:end:step, '...' or"
                        + " None, separated by commas");
    }
}
