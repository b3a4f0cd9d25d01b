package dev.cresset.op;

import static dev.cresset.op.OpRow.Trait.ELEMENTWISE;
import static dev.cresset.op.OpRow.Trait.FIRST_GRADIENT;
import static dev.cresset.op.OpRow.Trait.GRADIENTS;
import static dev.cresset.op.OpRow.Trait.SUMS;
import static dev.cresset.op.OpRow.Trait.UNDEFINED;
import static dev.cresset.op.OpRow.between;
import static dev.cresset.op.OpRow.ints;
import static dev.cresset.op.OpRow.mask;
import static dev.cresset.op.OpRow.real;
import static dev.cresset.op.OpRow.row;

import java.util.ArrayList;
import java.util.List;

/** Test rows of the tensor operations beside the core of {@link OpRows}. */
final class TensorOpRows {
    private TensorOpRows() {}

    static List<OpRow> all() {
        var rows = new ArrayList<OpRow>();
        rows.addAll(views());
        rows.addAll(copies());
        rows.addAll(stacks());
        rows.addAll(diagonals());
        rows.addAll(pointwise());
        rows.addAll(indices());
        rows.addAll(statistics());
        rows.addAll(orders());
        rows.addAll(products());
        rows.addAll(newTensors());
        rows.addAll(reflected());
        return rows;
    }

