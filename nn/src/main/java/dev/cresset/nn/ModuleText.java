package dev.cresset.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PyTorch's printed form of modules. */
final class ModuleText {
    private ModuleText() {}

    static String of(String name, String extra, Map<String, Module> children) {
        var lines = new ArrayList<String>();
        children.forEach((key, child) -> lines.add("(" + key + "): " + indent(child.toString())));
        return of(name, extra, lines);
    }

    /** With the text of the children given. */
    static String of(String name, String extra, List<String> children) {
        if (children.isEmpty()) {
            return extra.contains("\n")
                    ? name + "(\n  " + indent(extra) + "\n)"
                    : name + "(" + extra + ")";
        }
        var text = new StringBuilder(name).append('(');
        if (!extra.isEmpty()) {
            text.append("\n  ").append(indent(extra));
        }
        for (var child : children) {
            text.append("\n  ").append(child);
        }
        return text.append("\n)").toString();
    }

    private static String indent(String text) {
        return text.replace("\n", "\n  ");
    }
}
