package dev.cresset.bench;

import static dev.cresset.Torch.cat;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randint;
import static dev.cresset.Torch.randn;
import static dev.cresset.nn.Functional.batchNorm;
import static dev.cresset.nn.Functional.conv2d;
import static dev.cresset.nn.Functional.gelu;
import static dev.cresset.nn.Functional.layerNorm;
import static dev.cresset.nn.Functional.maxPool2d;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.bench.Workload.Group;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Mode;
import dev.cresset.nn.Norm;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Single operations; one run is one call. */
final class SingleOps {
    private final List<Workload> all = new ArrayList<>();

    private SingleOps() {}

    static List<Workload> all() {
        var ops = new SingleOps();
        ops.pointwise();
        ops.reductions();
        ops.indexing();
        ops.products();
        ops.windows();
        return ops.all;
    }

    private void add(Group group, String name, Supplier<Runnable> prepare) {
        all.add(new Workload(name, "call", group, 0.6, prepare));
    }

    private void unary(Group group, String name, UnaryOperator<Tensor> op, long... sizes) {
        add(
                group,
                name,
                () -> {
                    var a = rand(sizes);
                    return () -> op.apply(a);
                });
    }

    private void pointwise() {
        for (int n : new int[] {1, 1000, 100_000, 4_000_000}) {
            add(
                    Group.POINTWISE,
                    "add_" + n,
                    () -> {
                        var a = rand(n);
                        var b = rand(n);
                        return () -> a.add(b);
                    });
        }
        var functions = new LinkedHashMap<String, UnaryOperator<Tensor>>();
        functions.put("exp", Tensor::exp);
        functions.put("tanh", Tensor::tanh);
        functions.put("gelu", a -> gelu(a));
        functions.put("sigmoid", Tensor::sigmoid);
        functions.put("relu", Tensor::relu);
        functions.put("mul_scalar", a -> a.mul(2.0));
        for (int n : new int[] {1000, 100_000, 4_000_000}) {
            functions.forEach((name, op) -> unary(Group.POINTWISE, name + "_" + n, op, n));
        }
        add(Group.POINTWISE, "randn_1000000", () -> () -> randn(1_000_000));
        unary(Group.POINTWISE, "transpose_copy_1000x1000", a -> a.t().contiguous(), 1000, 1000);
        add(
                Group.POINTWISE,
                "add_broadcast_row_1000x1000",
                () -> {
                    var a = rand(1000, 1000);
                    var b = rand(1000);
                    return () -> a.add(b);
                });
        add(
                Group.POINTWISE,
                "cat_2x500000",
                () -> {
                    var both = List.of(rand(500_000), rand(500_000));
                    return () -> cat(both);
                });
    }

    private void reductions() {
        for (int n : new int[] {1000, 100_000, 4_000_000}) {
            unary(Group.REDUCTIONS, "sum_" + n, a -> a.sum(), n);
            unary(Group.REDUCTIONS, "argmax_" + n, a -> a.argmax(), n);
        }
        unary(Group.REDUCTIONS, "sort_100000", a -> a.sort().values(), 100_000);
        unary(Group.REDUCTIONS, "topk10_100000", a -> a.topk(10).values(), 100_000);
        unary(Group.REDUCTIONS, "cumsum_100000", a -> a.cumsum(0), 100_000);
        unary(Group.REDUCTIONS, "softmax_512x1000", a -> a.softmax(1), 512, 1000);
        unary(
                Group.REDUCTIONS,
                "layer_norm_1024x256",
                a -> layerNorm(a, new Size(256), Norm.DEFAULT),
                1024,
                256);
        unary(Group.REDUCTIONS, "sum_dim0_1000x1000", a -> a.sum(0), 1000, 1000);
        unary(Group.REDUCTIONS, "sum_dim1_1000x1000", a -> a.sum(1), 1000, 1000);
        unary(Group.REDUCTIONS, "max_dim1_1000x1000", a -> a.max(1).values(), 1000, 1000);
    }

    private void indexing() {
        add(
                Group.INDEXING,
                "index_select_10000of100000x64",
                () -> {
                    var a = rand(100_000, 64);
                    var index = randint(0, 100_000, 10_000);
                    return () -> a.indexSelect(0, index);
                });
        add(
                Group.INDEXING,
                "masked_select_1000000",
                () -> {
                    var a = rand(1_000_000);
                    var mask = rand(1_000_000).gt(0.5);
                    return () -> a.get(mask);
                });
    }

    private void products() {
        for (int n : new int[] {16, 64, 256, 1024}) {
            product("matmul_" + n, DType.FLOAT32, n, n);
        }
        product("bmm_64x64x64x64", DType.FLOAT32, 64, 64, 64);
        product("matmul_f64_512", DType.FLOAT64, 512, 512);
    }

    private void product(String name, DType dtype, long... sizes) {
        add(
                Group.PRODUCTS,
                name,
                () -> {
                    var a = rand(dtype, sizes);
                    var b = rand(dtype, sizes);
                    return () -> a.matmul(b);
                });
    }

    private void windows() {
        add(
                Group.WINDOWS,
                "conv3x3_64ch_56_batch16",
                () -> {
                    var x = rand(16, 64, 56, 56);
                    var w = rand(64, 64, 3, 3);
                    return () -> conv2d(x, w, Conv.padding(1));
                });
        add(
                Group.WINDOWS,
                "conv3x3_1to32_28_batch64",
                () -> {
                    var x = rand(64, 1, 28, 28);
                    var w = rand(32, 1, 3, 3);
                    return () -> conv2d(x, w);
                });
        unary(Group.WINDOWS, "max_pool2d_32ch_28_batch64", a -> maxPool2d(a, 2), 64, 32, 28, 28);
        add(
                Group.WINDOWS,
                "batch_norm_64ch_56_batch16",
                () -> {
                    var x = rand(16, 64, 56, 56);
                    var w = rand(64);
                    return () -> batchNorm(x, null, null, w, w, Mode.TRAIN, Norm.DEFAULT);
                });
    }
}