    private static List<OpRow> views() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("swapaxes", "swapdims", "transpose_copy")) {
            rows.add(row(name, real(2, 3), 0, 1).with(GRADIENTS));
        }
        for (var name :
                List.of("T", "mT", "mH", "H", "adjoint", "t_copy", "ravel", "fliplr", "flipud")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS));
        }
        rows.add(row("moveaxis", real(2, 3, 2), 0, 2).with(GRADIENTS));
        rows.add(row("view_as", between(-2, 2, 6), ints(2, 2, 3)).with(GRADIENTS));
        rows.add(row("reshape_as", real(2, 3), ints(2, 3, 2)).with(GRADIENTS));
        rows.add(row("expand_as", real(2, 1), ints(2, 2, 3)).with(GRADIENTS));
        rows.add(row("type_as", real(2, 3), real(1)).with(FIRST_GRADIENT));
        rows.add(row("sum_to_size", real(2, 3), new long[] {1, 3}).with(GRADIENTS, SUMS));
        rows.add(row("tensor_split", real(5, 2), 3).with(GRADIENTS));
        rows.add(row("tensor_split", real(5, 2), List.of(1L, 4L)).with(GRADIENTS));
        rows.add(row("tensor_split", real(5, 2), ints(1, 2)).with(GRADIENTS));
        rows.add(row("hsplit", real(2, 4), 2).with(GRADIENTS));
        rows.add(row("hsplit", real(2, 4), new long[] {1, 3}).with(GRADIENTS));
        rows.add(row("vsplit", real(4, 2), 2).with(GRADIENTS));
        rows.add(row("dsplit", real(1, 2, 4), 2).with(GRADIENTS));
        rows.add(row("unsafe_chunk", real(2, 5), 3, 1).with(GRADIENTS));
        rows.add(row("unsafe_split", real(2, 5), 2, 1).with(GRADIENTS));
        for (var name : List.of("split_with_sizes", "unsafe_split_with_sizes")) {
            rows.add(row(name, real(2, 5), new long[] {1, 4}, 1).with(GRADIENTS));
        }
        for (long k = 0; k < 4; k++) {
            rows.add(row("rot90", real(2, 3), k).with(GRADIENTS));
        }
        rows.add(row("tile", real(2, 3), new long[] {2}).with(GRADIENTS));
        return rows;
    }

    private static List<OpRow> copies() {
        return List.of(
                row("alias_copy", real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("detach_copy", real(2, 3)).with(ELEMENTWISE),
                row("as_strided_copy", between(-2, 2, 6), new long[] {2, 2}, new long[] {2, 1}, 1)
                        .with(GRADIENTS),
                row("view_copy", real(2, 3), new long[] {3, 2}).with(GRADIENTS),
                row("expand_copy", real(2, 1), new long[] {3, 2, 2}).with(GRADIENTS),
                row("permute_copy", real(2, 3, 2), new long[] {2, 0, 1}).with(GRADIENTS),
                row("unsqueeze_copy", real(2, 3), 1).with(GRADIENTS),
                row("squeeze_copy", real(2, 1, 3)).with(GRADIENTS),
                row("select_copy", real(2, 3), 1, 2).with(GRADIENTS),
                row("slice_copy", real(2, 5), 1, 1, 5, 2).with(GRADIENTS),
                row("narrow_copy", real(2, 5), 1, 1, 3).with(GRADIENTS),
                row("diagonal_copy", real(3, 4), 1).with(GRADIENTS),
                row("unfold_copy", real(2, 5), 1, 3, 1).with(GRADIENTS),
                row("unbind_copy", real(2, 3), 1).with(GRADIENTS),
                row("split_copy", real(2, 5), 2, 1).with(GRADIENTS),
                row("split_with_sizes_copy", real(2, 5), new long[] {1, 4}, 1).with(GRADIENTS));
    }

    private static List<OpRow> stacks() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("atleast_1d", "atleast_2d", "atleast_3d")) {
            rows.add(row(name, real()).with(GRADIENTS));
            rows.add(row(name, real(3)).with(GRADIENTS));
            rows.add(row(name, List.of(real(3), real(2, 2))).with(GRADIENTS));
        }
        for (var name : List.of("hstack", "vstack", "row_stack", "dstack", "column_stack")) {
            rows.add(row(name, List.of(real(3), real(3))).with(GRADIENTS));
            rows.add(row(name, List.of(real(2, 3), real(2, 3))).with(GRADIENTS));
        }
        rows.add(row("block_diag", List.of(real(2, 3), real(2), real())).with(GRADIENTS));
        rows.add(row("broadcast_tensors", List.of(real(2, 1), real(3))).with(GRADIENTS));
        rows.add(row("broadcast_shapes", List.of(2L, 1L), List.of(3L)));
        rows.add(row("meshgrid", List.of(real(2), real(3))).with(GRADIENTS));
        rows.add(row("meshgrid", List.of(real(2), real(3))).and("indexing", "xy").with(GRADIENTS));
        rows.add(row("cartesian_prod", List.of(real(2), real(3))).with(GRADIENTS));
        rows.add(row("combinations", real(4), 2, true).with(GRADIENTS));
        rows.add(row("combinations", real(4), 3).with(GRADIENTS));
        return rows;
    }

    private static List<OpRow> diagonals() {
        var rows = new ArrayList<OpRow>();
        rows.add(row("diag", real(3), 1).with(GRADIENTS));
        rows.add(row("diag", real(3, 4), -1).with(GRADIENTS));
        rows.add(row("diag_embed", real(2, 3), 1, 0, 2).with(GRADIENTS));
        rows.add(row("diagflat", real(2, 2), -1).with(GRADIENTS));
        rows.add(row("trace", real(3, 4)).with(GRADIENTS, SUMS));
        for (var name : List.of("tril", "triu")) {
            rows.add(row(name, real(2, 3, 4), 1).with(GRADIENTS));
            rows.add(row(name + "_indices", 3, 4, 1));
        }
        rows.add(row("diagonal_scatter", real(3, 4), real(3), 1).with(GRADIENTS));
        rows.add(row("select_scatter", real(3, 4), real(3), 1, 2).with(GRADIENTS));
        rows.add(row("fill_diagonal_", real(5, 2), 1.5, true));
        return rows;
    }

    private static List<OpRow> pointwise() {
        var rows = new ArrayList<OpRow>();
        for (var name :
                List.of(
                        "hypot",
                        "logaddexp",
                        "logaddexp2",
                        "fmax",
                        "fmin",
                        "copysign",
                        "true_divide")) {
            rows.add(row(name, real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("nextafter", real(2, 3), real(2, 3)).with(FIRST_GRADIENT, ELEMENTWISE));
        rows.add(row("copysign", real(2, 3), -1.0).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("xlogy", real(2, 3), between(0.3, 2, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("heaviside", real(2, 3), real(2, 3)).with(ELEMENTWISE));
        rows.add(row("ldexp", real(2, 3), ints(4, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("float_power", between(0.3, 2, 2, 3), 1.5).with(GRADIENTS, ELEMENTWISE));
        for (var name : List.of("gcd", "lcm", "bitwise_left_shift", "bitwise_right_shift")) {
            rows.add(row(name, ints(60, 2, 3), ints(12, 2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("allclose", ints(3, 2, 3), ints(3, 2, 3)));
        for (var name : List.of("lgamma", "digamma")) {
            rows.add(row(name, between(0.3, 5, 2, 3)).with(GRADIENTS, ELEMENTWISE));
            rows.add(row(name, between(-0.9, -0.1, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("polygamma", 2, between(0.4, 4, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("polygamma_", between(0.4, 4, 2, 3), 1));
        rows.add(row("mvlgamma", between(1.2, 4, 2, 3), 3).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("erfinv", between(-0.9, 0.9, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("logit", between(0.1, 0.9, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("logit", between(0.01, 0.99, 2, 3), 0.2).with(GRADIENTS, ELEMENTWISE));
        for (var name : List.of("sinc", "deg2rad", "rad2deg", "nan_to_num", "positive")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name : List.of("signbit", "isposinf", "isneginf")) {
            rows.add(row(name, real(2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("frexp", real(2, 3)).with(GRADIENTS));
        return rows;
    }

    private static List<OpRow> indices() {
        var rows = new ArrayList<OpRow>();
        rows.add(row("take_along_dim", real(3, 4), ints(4, 3, 2), 1).with(GRADIENTS));
        rows.add(row("take_along_dim", real(3, 1), ints(3, 1, 2), 0).with(GRADIENTS));
        rows.add(row("take", real(3, 4), ints(12, 2, 2)).with(GRADIENTS));
        rows.add(row("put", real(3, 4), ints(12, 1), real(1)).with(GRADIENTS));
        rows.add(row("put", real(3, 4), ints(12, 5), real(5), true).with(GRADIENTS));
        rows.add(row("index_fill", real(3, 4), 1, ints(4, 2), 1.5).with(GRADIENTS));
        rows.add(row("index_fill", real(3, 4), 1, ints(4, 3), real()).with(GRADIENTS));
        for (var name : List.of("argwhere", "where")) {
            rows.add(row(name, ints(2, 3, 4)));
        }
        rows.add(row("nonzero_static", ints(2, 3, 4)).and("size", 20));
        rows.add(row("unravel_index", ints(12, 5), new long[] {3, 4}));
        rows.add(row("repeat_interleave", real(2, 3), 2, 1).with(GRADIENTS));
        rows.add(row("repeat_interleave", real(2, 3), ints(4, 3), 1).with(GRADIENTS));
        rows.add(row("repeat_interleave", ints(4, 3)));
        for (var reduce : List.of("sum", "prod", "mean", "amax", "amin")) {
            rows.add(
                    row("scatter_reduce", real(3, 4), 1, ints(4, 3, 5), real(3, 5), reduce)
                            .with(GRADIENTS));
            rows.add(
                    row("scatter_reduce", real(3, 4), 1, ints(4, 2, 5), real(3, 6), reduce)
                            .and("include_self", false)
                            .with(GRADIENTS));
            if (!reduce.equals("sum")) {
                rows.add(
                        row("index_reduce", real(3, 4), 1, ints(4, 5), real(3, 5), reduce)
                                .with(GRADIENTS));
                rows.add(
                        row("index_reduce", real(3, 4), 1, ints(4, 5), real(3, 5), reduce)
                                .and("include_self", false)
                                .with(GRADIENTS));
            }
        }
        return rows;
    }

    private static List<OpRow> statistics() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("nansum", "nanmean", "var_mean", "std_mean")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, SUMS));
            rows.add(row(name, real(2, 3), 1).with(GRADIENTS, SUMS));
        }
        rows.add(row("aminmax", real(2, 3)).with(GRADIENTS));
        rows.add(row("aminmax", real(2, 3)).and("dim", 1).with(GRADIENTS));
        rows.add(row("renorm", real(3, 4), 2.0, 0, 1.0).with(GRADIENTS, SUMS));
        rows.add(row("dist", real(2, 3), real(2, 3), 3.0).with(GRADIENTS, SUMS));
        rows.add(row("cdist", real(3, 4), real(2, 4)).with(GRADIENTS, SUMS));
        rows.add(row("cdist", real(3, 4), real(2, 4), 1.0).with(GRADIENTS, SUMS));
        rows.add(
                row("cdist", real(3, 4), real(2, 4), 2.0, "use_mm_for_euclid_dist")
                        .with(GRADIENTS, SUMS));
        rows.add(row("cov", real(2, 5)).with(GRADIENTS, SUMS));
        rows.add(row("cov", real(2, 5)).and("correction", 0).with(GRADIENTS, SUMS));
        rows.add(row("corrcoef", real(2, 5)).with(FIRST_GRADIENT, SUMS));
        rows.add(row("diff", real(2, 5), 2, 1, real(2, 1), real(2, 2)).with(GRADIENTS));
        rows.add(row("trapezoid", real(2, 5)).and("dx", 0.5).with(GRADIENTS, SUMS));
        rows.add(row("trapezoid", real(2, 5), real(5)).with(GRADIENTS, SUMS));
        rows.add(row("trapz", real(2, 5), real(5)).with(GRADIENTS, SUMS));
        rows.add(row("trapz", real(2, 5)).with(GRADIENTS, SUMS));
        rows.add(row("cumulative_trapezoid", real(2, 5)).with(GRADIENTS, SUMS));
        rows.add(row("cumulative_trapezoid", real(2, 5), real(2, 5)).with(GRADIENTS, SUMS));
        rows.add(row("gradient", real(4, 5)).with(GRADIENTS));
        rows.add(row("gradient", real(4, 5)).and("edge_order", 2).with(GRADIENTS));
        return rows;
    }

    private static List<OpRow> orders() {
        var rows = new ArrayList<OpRow>();
        rows.add(row("cumprod", real(3, 5), 1).with(GRADIENTS, SUMS));
        for (var name : List.of("cummax", "cummin")) {
            rows.add(row(name, real(3, 5), 1).with(GRADIENTS));
            rows.add(row(name, real(3, 5), 0).with(GRADIENTS));
        }
        rows.add(row("logcumsumexp", real(3, 5), 1).with(GRADIENTS, SUMS));
        for (var name : List.of("quantile", "nanquantile")) {
            rows.add(row(name, real(3, 5), 0.4, 1).with(GRADIENTS));
            rows.add(row(name, real(3, 5), 0.4).with(GRADIENTS));
            rows.add(row(name, real(3, 5), 0.4, 0, true).and("interpolation", "midpoint"));
        }
        rows.add(row("nanmedian", real(3, 5)).with(GRADIENTS));
        rows.add(row("nanmedian", real(3, 5), 1).with(GRADIENTS));
        rows.add(row("mode", real(3, 5), 1).with(GRADIENTS));
        rows.add(row("mode", ints(4, 30, 3), 0));
        rows.add(row("msort", real(5, 2)).with(GRADIENTS));
        rows.add(row("unique", ints(4, 3, 5), true, true, true));
        rows.add(row("unique", ints(2, 5, 2), true, true, true, 0));
        rows.add(row("unique_consecutive", ints(2, 3, 5), true, true));
        rows.add(row("bincount", ints(5, 9), between(0, 1, 9)));
        rows.add(row("histc", real(3, 5), 4));
        rows.add(row("searchsorted", ints(1, 2, 5), ints(3, 2, 4)));
        rows.add(row("bucketize", ints(3, 2, 4), ints(1, 5)));
        rows.add(row("isin", ints(9, 3, 4), ints(9, 4)));
        return rows;
    }

    private static List<OpRow> products() {
        var rows = new ArrayList<OpRow>();
        rows.add(
                row("addmv", real(2), real(2, 3), real(3))
                        .and("beta", 0.5)
                        .and("alpha", 2.0)
                        .with(GRADIENTS, SUMS));
        rows.add(row("addr", real(2, 3), real(2), real(3)).and("alpha", 2.0).with(GRADIENTS));
        rows.add(row("addbmm", real(2, 2), real(3, 2, 2), real(3, 2, 2)).with(GRADIENTS, SUMS));
        rows.add(row("vdot", real(3), real(3)).with(GRADIENTS, SUMS));
        rows.add(row("inner", real(2, 3), real(4, 3)).with(GRADIENTS, SUMS));
        rows.add(row("tensordot", real(2, 3, 2), real(3, 2, 2), 2).with(GRADIENTS, SUMS));
        rows.add(
                row("tensordot", real(2, 3), real(2, 3), new long[] {0}, new long[] {0})
                        .with(GRADIENTS, SUMS));
        rows.add(row("kron", real(2, 2), real(3)).with(GRADIENTS));
        rows.add(row("cross", real(2, 3), real(2, 3)).with(GRADIENTS));
        rows.add(
                row("chain_matmul", List.of(real(2, 3), real(3, 2), real(2, 2)))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("einsum", "bij,bjk->ik", List.of(real(2, 2, 3), real(2, 3, 2)))
                        .with(GRADIENTS, SUMS));
        rows.add(row("einsum", "...ii->...", List.of(real(2, 3, 3))).with(GRADIENTS, SUMS));
        rows.add(row("einsum", "i,j,k", List.of(real(2), real(3), real(2))).with(GRADIENTS, SUMS));
        rows.add(row("masked_scatter", real(2, 3), mask(2, 3), real(3, 3)).with(GRADIENTS));
        return rows;
    }

    private static List<OpRow> newTensors() {
        var rows = new ArrayList<OpRow>();
        var sizes = new long[] {2, 2};
        rows.add(row("new_empty", real(2, 3), sizes).with(UNDEFINED));
        rows.add(row("new_zeros", real(2, 3), sizes));
        rows.add(row("new_ones", real(2, 3), sizes));
        rows.add(row("new_full", real(2, 3), sizes, 2.5));
        rows.add(row("new_empty_strided", real(2, 3), sizes, new long[] {1, 2}).with(UNDEFINED));
        rows.add(row("empty_strided", sizes, new long[] {1, 2}).with(UNDEFINED));
        rows.add(row("empty_permuted", sizes, new long[] {1, 0}).with(UNDEFINED));
        rows.add(row("scalar_tensor", 2.5));
        rows.add(row("resize_", real(2, 3), sizes).with(UNDEFINED));
        rows.add(row("resize_as_", real(2, 3), real(2, 2)).with(UNDEFINED));
        rows.add(row("item", real(1)));
        rows.add(row("tolist", ints(5, 2, 3)));
        rows.add(row("zero", real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("histogram", real(3, 5), 4));
        rows.add(row("histogram", real(3, 5), 4).and("density", true));
        return rows;
    }

    private static List<OpRow> reflected() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("__radd__", "__rmul__", "__rsub__")) {
            rows.add(row(name, real(2, 3), 2.0).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name : List.of("__rdiv__", "__rpow__", "__rmod__", "__rfloordiv__")) {
            rows.add(row(name, between(0.4, 2, 2, 3), 2.7).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("__rmatmul__", real(2, 3), real(3, 2)).with(GRADIENTS, SUMS));
        for (var name : List.of("__rand__", "__ror__", "__rxor__", "__rlshift__", "__rrshift__")) {
            rows.add(row(name, ints(9, 2, 3), 5).with(ELEMENTWISE));
        }
        return rows;
    }
}
