package dev.cresset.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Java column of docs/cheatsheet.md. */
final class CheatSheet {
    private static final Pattern ROW = Pattern.compile("\\| `.*` \\| `(.*)` \\|");

    private CheatSheet() {}

    /** The snippets of all rows from top to bottom; one may hold several statements. */
    static List<String> snippets() throws IOException {
        var found = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("..", "docs", "cheatsheet.md"))) {
            var matcher = ROW.matcher(line);
            if (matcher.matches()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }
}
