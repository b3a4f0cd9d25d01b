package dev.cresset.op;

import static dev.cresset.op.OpRow.Trait.ELEMENTWISE;
import static dev.cresset.op.OpRow.Trait.FIRST_GRADIENT;
import static dev.cresset.op.OpRow.Trait.GRADIENTS;
import static dev.cresset.op.OpRow.Trait.RANDOM;
import static dev.cresset.op.OpRow.Trait.SUMS;
import static dev.cresset.op.OpRow.Trait.UNDEFINED;
import static dev.cresset.op.OpRow.between;
import static dev.cresset.op.OpRow.ints;
import static dev.cresset.op.OpRow.mask;
import static dev.cresset.op.OpRow.real;
import static dev.cresset.op.OpRow.row;

import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;

/** At least one test row for every op of the registry. */
final class OpRows {
    private OpRows() {}

    static List<OpRow> all() {
        var rows = new ArrayList<OpRow>();
        rows.addAll(pointwise());
        rows.addAll(shapes());
        rows.addAll(reductions());
        rows.addAll(moves());
        rows.addAll(products());
        rows.addAll(networks());
        rows.addAll(LayerRows.all());
        rows.addAll(SequenceRows.all());
        rows.addAll(ComplexRows.all());
        rows.addAll(creations());
        rows.addAll(TensorOpRows.all());
        return rows;
    }

