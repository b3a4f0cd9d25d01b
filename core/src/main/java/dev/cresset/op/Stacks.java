package dev.cresset.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Joining tensors by rows and columns, and the combinations of vectors. */
public final class Stacks {
    /** At least one dimension. */
    public static final Composite ATLEAST_1D = raised("atleast_1d", Stacks::vector);

    /** At least one dimension, for several tensors. */
    public static final Composite ATLEAST_1D_ALL = raisedAll("atleast_1d", Stacks::vector);

    /** At least two dimensions; a vector becomes a row. */
    public static final Composite ATLEAST_2D = raised("atleast_2d", Stacks::matrix);

    /** At least two dimensions, for several tensors. */
    public static final Composite ATLEAST_2D_ALL = raisedAll("atleast_2d", Stacks::matrix);

    /** At least three dimensions; a vector lies along the second. */
    public static final Composite ATLEAST_3D = raised("atleast_3d", Stacks::cube);

    /** At least three dimensions, for several tensors. */
    public static final Composite ATLEAST_3D_ALL = raisedAll("atleast_3d", Stacks::cube);

    /** Side by side: along the second dimension, vectors along their only one. */
    public static final Composite HSTACK =
            new Composite(
                    "hstack(Tensor[] tensors) -> Tensor",
                    a -> {
                        var all = some("hstack", a).stream().map(Stacks::vector).toList();
                        return Joins.CAT.call(all, all.getFirst().layout().dim() == 1 ? 0L : 1L);
                    });

    /** On top of each other: along the first dimension, vectors as rows. */
    public static final Composite VSTACK = vstack("vstack");

    /** {@link #VSTACK}. */
    public static final Composite ROW_STACK = vstack("row_stack");

    /** Behind each other: along the third dimension. */
    public static final Composite DSTACK =
            new Composite(
                    "dstack(Tensor[] tensors) -> Tensor",
                    a -> Joins.CAT.call(some("dstack", a).stream().map(Stacks::cube).toList(), 2L));

    /** Side by side, vectors as columns. */
    public static final Composite COLUMN_STACK =
            new Composite(
                    "column_stack(Tensor[] tensors) -> Tensor",
                    a ->
                            HSTACK.call(
                                    some("column_stack", a).stream().map(Stacks::column).toList()));

    /** Matrices along the diagonal of a matrix of zeros. */
    public static final Composite BLOCK_DIAG =
            new Composite("block_diag(Tensor[] tensors) -> Tensor", a -> blocks(a.values(0)));

    /** All tensors stretched to common sizes; views. */
    public static final Composite BROADCAST_TENSORS =
            new Composite(
                    "broadcast_tensors(Tensor[] tensors) -> Tensor[]",
                    a -> {
                        var sizes = new long[0];
                        for (var v : a.values(0)) {
                            sizes = Check.broadcast(sizes, v.layout().sizes());
                        }
                        var common = sizes;
                        return a.values(0).stream().map(v -> ValueOps.expand(v, common)).toList();
                    });

    /** The common sizes to which tensors of given sizes broadcast. */
    public static final Composite BROADCAST_SHAPES =
            new Composite(
                    "broadcast_shapes(Any[] shapes) -> int[]",
                    a -> {
                        var sizes = new long[0];
                        for (Object shape : (List<?>) a.all()[0]) {
                            sizes = Check.broadcast(sizes, sizes(shape));
                        }
                        return Arrays.stream(sizes).boxed().toList();
                    });

    /** The coordinates of a grid, one tensor per direction; views. */
    public static final Composite MESHGRID =
            new Composite(
                    "meshgrid(Tensor[] tensors, *, str? indexing=None) -> Tensor[]",
                    a -> grid(a.values(0), a.none(1) ? "ij" : a.text(1)));

    /** All tuples with one element of each vector, as rows. */
    public static final Composite CARTESIAN_PROD =
            new Composite(
                    "cartesian_prod(Tensor[] tensors) -> Tensor",
                    a -> {
                        var all = some("cartesian_prod", a);
                        for (var v : all) {
                            Check.that(
                                    v.layout().dim() == 1,
                                    "cartesian_prod: Expect a 1D vector, but got shape %s",
                                    v);
                        }
                        if (all.size() == 1) {
                            return all.getFirst();
                        }
                        var columns = new ArrayList<Value>();
                        for (var v : grid(all, "ij")) {
                            columns.add(ValueOps.reshape(v, v.layout().numel()));
                        }
                        return Joins.STACK.call(columns, 1L);
                    });

