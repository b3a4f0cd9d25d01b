package dev.cresset.op;

import static dev.cresset.op.OpRow.Trait.ELEMENTWISE;
import static dev.cresset.op.OpRow.Trait.GRADIENTS;
import static dev.cresset.op.OpRow.Trait.SUMS;
import static dev.cresset.op.OpRow.Trait.UNDEFINED;
import static dev.cresset.op.OpRow.between;
import static dev.cresset.op.OpRow.complex;
import static dev.cresset.op.OpRow.ints;
import static dev.cresset.op.OpRow.mask;
import static dev.cresset.op.OpRow.real;
import static dev.cresset.op.OpRow.row;

import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;

/** Test rows of ops on complex tensors. */
final class ComplexRows {
    private static final Complex NUMBER = new Complex(0.5, -1.25);

    private ComplexRows() {}

    static List<OpRow> all() {
        var rows = new ArrayList<OpRow>();
        rows.addAll(conversions());
        rows.addAll(functions());
        rows.addAll(arithmetic());
        rows.addAll(reductions());
        rows.addAll(moves());
        rows.addAll(products());
        return rows;
    }

    private static List<OpRow> conversions() {
        return List.of(
                row("complex", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("complex", real(2, 1), real(3)).with(GRADIENTS),
                row("polar", between(0.5, 2, 2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("view_as_real", complex(2, 3)).with(GRADIENTS),
                row("view_as_complex", real(2, 3, 2)).with(GRADIENTS, UNDEFINED),
                row("real", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("real", real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("imag", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("conj", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("conj", real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("conj_physical", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("conj_physical", real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("resolve_conj", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("resolve_neg", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("angle", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("angle", real(2, 3)).with(ELEMENTWISE),
                row("sgn", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("sgn", real(2, 3)).with(ELEMENTWISE),
                row("is_complex", complex(2)),
                row("cfloat", real(2, 3)).with(ELEMENTWISE),
                row("cdouble", real(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("double", complex(2, 3)).with(GRADIENTS, ELEMENTWISE),
                row("bool", complex(2, 3)).with(ELEMENTWISE),
                row("clone", complex(2, 3)).with(GRADIENTS, ELEMENTWISE));
    }

    private static List<OpRow> functions() {
        var rows = new ArrayList<OpRow>();
        for (var name :
                List.of(
                        "abs",
                        "neg",
                        "square",
                        "reciprocal",
                        "sqrt",
                        "rsqrt",
                        "exp",
                        "expm1",
                        "exp2",
                        "log",
                        "log2",
                        "log10",
                        "log1p",
                        "sin",
                        "cos",
                        "tan",
                        "asin",
                        "acos",
                        "atan",
                        "sinh",
                        "cosh",
                        "tanh",
                        "asinh",
                        "acosh",
                        "atanh",
                        "sigmoid",
                        "silu",
                        "softsign",
                        "tanhshrink")) {
            rows.add(row(name, complex(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name : List.of("isnan", "isinf", "isfinite", "logical_not")) {
            rows.add(row(name, complex(2, 3)).with(ELEMENTWISE));
        }
        return rows;
    }

    private static List<OpRow> arithmetic() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("add", "sub", "mul", "div", "pow")) {
            rows.add(row(name, complex(2, 3), complex(2, 3)).with(GRADIENTS, ELEMENTWISE));
            rows.add(row(name, complex(2, 3), between(0.5, 2, 3)).with(GRADIENTS));
            rows.add(row(name, between(0.5, 2, 2, 1), complex(2, 3)).with(GRADIENTS));
            rows.add(row(name, complex(2, 3), NUMBER).with(GRADIENTS, ELEMENTWISE));
            rows.add(row(name, between(0.5, 2, 2, 3), NUMBER).with(GRADIENTS));
        }
        for (Number exponent : List.of(2L, 3L, 0.5, -1L, -1.5)) {
            rows.add(row("pow", complex(2, 3), exponent).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name : List.of("add", "sub")) {
            rows.add(row(name, complex(2, 3), complex(3)).and("alpha", NUMBER).with(GRADIENTS));
        }
        for (var name : List.of("addcmul", "addcdiv")) {
            rows.add(
                    row(name, complex(2, 3), complex(2, 3), complex(2, 3))
                            .and("value", NUMBER)
                            .with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("lerp", complex(2, 3), complex(2, 3), NUMBER).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("logaddexp", complex(2, 3), complex(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("float_power", complex(2, 3), NUMBER).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("where", mask(2, 3), complex(2, 3), real(2, 3)).with(GRADIENTS));
        rows.add(row("masked_fill", complex(2, 3), mask(2, 3), NUMBER).with(GRADIENTS));
        rows.add(row("eq", complex(2, 3), complex(2, 3)).with(ELEMENTWISE));
        rows.add(row("ne", complex(2, 3), NUMBER).with(ELEMENTWISE));
        rows.add(row("equal", complex(2, 3), complex(2, 3)));
        rows.add(row("isclose", complex(2, 3), complex(2, 3)).with(ELEMENTWISE));
        rows.add(row("logical_and", complex(2, 3), complex(2, 3)).with(ELEMENTWISE));
        return rows;
    }

    private static List<OpRow> reductions() {
        var rows = new ArrayList<OpRow>();
        var z = complex(2, 3, 2);
        for (var name : List.of("sum", "mean")) {
            rows.add(row(name, z).with(GRADIENTS, SUMS));
            rows.add(row(name, z, new long[] {0, 2}, true).with(GRADIENTS, SUMS));
        }
        rows.add(row("prod", z).with(GRADIENTS, SUMS));
        rows.add(row("prod", complex(3, 5), 1L, true).with(GRADIENTS, SUMS));
        for (var name : List.of("var", "std")) {
            rows.add(row(name, z).with(GRADIENTS, SUMS));
            rows.add(row(name, z, new long[] {1}).with(GRADIENTS, SUMS));
        }
        for (Object p : List.of(2L, 1L, 3.0, Double.POSITIVE_INFINITY)) {
            rows.add(row("norm", complex(2, 3), p).with(GRADIENTS, SUMS));
        }
        rows.add(row("norm", complex(3, 2), "nuc").with(OpRow.Trait.FIRST_GRADIENT, SUMS));
        rows.add(row("logsumexp", complex(2, 3), new long[] {1}).with(GRADIENTS, SUMS));
        rows.add(row("cumsum", complex(2, 3), 1L).with(GRADIENTS, SUMS));
        rows.add(row("cumprod", complex(3, 4), 1L).with(GRADIENTS, SUMS));
        rows.add(row("logcumsumexp", complex(3, 4), 1L).with(GRADIENTS, SUMS));
        rows.add(row("cov", complex(3, 4)).with(GRADIENTS, SUMS));
        rows.add(row("all", complex(2, 3)));
        rows.add(row("any", complex(2, 3), 1L));
        rows.add(row("count_nonzero", complex(2, 3)));
        return rows;
    }

    private static List<OpRow> moves() {
        var z = complex(3, 4);
        return List.of(
                row("cat", List.of(complex(2, 2), complex(1, 2))).with(GRADIENTS),
                row("stack", List.of(complex(2, 2), complex(2, 2)), 1L).with(GRADIENTS),
                row("flip", z, new long[] {0}).with(GRADIENTS),
                row("roll", z, new long[] {1}, new long[] {1}).with(GRADIENTS),
                row("index_select", z, 1L, ints(4, 5)).with(GRADIENTS),
                row("index_add", z, 1L, ints(4, 5), complex(3, 5))
                        .and("alpha", NUMBER)
                        .with(GRADIENTS),
                row("gather", z, 1L, ints(4, 3, 2)).with(GRADIENTS),
                row("scatter_add", z, 1L, ints(4, 3, 2), complex(3, 2)).with(GRADIENTS),
                row("scatter", z, 1L, ints(1, 3, 1), NUMBER).with(GRADIENTS),
                row("masked_select", z, mask(3, 4)).with(GRADIENTS),
                row("masked_scatter", z, mask(3, 4), complex(12)).with(GRADIENTS),
                row("constant_pad_nd", z, new long[] {1, 2}, NUMBER).with(GRADIENTS),
                row("slice_scatter", z, complex(2, 4), 0L, 1L, 3L).with(GRADIENTS),
                row("index_fill", z, 1L, ints(4, 2), NUMBER).with(GRADIENTS),
                row("tril", z).with(GRADIENTS),
                row("mH", z).with(GRADIENTS),
                row("embedding", ints(3, 5), z).with(GRADIENTS),
                row("nonzero", z),
                row("zeros_like", z),
                row("full_like", z, NUMBER),
                row("linspace", NUMBER, 2L, 5L),
                row("logspace", 0L, NUMBER, 5L),
                row("eye", 3L).and("dtype", DType.COMPLEX64));
    }

    private static List<OpRow> products() {
        var rows = new ArrayList<OpRow>();
        rows.add(row("mm", complex(2, 3), complex(3, 4)).with(GRADIENTS, SUMS));
        rows.add(row("bmm", complex(2, 2, 3), complex(2, 3, 2)).with(GRADIENTS, SUMS));
        rows.add(row("mv", complex(2, 3), complex(3)).with(GRADIENTS, SUMS));
        rows.add(row("dot", complex(3), complex(3)).with(GRADIENTS, SUMS));
        rows.add(row("vdot", complex(3), complex(3)).with(GRADIENTS, SUMS));
        rows.add(
                row("addbmm", complex(2, 2), complex(2, 2, 3), complex(2, 3, 2))
                        .and("alpha", NUMBER)
                        .and("beta", NUMBER)
                        .with(GRADIENTS, SUMS));
        rows.add(row("outer", complex(2), complex(3)).with(GRADIENTS, SUMS));
        rows.add(row("matmul", complex(2, 2, 3), complex(3, 2)).with(GRADIENTS, SUMS));
        rows.add(row("linear", complex(2, 3), complex(4, 3), complex(4)).with(GRADIENTS, SUMS));
        rows.add(
                row("addmm", complex(4), complex(2, 3), complex(3, 4))
                        .and("alpha", NUMBER)
                        .and("beta", 2L)
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("conv1d", complex(1, 2, 4), complex(2, 2, 3), complex(2))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("conv_transpose2d", complex(1, 2, 2, 3), complex(2, 1, 2, 2))
                        .with(GRADIENTS, SUMS));
        return rows;
    }
}
