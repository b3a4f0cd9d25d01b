package dev.cresset.op;

import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products by Einstein's convention, e.g. {@code "bij,bjk->bik"}.
 *
 * <p>Every letter is a dimension of a common space and {@code ...} stands for broadcast dimensions
 * in front. Each operand is brought into that space by reordering; letters that occur twice in one
 * operand become a diagonal. Operands are multiplied from left to right as batched matrix products:
 * letters that are in both factors and still needed are batches, those in both and needed no more
 * are summed, the others are rows and columns.
 */
final class Einsum {
    private static final char ELLIPSIS = '.';

    private final String equation;
    private final List<Value> operands;
    private final List<String> inputs = new ArrayList<>();
    private String output;
    private int broadcast;

    /** Letters of the result, then the summed ones: the places in the common space. */
    private final Map<Character, Integer> places = new LinkedHashMap<>();

    private int kept;
    private int dims;

    private Einsum(String equation, List<Value> operands) {
        this.equation = equation;
        this.operands = operands;
    }

    /** The sum of products of an equation. */
    static Value of(String equation, List<Value> operands) {
        Check.that(!operands.isEmpty(), "einsum(): must provide at least one operand");
        var sum = new Einsum(equation.replace(" ", ""), operands);
        sum.parse();
        sum.assignPlaces();
        return sum.contract();
    }

    private void parse() {
        int arrow = equation.indexOf("->");
        var left = arrow < 0 ? equation : equation.substring(0, arrow);
        output = arrow < 0 ? null : labels(equation.substring(arrow + 2), "output");
        for (var part : left.split(",", -1)) {
            inputs.add(labels(part, "operand"));
        }
        Check.that(
                inputs.size() <= operands.size(),
                "einsum(): fewer operands were provided than specified in the equation");
        Check.that(
                inputs.size() >= operands.size(),
                "einsum(): more operands were provided than specified in the equation");
        for (int i = 0; i < inputs.size(); i++) {
            int letters = inputs.get(i).replace(".", "").length();
            int own = operands.get(i).layout().dim();
            boolean open = inputs.get(i).indexOf(ELLIPSIS) >= 0;
            Check.that(
                    open ? letters <= own : letters == own,
                    "einsum(): the number of subscripts in the equation (%s)%s match the number of"
                            + " dimensions (%s) for operand %s%s",
                    letters,
                    open ? " is more than the number of dimensions; they must" : " does not",
                    own,
                    i,
                    open ? "" : " and no ellipsis was given");
            broadcast = open ? Math.max(broadcast, own - letters) : broadcast;
        }
    }

    /** The letters of a part; an ellipsis becomes one point. */
    private String labels(String part, String kind) {
        var text = part.replace("...", "" + ELLIPSIS);
        Check.that(
                text.indexOf(ELLIPSIS) == text.lastIndexOf(ELLIPSIS),
                "einsum(): found '.' for %s for which an ellipsis was already found",
                kind);
        Check.that(
                part.indexOf(ELLIPSIS) < 0 || part.contains("..."),
                "einsum(): found '.' for %s that is not part of any ellipsis",
                kind);
        for (char c : text.toCharArray()) {
            Check.that(
                    c == ELLIPSIS || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'),
                    "einsum(): invalid subscript given at index %s in the equation string,"
                            + " subscripts must be in [a-zA-Z]",
                    equation.indexOf(c));
        }
        return text;
    }

    private void assignPlaces() {
        var counts = new int[128];
        for (var input : inputs) {
            for (char c : input.toCharArray()) {
                counts[c]++;
            }
        }
        if (output == null) {
            // The letters that occur once, in alphabetical order, after the broadcast dimensions.
            var implied = new StringBuilder(broadcast > 0 ? "." : "");
            for (char c = 'A'; c <= 'z'; c++) {
                if (counts[c] == 1 && Character.isLetter(c)) {
                    implied.append(c);
                }
            }
            output = implied.toString();
        }
        boolean broadcastKept = output.indexOf(ELLIPSIS) >= 0;
        for (char c : output.toCharArray()) {
            if (c == ELLIPSIS) {
                places.put(ELLIPSIS, dims);
                dims += broadcast;
                continue;
            }
            Check.that(
                    !places.containsKey(c),
                    "einsum(): output subscript %s appears more than once in the output",
                    c);
            Check.that(
                    counts[c] > 0,
                    "einsum(): output subscript %s does not appear in the equation for any input"
                            + " operand",
                    c);
            places.put(c, dims++);
        }
        kept = dims;
        if (!broadcastKept && broadcast > 0) {
            places.put(ELLIPSIS, dims);
            dims += broadcast;
        }
        for (var input : inputs) {
            for (char c : input.toCharArray()) {
                if (c != ELLIPSIS && !places.containsKey(c)) {
                    places.put(c, dims++);
                }
            }
        }
    }

    private Value contract() {
        var last = new int[dims];
        Arrays.fill(last, -1);
        var spread = new ArrayList<Value>();
        for (int i = 0; i < operands.size(); i++) {
            var x = aligned(operands.get(i), inputs.get(i));
            spread.add(x);
            for (int d = 0; d < dims; d++) {
                last[d] = x.layout().size(d) != 1 ? i : last[d];
            }
        }
        checkSizes(spread);
        var result = spread.getFirst();
        var done = new ArrayList<Integer>();
        for (int d = kept; d < dims; d++) {
            if (last[d] <= 0) {
                done.add(d);
            }
        }
        result =
                operands.size() == 1 && !done.isEmpty()
                        ? ValueOps.sum(
                                result, true, done.stream().mapToLong(Integer::longValue).toArray())
                        : summed(result, done);
        for (int i = 1; i < spread.size(); i++) {
            var inner = new boolean[dims];
            for (int d = kept; d < dims; d++) {
                inner[d] = last[d] == i;
            }
            result = product(result, spread.get(i), inner);
        }
        var sizes = result.layout().sizes();
        return ValueOps.reshape(result, Arrays.copyOf(sizes, kept));
    }

