package dev.cresset.text;

import dev.cresset.op.Meta;
import dev.cresset.op.Promotion;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** PyTorch's printed form of tensors. */
public final class TensorText {
    private static final String PREFIX = "tensor(";

    private final Array array;
    private final boolean summarize;
    private final ElementFormat format;
    private final PrintOptions options;

    private TensorText(Array array, PrintOptions options) {
        this.array = array;
        this.options = options;
        this.summarize = array.numel() > options.threshold();
        this.format = new ElementFormat(array, summarize, options);
    }

    /**
     * The printed form.
     *
     * @param array the numbers
     * @param gradFn name of the node that computed them, or null
     * @param requiresGrad whether this is a leaf that requires gradients
     */
    public static String of(Array array, String gradFn, boolean requiresGrad) {
        var options = PrintOptions.current();
        boolean meta = Meta.is(array);
        var suffixes = meta ? metaSuffixes(array) : suffixes(array, options);
        addHistory(suffixes, gradFn, requiresGrad);
        var text = PREFIX + (meta ? "..." : content(array, options, PREFIX.length()));
        int line = text.length() - text.lastIndexOf("\n") + 1;
        return joined(text, line, suffixes, options);
    }

    /**
     * The printed form of a sparse tensor.
     *
     * @param indices coordinates, a column for each value
     * @param values the values, or slices of values
     * @param sizes the sizes of the whole
     * @param gradFn name of the node that computed the values, or null
     * @param requiresGrad whether this is a leaf that requires gradients
     */
    public static String ofSparse(
            Array indices, Array values, long[] sizes, String gradFn, boolean requiresGrad) {
        var options = PrintOptions.current();
        var first = "size=" + tuple(sizes);
        var text =
                String.join(
                        ",\n" + " ".repeat(PREFIX.length()),
                        PREFIX + part("indices=tensor(", indices, options),
                        part("values=tensor(", values, options),
                        first);
        var suffixes = new ArrayList<String>();
        suffixes.add("nnz=" + values.layout().size(0));
        addType(suffixes, values.dtype(), false);
        suffixes.add("layout=torch.sparse_coo");
        addHistory(suffixes, gradFn, requiresGrad);
        return joined(text, PREFIX.length() + first.length(), suffixes, options);
    }

    private static String part(String name, Array array, PrintOptions options) {
        var size = array.numel() == 0 ? ", size=" + tuple(array.layout().sizes()) : "";
        return name + content(array, options, PREFIX.length() + name.length()) + size + ")";
    }

    private static String content(Array array, PrintOptions options, int indent) {
        if (array.numel() == 0) {
            return "[]";
        }
        try (var _ = AddressUse.begin()) {
            return new TensorText(array, options).slice(array.layout(), indent);
        }
    }

    private static void addHistory(List<String> suffixes, String gradFn, boolean requiresGrad) {
        if (gradFn != null) {
            suffixes.add("grad_fn=<" + gradFn + ">");
        } else if (requiresGrad) {
            suffixes.add("requires_grad=True");
        }
    }

    /** A text, the last line of which has a length, with more words behind it. */
    private static String joined(
            String content, int line, List<String> suffixes, PrintOptions options) {
        var text = new StringBuilder(content);
        for (var suffix : suffixes) {
            if (line + suffix.length() + 2 > options.linewidth()) {
                text.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
                line = PREFIX.length() + suffix.length();
            } else {
                text.append(", ").append(suffix);
                line += suffix.length() + 2;
            }
        }
        return text.append(')').toString();
    }

    private static List<String> suffixes(Array array, PrintOptions options) {
        var suffixes = new ArrayList<String>();
        var dtype = array.dtype();
        boolean empty = array.numel() == 0;
        if (empty ? array.layout().dim() != 1 : options.edgeitems() == 0) {
            suffixes.add("size=" + tuple(array.layout().sizes()));
        }
        addType(suffixes, dtype, empty);
        return suffixes;
    }

    private static List<String> metaSuffixes(Array array) {
        var suffixes = new ArrayList<String>();
        suffixes.add("device='meta'");
        suffixes.add("size=" + tuple(array.layout().sizes()));
        addType(suffixes, array.dtype(), true);
        return suffixes;
    }

    /** The dtype, unless it is what numbers that look like these have anyway. */
    private static void addType(List<String> suffixes, DType dtype, boolean empty) {
        boolean implied =
                dtype == Promotion.defaultDType()
                        || (!empty
                                && (dtype == Promotion.defaultDType().toComplex()
                                        || dtype == DType.INT64
                                        || dtype == DType.BOOL));
        if (!implied) {
            suffixes.add("dtype=" + dtype);
        }
    }

    /** Sizes as a Python tuple. */
    public static String tuple(long... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "(", sizes.length == 1 ? ",)" : ")"));
    }

    private String slice(Layout layout, int indent) {
        if (layout.dim() == 0) {
            return format.format(address(layout));
        }
        if (layout.dim() == 1) {
            return vector(layout, indent);
        }
        var parts = new ArrayList<String>();
        long n = layout.size(0);
        int edge = options.edgeitems();
        boolean cut = summarize && n > 2L * edge;
        for (long i = 0; i < n; i++) {
            if (cut && i == edge) {
                parts.add("...");
                i = n - edge;
                if (i >= n) {
                    break;
                }
            }
            parts.add(slice(layout.select(0, i), indent + 1));
        }
        var separator = "," + "\n".repeat(layout.dim() - 1) + " ".repeat(indent + 1);
        return "[" + String.join(separator, parts) + "]";
    }

    private String vector(Layout layout, int indent) {
        var items = new ArrayList<String>();
        long n = layout.size(0);
        int edge = options.edgeitems();
        if (summarize && edge == 0) {
            items.add("...");
        } else {
            boolean cut = summarize && n > 2L * edge;
            for (long i = 0; i < n; i++) {
                if (cut && i == edge) {
                    items.add(" ...");
                    i = n - edge;
                }
                items.add(format.format(address(layout.select(0, i))));
            }
        }
        int perLine = Math.max(1, (options.linewidth() - indent) / (format.width() + 2));
        var lines = new ArrayList<String>();
        for (int i = 0; i < items.size(); i += perLine) {
            lines.add(String.join(", ", items.subList(i, Math.min(items.size(), i + perLine))));
        }
        return "[" + String.join(",\n" + " ".repeat(indent + 1), lines) + "]";
    }

    private long address(Layout layout) {
        return array.storage().address() + layout.offset() * array.dtype().size();
    }
}