    /** All choices of r elements of a vector in order, as rows. */
    public static final Composite COMBINATIONS =
            new Composite(
                    "combinations(Tensor self, int r=2, bool with_replacement=False) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        Check.that(
                                x.layout().dim() == 1,
                                "combinations: Expect a 1D vector, but got shape %s",
                                x);
                        long r = a.integer(1);
                        Check.that(r >= 0, "Expect a non-negative number, but got %s", r);
                        if (r == 0) {
                            return ValueOps.zeros(x, 0);
                        }
                        var picks = choices(x.layout().numel(), r, a.flag(2));
                        var index = x.tape().wrap(NewArray.of(picks));
                        return ValueOps.view(
                                ValueOps.indexSelect(x, 0, index), picks.length / r, r);
                    });

    private Stacks() {}

    private static Composite raised(String name, UnaryOperator<Value> form) {
        return new Composite(name + "(Tensor self) -> Tensor", a -> form.apply(a.value(0)));
    }

    private static Composite raisedAll(String name, UnaryOperator<Value> form) {
        return new Composite(
                name + "(Tensor[] tensors) -> Tensor[]",
                a -> a.values(0).stream().map(form).toList());
    }

    private static Composite vstack(String name) {
        return new Composite(
                name + "(Tensor[] tensors) -> Tensor",
                a -> Joins.CAT.call(some(name, a).stream().map(Stacks::matrix).toList(), 0L));
    }

    private static List<Value> some(String op, Args a) {
        Check.that(!a.values(0).isEmpty(), "%s expects a non-empty TensorList", op);
        return a.values(0);
    }

    private static Value vector(Value x) {
        return x.layout().dim() == 0 ? ValueOps.reshape(x, 1) : x;
    }

    private static Value matrix(Value x) {
        return switch (x.layout().dim()) {
            case 0 -> ValueOps.reshape(x, 1, 1);
            case 1 -> ValueOps.unsqueeze(x, 0);
            default -> x;
        };
    }

    private static Value cube(Value x) {
        return switch (x.layout().dim()) {
            case 0 -> ValueOps.reshape(x, 1, 1, 1);
            case 1 -> ValueOps.unsqueeze(ValueOps.unsqueeze(x, 0), 2);
            case 2 -> ValueOps.unsqueeze(x, 2);
            default -> x;
        };
    }

    private static Value column(Value x) {
        return x.layout().dim() <= 1 ? ValueOps.reshape(x, x.layout().numel(), 1) : x;
    }

    private static Object blocks(List<Value> all) {
        if (all.isEmpty()) {
            return NewArray.empty(Promotion.defaultDType(), 1, 0);
        }
        long width = 0;
        for (int i = 0; i < all.size(); i++) {
            Check.that(
                    all.get(i).layout().dim() <= 2,
                    "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input %s has"
                            + " %s dimensions",
                    i,
                    all.get(i).layout().dim());
            width += matrix(all.get(i)).layout().size(1);
        }
        var bands = new ArrayList<Value>();
        long left = 0;
        for (var v : all) {
            var block = matrix(v);
            long rows = block.layout().size(0);
            long own = block.layout().size(1);
            bands.add(
                    ValueOps.cat(
                            List.of(
                                    ValueOps.zeros(v, rows, left),
                                    block,
                                    ValueOps.zeros(v, rows, width - left - own)),
                            1));
            left += own;
        }
        return Joins.CAT.call(bands, 0L);
    }

    private static long[] sizes(Object shape) {
        return switch (shape) {
            case long[] sizes -> sizes;
            case Long size -> new long[] {size};
            case List<?> list -> list.stream().mapToLong(o -> ((Number) o).longValue()).toArray();
            case null, default ->
                    throw Check.error("broadcast_shapes: expects sizes, got %s", shape);
        };
    }

    private static List<Value> grid(List<Value> all, String indexing) {
        Check.that(!all.isEmpty(), "meshgrid expects a non-empty TensorList");
        Check.that(
                indexing.equals("ij") || indexing.equals("xy"),
                "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but received: %s",
                indexing);
        int n = all.size();
        boolean swapped = indexing.equals("xy") && n >= 2;
        var sizes = new long[n];
        for (int k = 0; k < n; k++) {
            var v = all.get(k);
            Check.that(
                    v.dtype() == all.getFirst().dtype(),
                    "torch.meshgrid expects all tensors to have the same dtype");
            Check.that(
                    v.layout().dim() <= 1,
                    "torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: %s",
                    v);
            sizes[place(k, swapped)] = v.layout().numel();
        }
        var grids = new ArrayList<Value>();
        for (int k = 0; k < n; k++) {
            var one = new long[n];
            Arrays.fill(one, 1);
            one[place(k, swapped)] = all.get(k).layout().numel();
            grids.add(ValueOps.expand(ValueOps.reshape(all.get(k), one), sizes));
        }
        return grids;
    }

    private static int place(int k, boolean swapped) {
        return swapped && k < 2 ? 1 - k : k;
    }

    /** Positions of all choices of r out of n in lexicographic order, one after another. */
    private static long[] choices(long n, long r, boolean replacement) {
        int width = Math.toIntExact(r);
        var rows = new ArrayList<long[]>();
        var now = new long[width];
        for (int k = 0; k < width; k++) {
            now[k] = replacement ? 0 : k;
        }
        boolean more = replacement ? n > 0 : width <= n;
        while (more) {
            rows.add(now.clone());
            int k = width - 1;
            while (k >= 0 && now[k] == (replacement ? n - 1 : n - width + k)) {
                k--;
            }
            more = k >= 0;
            if (more) {
                now[k]++;
                for (int j = k + 1; j < width; j++) {
                    now[j] = replacement ? now[k] : now[j - 1] + 1;
                }
            }
        }
        var flat = new long[Math.multiplyExact(rows.size(), width)];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * width, width);
        }
        return flat;
    }
}
