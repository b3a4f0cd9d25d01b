package dev.cresset.nn;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cresset.Gradcheck;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** First and second derivatives of layers, for input and parameters, against differences. */
class LayerGradientsTest {
    /** A layer to be made, and the sizes of its input. */
    private record Row(Supplier<? extends UnaryModule> layer, Mode mode, long... sizes) {}

    private static Row row(Supplier<? extends UnaryModule> layer, long... sizes) {
        return new Row(layer, Mode.TRAIN, sizes);
    }

    private static Row eval(Supplier<? extends UnaryModule> layer, long... sizes) {
        return new Row(layer, Mode.EVAL, sizes);
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        rows.addAll(convolutions());
        rows.addAll(poolings());
        rows.addAll(normalizations());
        rows.addAll(others());
        rows.addAll(activations());
        return rows;
    }

    private static List<Row> convolutions() {
        var rows =
                new ArrayList<>(
                        List.of(
                                row(() -> new Conv1d(2, 2, 3), 2, 2, 5),
                                row(() -> new Conv2d(2, 2, 2), 1, 2, 3, 3),
                                row(() -> new Conv3d(1, 2, 2), 1, 1, 2, 3, 2),
                                row(() -> new ConvTranspose1d(2, 2, 3), 1, 2, 3),
                                row(() -> new ConvTranspose2d(2, 1, 2), 1, 2, 2, 2),
                                row(() -> new ConvTranspose3d(1, 2, 2), 1, 1, 2, 1, 2)));
        var some = Conv.stride(2).padding(1).dilation(2).groups(2);
        rows.add(row(() -> new Conv1d(2, 4, 2, some), 2, 6));
        rows.add(row(() -> new Conv2d(2, 2, 2, some.noBias()), 1, 2, 4, 3));
        rows.add(row(() -> new Conv2d(1, 2, 3, Conv.samePadding().dilation(2)), 1, 1, 3, 3));
        rows.add(row(() -> new ConvTranspose1d(2, 4, 2, some.outputPadding(1)), 2, 3));
        rows.add(row(() -> new ConvTranspose2d(2, 2, 2, some.outputPadding(1)), 1, 2, 2, 2));
        for (var mode : PaddingMode.values()) {
            rows.add(row(() -> new Conv1d(1, 2, 3, Conv.padding(1).padding(mode)), 1, 1, 4));
        }
        rows.add(row(() -> new Unfold(2, Conv.padding(1).stride(2)), 1, 2, 3, 3));
        rows.add(row(() -> new Fold(new Size(3, 3), 2), 1, 4, 4));
        return rows;
    }

    private static List<Row> poolings() {
        var options = Pool.stride(2).padding(1).ceilMode();
        return List.of(
                row(() -> new MaxPool1d(2), 1, 2, 5),
                row(() -> new MaxPool2d(2, options), 1, 2, 4, 4),
                row(() -> new MaxPool3d(2, options), 1, 1, 3, 3, 3),
                row(() -> new AvgPool1d(2, options), 1, 2, 5),
                row(() -> new AvgPool2d(3, options.excludePadding()), 1, 2, 4, 4),
                row(() -> new AvgPool2d(2, Pool.divisor(3)), 1, 2, 4, 4),
                row(() -> new AvgPool3d(2, options), 1, 1, 3, 3, 3),
                row(() -> new LPPool1d(4, 2), 1, 2, 4),
                row(() -> new LPPool2d(2, 2), 1, 2, 4, 4),
                row(() -> new LPPool3d(2, 2), 1, 1, 2, 2, 4),
                row(() -> new AdaptiveAvgPool1d(3), 1, 2, 5),
                row(() -> new AdaptiveAvgPool2d(3, Pool.KEEP), 1, 2, 5, 2),
                row(() -> new AdaptiveAvgPool3d(2), 1, 1, 3, 3, 3),
                row(() -> new AdaptiveMaxPool1d(3), 1, 2, 5),
                row(() -> new AdaptiveMaxPool2d(3, Pool.KEEP), 1, 2, 5, 2),
                row(() -> new AdaptiveMaxPool3d(2), 1, 1, 3, 3, 3),
                row(() -> unpool(new MaxPool1d(2), new MaxUnpool1d(2)), 1, 2, 4),
                row(() -> unpool(new MaxPool2d(2), new MaxUnpool2d(2)), 1, 1, 4, 4),
                row(() -> unpool(new MaxPool3d(2), new MaxUnpool3d(2)), 1, 1, 2, 2, 4));
    }

