package dev.cresset.op;

import java.util.Map;

/** PyTorch's other names for ops. */
final class Aliases {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("absolute", "abs"),
                    Map.entry("arccos", "acos"),
                    Map.entry("arccosh", "acosh"),
                    Map.entry("arcsin", "asin"),
                    Map.entry("arcsinh", "asinh"),
                    Map.entry("arctan", "atan"),
                    Map.entry("arctan2", "atan2"),
                    Map.entry("arctanh", "atanh"),
                    Map.entry("clip", "clamp"),
                    Map.entry("concat", "cat"),
                    Map.entry("concatenate", "cat"),
                    Map.entry("divide", "div"),
                    Map.entry("fix", "trunc"),
                    Map.entry("ger", "outer"),
                    Map.entry("greater", "gt"),
                    Map.entry("greater_equal", "ge"),
                    Map.entry("less", "lt"),
                    Map.entry("less_equal", "le"),
                    Map.entry("multiply", "mul"),
                    Map.entry("negative", "neg"),
                    Map.entry("not_equal", "ne"),
                    Map.entry("subtract", "sub"));

    private Aliases() {}

    /** The name under which the op of a name is registered. */
    static String registered(String name) {
        return NAMES.getOrDefault(name, name);
    }

    /** All other names with the registered ones. */
    static Map<String, String> all() {
        return NAMES;
    }
}