    private static List<OpRow> pointwise() {
        var rows = new ArrayList<OpRow>();
        for (var name :
                List.of(
                        "square",
                        "neg",
                        "exp",
                        "expm1",
                        "exp2",
                        "sin",
                        "cos",
                        "atan",
                        "sinh",
                        "cosh",
                        "tanh",
                        "asinh",
                        "erf",
                        "erfc",
                        "sigmoid",
                        "silu",
                        "gelu",
                        "gelu_erf",
                        "gelu_tanh",
                        "softplus",
                        "relu",
                        "leaky_relu",
                        "elu",
                        "selu",
                        "celu",
                        "mish",
                        "hardsigmoid",
                        "hardswish",
                        "softsign",
                        "tanhshrink",
                        "softshrink",
                        "hardshrink",
                        "logsigmoid",
                        "rrelu",
                        "hardtanh",
                        "relu6",
                        "abs",
                        "sign",
                        "floor",
                        "ceil",
                        "trunc",
                        "frac",
                        "clone")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("threshold", real(2, 3), 0.1, 5.0).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("prelu", real(2, 3), real(3)).with(GRADIENTS));
        rows.add(row("glu", real(2, 4)).with(GRADIENTS));
        rows.add(row("softmin", real(2, 3), 1).with(GRADIENTS, SUMS));
        rows.add(row("gumbel_softmax", real(2, 3)).with(GRADIENTS, RANDOM));
        for (var name : List.of("log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal")) {
            rows.add(row(name, between(0.3, 3, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name : List.of("tan", "asin", "acos", "atanh")) {
            rows.add(row(name, between(-0.9, 0.9, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("acosh", between(1.2, 3, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("round", real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        for (var name : List.of("add", "sub", "rsub", "mul", "maximum", "minimum", "atan2")) {
            rows.add(row(name, real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("add", real(2, 3), real(3)).and("alpha", 0.5).with(GRADIENTS));
        rows.add(row("mul", real(2, 1, 3), 3.0).with(GRADIENTS));
        for (var name : List.of("div", "remainder", "fmod", "floor_divide")) {
            rows.add(row(name, real(2, 3), between(0.6, 1.9, 2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("div_trunc", real(2, 3), between(0.6, 1.9, 2, 3)).with(ELEMENTWISE));
        rows.add(
                row("pow", between(0.4, 2, 2, 3), between(-2, 2, 2, 3))
                        .with(GRADIENTS, ELEMENTWISE));
        for (double exponent : new double[] {2, 3, 4, 0.5, -0.5, -1, -1.5, -2}) {
            rows.add(row("pow", between(0.4, 2, 2, 3), exponent).with(GRADIENTS, ELEMENTWISE));
        }
        rows.add(row("clamp", real(2, 3), -0.7, 0.8).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("clamp_min", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("clamp_max", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("where", mask(2, 3), real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(
                row("lerp", real(2, 3), real(2, 3), between(-1, 2, 2, 3))
                        .with(GRADIENTS, ELEMENTWISE));
        rows.add(
                row("addcmul", real(2, 3), real(2, 3), real(2, 3))
                        .and("value", 0.7)
                        .with(GRADIENTS, ELEMENTWISE));
        rows.add(
                row("addcdiv", real(2, 3), real(2, 3), between(0.5, 2, 2, 3))
                        .and("value", 0.7)
                        .with(GRADIENTS, ELEMENTWISE));
        for (var name : List.of("bitwise_and", "bitwise_or", "bitwise_xor")) {
            rows.add(row(name, ints(100, 2, 3), ints(100, 2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("bitwise_not", ints(100, 2, 3)).with(ELEMENTWISE));
        for (var name :
                List.of(
                        "eq",
                        "ne",
                        "lt",
                        "le",
                        "gt",
                        "ge",
                        "logical_and",
                        "logical_or",
                        "logical_xor")) {
            rows.add(row(name, ints(3, 2, 3), ints(3, 2, 3)).with(ELEMENTWISE));
        }
        for (var name : List.of("logical_not", "isnan", "isinf", "isfinite")) {
            rows.add(row(name, real(2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("isclose", ints(3, 2, 3), ints(3, 2, 3)).with(ELEMENTWISE));
        rows.add(row("equal", ints(3, 2, 3), ints(3, 2, 3)));
        rows.add(row("mse_loss_elementwise", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(
                row(
                                "binary_cross_entropy_elementwise",
                                between(0.1, 0.9, 2, 3),
                                between(0.1, 0.9, 2, 3))
                        .with(GRADIENTS, ELEMENTWISE));
        rows.add(row("fill", real(2, 3), 3.0).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("fill", real(2, 3), real()).with(GRADIENTS));
        rows.add(row("copy", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        for (var name : List.of("contiguous", "_contiguous", "double")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        }
        for (var name :
                List.of("float", "half", "bfloat16", "long", "int", "short", "char", "bool")) {
            rows.add(row(name, real(2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("byte", between(0, 2, 2, 3)).with(ELEMENTWISE));
        rows.add(row("_to_copy", real(2, 3), DType.FLOAT64).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("to", real(2, 3), DType.FLOAT64).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("masked_fill", real(2, 3), mask(2, 3), 1.5).with(GRADIENTS, ELEMENTWISE));
        return rows;
    }

    private static List<OpRow> shapes() {
        return List.of(
                row("view", between(-2, 2, 6), new long[] {2, 3}).with(GRADIENTS),
                row("reshape", real(2, 3), new long[] {3, -1}).with(GRADIENTS),
                row("transpose", real(2, 3), 0, 1).with(GRADIENTS),
                row("t", real(2, 3)).with(GRADIENTS),
                row("permute", real(2, 3, 2), new long[] {2, 0, 1}).with(GRADIENTS),
                row("expand", real(2, 1), new long[] {3, 2, 2}).with(GRADIENTS),
                row("broadcast_to", real(2, 1), new long[] {3, 2, 2}).with(GRADIENTS),
                row("unsqueeze", real(2, 3), 1).with(GRADIENTS),
                row("squeeze", real(2, 1, 3)).with(GRADIENTS),
                row("squeeze", real(2, 1, 3), 1).with(GRADIENTS),
                row("select", real(2, 3), 1, 2).with(GRADIENTS),
                row("slice", real(2, 5), 1, 1, 5, 2).with(GRADIENTS),
                row("slice_scatter", real(2, 5), real(2, 2), 1, 1, 5, 2).with(GRADIENTS),
                row("narrow", real(2, 5), 1, 1, 3).with(GRADIENTS),
                row("diagonal", real(3, 4), 1).with(GRADIENTS),
                row("unfold", real(2, 5), 1, 3, 1).with(GRADIENTS),
                row("flatten", real(2, 3, 2), 1).with(GRADIENTS),
                row("unflatten", real(2, 6), 1, new long[] {2, 3}).with(GRADIENTS),
                row("movedim", real(2, 3, 2), 0, 2).with(GRADIENTS),
                row("split", real(2, 5), 2, 1).with(GRADIENTS),
                row("split", real(2, 5), new long[] {1, 4}, 1).with(GRADIENTS),
                row("chunk", real(2, 5), 3, 1).with(GRADIENTS),
                row("unbind", real(2, 3), 1).with(GRADIENTS),
                row("as_strided", between(-2, 2, 6), new long[] {2, 2}, new long[] {2, 1}, 1)
                        .with(GRADIENTS),
                row("as_strided", between(-2, 2, 6), new long[] {3, 2}, new long[] {1, 2}, 1)
                        .with(GRADIENTS),
                row("_as_strided", between(-2, 2, 6), new long[] {2, 2}, new long[] {2, 1}, 1)
                        .with(GRADIENTS),
                row(
                                "_as_strided_scatter",
                                between(-2, 2, 6),
                                real(2, 2),
                                new long[] {2, 2},
                                new long[] {2, 1},
                                1)
                        .with(GRADIENTS));
    }

    private static List<OpRow> reductions() {
        var rows = new ArrayList<OpRow>();
        for (var name : List.of("sum", "mean", "prod", "amax", "amin", "norm_1", "norm_2")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, SUMS));
            rows.add(row(name, real(2, 3), 1).with(GRADIENTS, SUMS));
            rows.add(row(name, real(2, 3, 2), new long[] {0, 2}, true).with(GRADIENTS, SUMS));
        }
        for (var name : List.of("norm_max", "norm_min", "norm_0")) {
            rows.add(row(name, real(2, 3), 1).with(GRADIENTS, SUMS));
        }
        rows.add(row("norm_p", real(2, 3), new long[] {1}, false, null, 3.0).with(GRADIENTS, SUMS));
        rows.add(row("norm", real(2, 3)).with(GRADIENTS, SUMS));
        rows.add(row("norm", real(2, 3), "nuc").with(FIRST_GRADIENT, SUMS));
        for (var name : List.of("var", "std")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS, SUMS));
            rows.add(row(name, real(2, 3), 1).and("correction", 0).with(GRADIENTS, SUMS));
        }
        for (var name : List.of("all", "any", "count_nonzero")) {
            rows.add(row(name, ints(2, 2, 3), 1));
        }
        for (var name : List.of("argmax", "argmin")) {
            rows.add(row(name, real(2, 3), 1));
        }
        for (var name : List.of("max", "min", "median")) {
            rows.add(row(name, real(2, 3)).with(GRADIENTS));
            rows.add(row(name, real(2, 3), 1).with(GRADIENTS));
        }
        rows.add(row("max", real(2, 3), real(2, 3)).with(GRADIENTS, ELEMENTWISE));
        rows.add(row("cumsum", real(2, 3), 1).with(GRADIENTS));
        rows.add(row("logsumexp", real(2, 3), 1).with(GRADIENTS, SUMS));
        for (var name : List.of("softmax", "log_softmax", "_softmax", "_log_softmax")) {
            rows.add(row(name, real(2, 3), 1).with(GRADIENTS, SUMS));
            rows.add(row(name, real(2, 3), 0).with(GRADIENTS, SUMS));
        }
        return rows;
    }

    private static List<OpRow> moves() {
        var rows = new ArrayList<OpRow>();
        rows.add(row("index_select", real(3, 4), 1, ints(4, 5)).with(GRADIENTS));
        rows.add(row("index_add", real(3, 4), 1, ints(4, 2), real(3, 2)).with(GRADIENTS));
        rows.add(row("index_copy", real(3, 4), 1, ints(4, 1), real(3, 1)).with(GRADIENTS));
        rows.add(row("gather", real(3, 4), 1, ints(4, 3, 2)).with(GRADIENTS));
        rows.add(row("scatter", real(3, 4), 1, ints(4, 3, 1), real(3, 1)).with(GRADIENTS));
        rows.add(row("scatter", real(3, 4), 1, ints(4, 3, 1), 1.5).with(GRADIENTS));
        rows.add(row("scatter_add", real(3, 4), 1, ints(4, 3, 2), real(3, 2)).with(GRADIENTS));
        rows.add(row("masked_select", real(3, 4), mask(3, 4)).with(GRADIENTS));
        rows.add(row("masked_scatter", real(2, 3), mask(2, 3), real(2, 3)).with(GRADIENTS));
        rows.add(row("nonzero", ints(2, 3, 4)));
        rows.add(row("cat", List.of(real(2, 3), real(2, 2)), 1).with(GRADIENTS));
        rows.add(row("stack", List.of(real(2, 3), real(2, 3)), 1).with(GRADIENTS));
        rows.add(row("flip", real(2, 3), new long[] {0, 1}).with(GRADIENTS));
        rows.add(row("roll", real(2, 3), new long[] {1}, new long[] {1}).with(GRADIENTS));
        rows.add(row("repeat", real(2, 3), new long[] {2, 1, 2}).with(GRADIENTS));
        rows.add(row("index", real(3, 4), List.of(ints(3, 2), ints(4, 2))).with(GRADIENTS));
        rows.add(
                row("index_put", real(3, 4), List.of(ints(3, 2)), real(2, 4), true)
                        .with(GRADIENTS));
        rows.add(row("sort", real(2, 5), 1).with(GRADIENTS));
        rows.add(row("argsort", real(2, 5), 1));
        rows.add(row("topk", real(2, 5), 2, 1).with(GRADIENTS));
        rows.add(row("kthvalue", real(2, 5), 2, 1).with(GRADIENTS));
        rows.add(row("one_hot", ints(4, 3), 4));
        return rows;
    }

    private static List<OpRow> products() {
        return List.of(
                row("mm", real(2, 3), real(3, 4)).with(GRADIENTS, SUMS),
                row("bmm", real(2, 2, 3), real(2, 3, 2)).with(GRADIENTS, SUMS),
                row("addmm", real(2, 2), real(2, 3), real(3, 2))
                        .and("beta", 0.5)
                        .and("alpha", 2.0)
                        .with(GRADIENTS, SUMS),
                row("baddbmm", real(2, 2, 2), real(2, 2, 3), real(2, 3, 2)).with(GRADIENTS, SUMS),
                row("dot", real(3), real(3)).with(GRADIENTS, SUMS),
                row("mv", real(2, 3), real(3)).with(GRADIENTS, SUMS),
                row("matmul", real(2, 2, 3), real(3, 2)).with(GRADIENTS, SUMS),
                row("linear", real(2, 3), real(4, 3), real(4)).with(GRADIENTS, SUMS),
                row("outer", real(2), real(3)).with(GRADIENTS));
    }

    private static List<OpRow> networks() {
        var rows = new ArrayList<OpRow>();
        var one = new long[] {1};
        rows.add(
                row(
                                "convolution",
                                real(1, 2, 4),
                                real(2, 2, 2),
                                real(2),
                                one,
                                one,
                                one,
                                false,
                                new long[] {0},
                                1)
                        .with(GRADIENTS, SUMS));
        rows.add(row("im2col", real(2, 3, 4), 2).with(GRADIENTS));
        rows.add(row("col2im", real(4, 6), new long[] {3, 4}, 2).with(GRADIENTS, SUMS));
        rows.add(row("conv1d", real(1, 2, 5), real(2, 2, 3), real(2)).with(GRADIENTS, SUMS));
        rows.add(
                row("conv2d", real(1, 2, 3, 3), real(2, 2, 2, 2), real(2), 1, 1)
                        .with(GRADIENTS, SUMS));
        rows.add(row("conv3d", real(1, 1, 2, 2, 3), real(1, 1, 2, 1, 2)).with(GRADIENTS, SUMS));
        rows.add(
                row("conv_transpose1d", real(1, 2, 3), real(2, 1, 2), real(1), 2)
                        .with(GRADIENTS, SUMS));
        rows.add(row("conv_transpose2d", real(1, 1, 2, 2), real(1, 2, 2, 2)).with(GRADIENTS, SUMS));
        rows.add(
                row("conv_transpose3d", real(1, 1, 1, 2, 2), real(1, 1, 1, 2, 2))
                        .with(GRADIENTS, SUMS));
        var two = new long[] {2, 2};
        rows.add(
                row(
                                "max_pool2d_with_indices",
                                real(1, 1, 4, 4),
                                two,
                                two,
                                new long[] {0, 0},
                                new long[] {1, 1},
                                false)
                        .with(GRADIENTS));
        rows.add(
                row("_avg_pool2d", real(1, 1, 4, 4), two, two, new long[] {0, 0}, false, true, 0)
                        .with(GRADIENTS, SUMS));
        rows.add(row("max_pool1d", real(1, 2, 5), 2).with(GRADIENTS));
        rows.add(row("max_pool2d", real(1, 2, 4, 4), 2).with(GRADIENTS));
        rows.add(row("avg_pool1d", real(1, 2, 5), 2).with(GRADIENTS, SUMS));
        rows.add(row("avg_pool2d", real(1, 2, 4, 4), 2).with(GRADIENTS, SUMS));
        for (int n = 1; n <= 3; n++) {
            var sizes = new long[n + 2];
            java.util.Arrays.fill(sizes, n == 3 ? 2 : 4);
            sizes[0] = 1;
            sizes[1] = 1;
            rows.add(row("adaptive_avg_pool" + n + "d", real(sizes), 2).with(GRADIENTS, SUMS));
        }
        rows.add(
                row("batch_norm", real(3, 2, 2), null, null, real(2), real(2), true)
                        .with(GRADIENTS, SUMS));
        rows.add(row("batch_norm", real(3, 2), between(-1, 1, 2), between(0.5, 2, 2)).with(SUMS));
        rows.add(
                row("layer_norm", real(2, 3), new long[] {3}, real(3), real(3))
                        .with(GRADIENTS, SUMS));
        for (var name : List.of("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")) {
            rows.add(row(name, real(2, 3), real(2, 3)).with(GRADIENTS, SUMS));
        }
        rows.add(
                row("binary_cross_entropy", between(0.1, 0.9, 2, 3), between(0.1, 0.9, 2, 3))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("binary_cross_entropy_with_logits", real(2, 3), between(0.1, 0.9, 2, 3))
                        .with(GRADIENTS, SUMS));
        rows.add(row("kl_div", real(2, 3), between(0.1, 0.9, 2, 3)).with(GRADIENTS, SUMS));
        rows.add(row("soft_margin_loss", real(2, 3), real(2, 3)).with(GRADIENTS, SUMS));
        rows.add(row("margin_ranking_loss", real(4), real(4), real(4), 0.3).with(GRADIENTS, SUMS));
        rows.add(row("hinge_embedding_loss", real(4), ints(2, 4)).with(GRADIENTS, SUMS));
        rows.add(
                row("cosine_embedding_loss", real(3, 4), real(3, 4), ints(2, 3))
                        .with(GRADIENTS, SUMS));
        for (var name : List.of("triplet_margin_loss", "triplet_margin_with_distance_loss")) {
            rows.add(row(name, real(3, 4), real(3, 4), real(3, 4)).with(GRADIENTS, SUMS));
        }
        for (long p = 1; p <= 2; p++) {
            rows.add(row("multi_margin_loss", real(3, 4), ints(4, 3), p).with(GRADIENTS, SUMS));
        }
        rows.add(row("multilabel_margin_loss", real(3, 4), ints(4, 3, 4)).with(GRADIENTS, SUMS));
        rows.add(
                row("multilabel_soft_margin_loss", real(3, 4), between(0, 1, 3, 4))
                        .with(GRADIENTS, SUMS));
        rows.add(row("poisson_nll_loss", real(2, 3), between(0.5, 4, 2, 3)).with(GRADIENTS, SUMS));
        rows.add(
                row("gaussian_nll_loss", real(2, 3), real(2, 3), between(0.5, 2, 2, 3))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("ctc_loss", real(5, 1, 4), ints(4, 1, 2), List.of(5L), List.of(2L)).with(SUMS));
        rows.add(row("pairwise_distance", real(3, 4), real(3, 4)).with(GRADIENTS, SUMS));
        rows.add(row("cosine_similarity", real(3, 4), real(3, 4)).with(GRADIENTS, SUMS));
        rows.add(row("nll_loss", real(3, 4), ints(4, 3)).with(GRADIENTS, SUMS));
        rows.add(row("cross_entropy", real(3, 4), ints(4, 3)).with(GRADIENTS, SUMS));
        rows.add(row("embedding", ints(4, 2, 3), real(4, 2)).with(GRADIENTS));
        for (var mode : List.of("sum", "mean", "max")) {
            rows.add(
                    row("embedding_bag", ints(4, 2, 3), real(4, 2))
                            .and("mode", mode)
                            .with(GRADIENTS, SUMS));
        }
        rows.add(
                row("bilinear", real(2, 3), real(2, 2), real(2, 3, 2), real(2))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row(
                                "scaled_dot_product_attention",
                                real(2, 2, 3, 4),
                                real(2, 2, 2, 4),
                                real(2, 2, 2, 3))
                        .with(GRADIENTS, SUMS));
        rows.add(
                row("scaled_dot_product_attention", real(3, 4), real(3, 4), real(3, 4))
                        .and("is_causal", true)
                        .with(GRADIENTS, SUMS));
        rows.add(
                row(
                                "multi_head_attention_forward",
                                real(2, 1, 4),
                                real(3, 1, 4),
                                real(3, 1, 4),
                                4,
                                2,
                                real(12, 4),
                                real(12),
                                real(1, 1, 4),
                                real(1, 1, 4),
                                true,
                                0.0,
                                real(4, 4),
                                real(4))
                        .with(GRADIENTS, SUMS));
        rows.add(row("dropout", real(2, 3)).with(GRADIENTS, RANDOM));
        rows.add(row("dropout1d", real(2, 3, 2)).with(GRADIENTS, RANDOM));
        rows.add(row("dropout2d", real(2, 3, 2, 1)).with(GRADIENTS, RANDOM));
        rows.add(row("dropout3d", real(2, 3, 1, 2, 1)).with(GRADIENTS, RANDOM));
        rows.add(row("constant_pad_nd", real(2, 3), new long[] {1, 2}).with(GRADIENTS));
        rows.add(row("pad", real(1, 2, 3), new long[] {1, 2}, "reflect").with(GRADIENTS));
        for (var name : List.of("interpolate", "upsample", "upsample_nearest")) {
            rows.add(row(name, real(1, 1, 2, 3)).and("scale_factor", 2.0).with(GRADIENTS));
        }
        rows.add(
                row("upsample_bilinear", real(1, 1, 2, 3))
                        .and("scale_factor", 2.0)
                        .with(GRADIENTS, SUMS));
        return rows;
    }

    private static List<OpRow> creations() {
        var rows = new ArrayList<OpRow>();
        var sizes = new long[] {2, 3};
        rows.add(row("empty", sizes).with(UNDEFINED));
        rows.add(row("empty_like", real(2, 3)).with(UNDEFINED, ELEMENTWISE));
        for (var name : List.of("zeros", "ones")) {
            rows.add(row(name, sizes));
            rows.add(row(name + "_like", real(2, 3)).with(ELEMENTWISE));
        }
        rows.add(row("full", sizes, 2.5));
        rows.add(row("full_like", real(2, 3), 2.5).with(ELEMENTWISE));
        rows.add(row("eye", 3));
        rows.add(row("arange", 5));
        rows.add(row("linspace", 0.0, 1.0, 5));
        rows.add(row("logspace", 0.0, 1.0, 5));
        for (var name : List.of("rand", "randn")) {
            rows.add(row(name, sizes).with(RANDOM));
            rows.add(row(name + "_like", real(2, 3)).with(RANDOM, UNDEFINED));
        }
        rows.add(row("randint", 10, sizes).with(RANDOM));
        rows.add(row("randint_like", real(2, 3), 10).with(RANDOM, UNDEFINED));
        rows.add(row("randperm", 5).with(RANDOM));
        for (var name : List.of("uniform_", "normal_", "exponential_", "log_normal_", "cauchy_")) {
            rows.add(row(name, real(2, 3)).with(RANDOM, UNDEFINED));
        }
        rows.add(row("random_", real(2, 3), 10).with(RANDOM, UNDEFINED));
        rows.add(row("geometric_", real(2, 3), 0.5).with(RANDOM, UNDEFINED));
        rows.add(row("bernoulli", between(0, 1, 2, 3)).with(RANDOM));
        rows.add(row("normal", real(2, 3), between(0.5, 2, 2, 3)).with(RANDOM));
        rows.add(row("multinomial", between(0.1, 1, 2, 3), 2).with(RANDOM));
        rows.add(row("poisson", between(0.1, 4, 2, 3)).with(RANDOM));
        rows.add(row("_standard_gamma", between(0.1, 4, 2, 3)).with(RANDOM));
        rows.add(row("_standard_gamma_grad", between(0.1, 4, 2, 3), between(0.1, 4, 2, 3)));
        rows.add(row("binomial", between(1, 5, 2, 3), between(0.1, 0.9, 2, 3)).with(RANDOM));
        return rows;
    }
}