    private static UnaryModule unpool(MaximumPooling pooling, Unpooling unpooling) {
        return x -> {
            var both = pooling.forwardWithIndices(x);
            return unpooling.forward(both.values(), both.indices());
        };
    }

    private static List<Row> normalizations() {
        return List.of(
                row(() -> new BatchNorm1d(2), 4, 2),
                row(() -> new BatchNorm2d(2), 2, 2, 2, 1),
                row(() -> new BatchNorm3d(2, Norm.noAffine()), 2, 2, 1, 2, 1),
                eval(() -> new BatchNorm1d(2), 3, 2),
                row(() -> new LayerNorm(3), 2, 3),
                row(() -> new LayerNorm(new Size(2, 3), Norm.noBias()), 2, 2, 3),
                row(() -> new GroupNorm(2, 4), 2, 4, 2),
                row(() -> new InstanceNorm1d(2, Norm.affine()), 2, 2, 3),
                row(() -> new InstanceNorm2d(2), 2, 2, 2, 2),
                row(() -> new InstanceNorm3d(1, Norm.affine()), 1, 1, 2, 2, 1),
                eval(() -> new InstanceNorm1d(2, Norm.runningStats()), 2, 2, 3),
                row(() -> new RMSNorm(3), 2, 3),
                row(() -> new LocalResponseNorm(2), 1, 4, 2));
    }

    private static List<Row> activations() {
        return Stream.<Supplier<UnaryModule>>of(
                        ReLU::new,
                        ReLU6::new,
                        () -> new LeakyReLU(0.3),
                        () -> new ELU(1.5),
                        SELU::new,
                        () -> new CELU(0.7),
                        GELU::new,
                        () -> new GELU(GELU.Approximate.TANH),
                        SiLU::new,
                        Mish::new,
                        Sigmoid::new,
                        Tanh::new,
                        () -> new Hardtanh(-0.4, 0.6),
                        Hardsigmoid::new,
                        Hardswish::new,
                        () -> new Softplus(2, 1),
                        Softsign::new,
                        Softshrink::new,
                        Hardshrink::new,
                        Tanhshrink::new,
                        LogSigmoid::new,
                        () -> new PReLU(3),
                        RReLU::new,
                        () -> new Threshold(0.1, 20),
                        () -> new Softmax(1),
                        () -> new LogSoftmax(0),
                        () -> new Softmin(-1))
                .map(layer -> row(layer, 4, 3))
                .toList();
    }