    private static Value summed(Value x, List<Integer> dims) {
        var some =
                dims.stream()
                        .filter(d -> x.layout().size(d) != 1)
                        .mapToLong(Integer::longValue)
                        .toArray();
        return some.length == 0 ? x : ValueOps.sum(x, true, some);
    }

    /** An operand in the common space, with size 1 where it has no dimension. */
    private Value aligned(Value x, String labels) {
        var places = new ArrayList<Integer>();
        int letters = labels.replace(".", "").length();
        int extra = x.layout().dim() - letters;
        for (char c : labels.toCharArray()) {
            if (c != ELLIPSIS) {
                places.add(this.places.get(c));
                continue;
            }
            for (int k = 0; k < extra; k++) {
                places.add(this.places.get(ELLIPSIS) + broadcast - extra + k);
            }
        }
        // A letter that repeats: the diagonal of its dimensions, which comes last.
        for (int k = 0; k < places.size(); k++) {
            for (int j = places.size() - 1; j > k; j--) {
                if (places.get(j).equals(places.get(k))) {
                    Check.that(
                            x.layout().size(j) == x.layout().size(k),
                            "einsum(): subscript is repeated for operand but the sizes don't"
                                    + " match, %s != %s",
                            x.layout().size(j),
                            x.layout().size(k));
                    x = Shapes.DIAGONAL.value(x, 0L, (long) k, (long) j);
                    int place = places.remove(j);
                    places.remove(k);
                    places.add(place);
                    k--;
                    break;
                }
            }
        }
        var order = new long[places.size()];
        var sorted = new ArrayList<>(places);
        sorted.sort(null);
        var sizes = new long[dims];
        Arrays.fill(sizes, 1);
        for (int k = 0; k < order.length; k++) {
            order[k] = places.indexOf(sorted.get(k));
            sizes[sorted.get(k)] = x.layout().size((int) order[k]);
        }
        return ValueOps.reshape(ValueOps.permute(x, order), sizes);
    }

    private void checkSizes(List<Value> spread) {
        for (int d = 0; d < dims; d++) {
            long size = 1;
            for (var x : spread) {
                long own = x.layout().size(d);
                Check.that(
                        own == 1 || size == 1 || own == size,
                        "einsum(): subscript has size %s for operand which does not broadcast with"
                                + " previously seen size %s",
                        own,
                        size);
                size = own == 1 ? size : own;
            }
        }
    }

    /** The product of two factors in the common space, summed over inner dimensions. */
    private Value product(Value x, Value y, boolean[] inner) {
        var batch = new ArrayList<Integer>();
        var rows = new ArrayList<Integer>();
        var columns = new ArrayList<Integer>();
        var sums = new ArrayList<Integer>();
        var alone = new ArrayList<Integer>();
        for (int d = 0; d < dims; d++) {
            boolean inX = x.layout().size(d) != 1;
            boolean inY = y.layout().size(d) != 1;
            if (inner[d] && !(inX && inY)) {
                alone.add(d);
            } else if (inner[d]) {
                sums.add(d);
            } else if (inX && inY) {
                batch.add(d);
            } else if (inX) {
                rows.add(d);
            } else {
                columns.add(d);
            }
        }
        x = summed(x, alone);
        y = summed(y, alone);
        if (sums.isEmpty()) {
            return ValueOps.mul(x, y);
        }
        boolean floating = x.dtype().isFloatingPoint() || y.dtype().isFloatingPoint();
        Check.that(
                x.dtype() == y.dtype() || !floating,
                "einsum(): expected scalar type %s but found %s",
                x.dtype().scalarName(),
                y.dtype().scalarName());
        // Sums of narrow integers are int64.
        var type = DType.promote(x.dtype(), y.dtype());
        x = ValueOps.to(x, type);
        y = ValueOps.to(y, type);
        long b = size(x, batch);
        long s = size(x, sums);
        long r = size(x, rows);
        long c = size(y, columns);
        var left = ValueOps.reshape(ordered(x, batch, rows, sums, columns, alone), b, r, s);
        var right = ValueOps.reshape(ordered(y, batch, sums, columns, rows, alone), b, s, c);
        var product = ValueOps.bmm(left, right);
        // Back into the common space.
        var order = new ArrayList<Integer>();
        order.addAll(batch);
        order.addAll(rows);
        order.addAll(columns);
        order.addAll(sums);
        order.addAll(alone);
        var sizes = new long[dims];
        var inverse = new long[dims];
        for (int k = 0; k < dims; k++) {
            int d = order.get(k);
            inverse[d] = k;
            sizes[k] =
                    sums.contains(d)
                            ? 1
                            : x.layout().size(d) == 1 ? y.layout().size(d) : x.layout().size(d);
        }
        return ValueOps.permute(ValueOps.reshape(product, sizes), inverse);
    }

    private static long size(Value x, List<Integer> dims) {
        long size = 1;
        for (int d : dims) {
            size *= x.layout().size(d);
        }
        return size;
    }

    @SafeVarargs
    private static Value ordered(Value x, List<Integer>... groups) {
        var order = new long[x.layout().dim()];
        int k = 0;
        for (var group : groups) {
            for (int d : group) {
                order[k++] = d;
            }
        }
        return ValueOps.permute(x, order);
    }
}
