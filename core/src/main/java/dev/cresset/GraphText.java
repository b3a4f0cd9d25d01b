package dev.cresset;

import dev.cresset.autograd.Node;

import java.util.HashSet;
import java.util.Set;

/** Prints the graph of a computed tensor, one node a line, inputs indented. */
final class GraphText {
    private GraphText() {}

    static String of(Tensor tensor) {
        var text = new StringBuilder();
        if (tensor.node() == null) {
            return leaf(tensor);
        }
        append(tensor.node(), 0, text, new HashSet<>());
        return text.toString().stripTrailing();
    }

    private static void append(Node node, int depth, StringBuilder text, Set<Node> seen) {
        text.append("  ".repeat(depth)).append(node.name());
        if (!seen.add(node)) {
            text.append(" (above)\n");
            return;
        }
        text.append('\n');
        for (Object target : node.targets()) {
            if (target instanceof Node next) {
                append(next, depth + 1, text, seen);
            } else {
                text.append("  ".repeat(depth + 1)).append(leaf((Tensor) target)).append('\n');
            }
        }
    }

    private static String leaf(Tensor tensor) {
        return "AccumulateGrad " + tensor.dtype() + " " + tensor.shape();
    }
}