    private static List<Row> others() {
        var rows = new ArrayList<Row>();
        rows.add(row(() -> new Linear(2, 3), 2, 2));
        rows.add(row(() -> new Identity(), 2));
        rows.add(row(() -> new GLU(1), 2, 4));
        rows.add(row(() -> new Softmax2d(), 1, 3, 2, 2));
        rows.add(row(() -> new Flatten(), 2, 1, 2));
        rows.add(row(() -> new Unflatten(1, 2, -1), 2, 4));
        rows.add(row(() -> new Dropout(), 2, 3));
        rows.add(row(() -> new Dropout1d(), 2, 2, 2));
        rows.add(row(() -> new Dropout2d(), 2, 2, 2, 1));
        rows.add(row(() -> new Dropout3d(), 1, 3, 1, 2, 1));
        rows.add(row(() -> new AlphaDropout(), 2, 3));
        rows.add(row(() -> new FeatureAlphaDropout(), 2, 3, 2));
        rows.add(row(() -> new PixelShuffle(2), 1, 4, 1, 2));
        rows.add(row(() -> new PixelUnshuffle(2), 1, 1, 2, 4));
        rows.add(row(() -> new ChannelShuffle(2), 1, 4, 2));
        rows.add(row(() -> new ReflectionPad1d(1, 2), 1, 2, 3));
        rows.add(row(() -> new ReflectionPad2d(1), 1, 1, 3, 2));
        rows.add(row(() -> new ReflectionPad3d(1), 1, 1, 2, 2, 2));
        rows.add(row(() -> new ReplicationPad1d(2), 1, 2, 3));
        rows.add(row(() -> new ReplicationPad2d(1), 1, 1, 3, 2));
        rows.add(row(() -> new ReplicationPad3d(1), 1, 1, 2, 1, 2));
        rows.add(row(() -> new CircularPad1d(1, 2), 1, 2, 3));
        rows.add(row(() -> new CircularPad2d(1), 1, 1, 3, 2));
        rows.add(row(() -> new CircularPad3d(1), 1, 1, 2, 1, 2));
        rows.add(row(() -> new ZeroPad1d(1), 1, 2, 3));
        rows.add(row(() -> new ZeroPad2d(1, -1, 0, 2), 1, 1, 3, 2));
        rows.add(row(() -> new ZeroPad3d(1), 1, 1, 2, 1, 2));
        rows.add(row(() -> new ConstantPad1d(1, 2.5), 1, 2, 3));
        rows.add(row(() -> new ConstantPad2d(1, 2.5), 1, 1, 3, 2));
        rows.add(row(() -> new ConstantPad3d(1, 2.5), 1, 1, 2, 1, 2));
        var twice = Resize.scale(2);
        rows.add(row(() -> new UpsamplingNearest2d(twice), 1, 1, 2, 3));
        rows.add(row(() -> new UpsamplingBilinear2d(twice), 1, 1, 2, 3));
        for (var mode : Interpolation.values()) {
            var sizes =
                    switch (mode) {
                        case LINEAR -> new long[] {1, 2, 3};
                        case TRILINEAR -> new long[] {1, 1, 2, 1, 2};
                        default -> new long[] {1, 1, 2, 3};
                    };
            rows.add(row(() -> new Upsample(Resize.scale(1.7).mode(mode)), sizes));
        }
        var smooth = Resize.size(2, 5).mode(Interpolation.BICUBIC).antialias();
        rows.add(row(() -> new Upsample(smooth), 1, 1, 4, 3));
        return rows;
    }

    @TestFactory
    Stream<DynamicTest> first() {
        return tests(Gradcheck::gradcheck);
    }

    @TestFactory
    Stream<DynamicTest> second() {
        return tests(Gradcheck::gradgradcheck);
    }

    private interface Check {
        void of(Function<List<Tensor>, Tensor> function, Tensor... inputs);
    }

    private static Stream<DynamicTest> tests(Check check) {
        return rows().stream()
                .map(
                        row -> {
                            var layer = Torch.withDefaultDtype(DType.FLOAT64, row.layer()::get);
                            return dynamicTest(layer.toString(), () -> run(row, layer, check));
                        });
    }

    private static void run(Row row, UnaryModule layer, Check check) {
        Torch.manualSeed(3);
        var inputs = new ArrayList<Tensor>();
        inputs.add(Torch.randn(DType.FLOAT64, row.sizes()).requiresGrad_());
        if (layer instanceof Module module) {
            if (row.mode() == Mode.EVAL) {
                module.eval();
            }
            module.parameters().forEach(p -> Init.normal_(p, 0.5, 1));
            inputs.addAll(module.parameters());
        }
        check.of(
                list -> {
                    Torch.manualSeed(7);
                    return layer.forward(list.getFirst());
                },
                inputs.toArray(Tensor[]::new));
    }
}
