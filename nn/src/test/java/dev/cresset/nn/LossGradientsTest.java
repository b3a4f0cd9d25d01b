package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cresset.Gradcheck;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * First and second derivatives of losses, embeddings and attention against differences, for their
 * inputs and parameters.
 */
class LossGradientsTest {
    private static final long[] PAIR = {3, 4};

    /** A module, how it is called, and the sizes of its inputs. */
    private record Row<M extends Module>(Supplier<M> module, Calling<M> calling, long[]... sizes) {
        Stream<DynamicTest> tests() {
            var made = Torch.withDefaultDtype(DType.FLOAT64, module::get);
            made.parameters().forEach(p -> Init.normal_(p, 0.2, 0.7));
            var name = made.toString();
            return Stream.of(
                    dynamicTest(name, () -> run(made, Gradcheck::gradcheck)),
                    dynamicTest(name + " twice", () -> run(made, Gradcheck::gradgradcheck)));
        }

        private void run(M made, Check check) {
            Torch.manualSeed(4);
            var leaves = new ArrayList<Tensor>();
            for (var size : sizes) {
                leaves.add(Torch.randn(DType.FLOAT64, size).requiresGrad_());
            }
            leaves.addAll(made.parameters());
            check.of(
                    inputs -> {
                        Torch.manualSeed(7);
                        return calling.call(made, inputs);
                    },
                    leaves.toArray(Tensor[]::new));
        }
    }

    private interface Calling<M> {
        Tensor call(M module, List<Tensor> inputs);
    }

    private interface Check {
        void of(Function<List<Tensor>, Tensor> function, Tensor... inputs);
    }

    private static <M extends Module> Row<M> row(
            Supplier<M> module, Calling<M> calling, long[]... sizes) {
        return new Row<>(module, calling, sizes);
    }

    /** A loss of input and target, both with gradients. */
    private static Row<LossModule> both(Supplier<LossModule> loss) {
        return row(loss, (m, in) -> m.forward(in.get(0), in.get(1)), PAIR, PAIR);
    }

    /** A loss of an input, with a target that is fixed. */
    private static Row<LossModule> one(Supplier<LossModule> loss, Tensor target) {
        return row(loss, (m, in) -> m.forward(in.getFirst(), target), PAIR);
    }

    private static Stream<Row<?>> losses() {
        var weight = Torch.tensor(0.5, 1.0, 2.0, 0.25).toDouble();
        var classes = Torch.tensor(2, 0, 3);
        var signs = Torch.tensor(new long[][] {{1, -1, 1, -1}, {1, 1, -1, 1}, {-1, 1, 1, 1}});
        var labels = Torch.tensor(new long[][] {{2, 0, -1, 1}, {3, -1, -1, -1}, {0, 1, 2, 3}});
        var chances = Torch.rand(DType.FLOAT64, PAIR);
        return Stream.of(
                both(MSELoss::new),
                both(() -> new L1Loss(Loss.reduction(Reduction.SUM))),
                both(() -> new SmoothL1Loss(Loss.beta(0.7))),
                both(() -> new HuberLoss(Loss.delta(0.7).reduction(Reduction.NONE))),
                both(() -> new BCEWithLogitsLoss(Loss.posWeight(weight).weight(weight))),
                both(() -> new KLDivLoss(Loss.reduction(Reduction.BATCHMEAN).logTarget())),
                both(SoftMarginLoss::new),
                both(MultiLabelSoftMarginLoss::new),
                both(PoissonNLLLoss::new),
                row(BCELoss::new, (m, in) -> m.forward(in.get(0).sigmoid(), in.get(1)), PAIR, PAIR),
                row(
                        () -> new PoissonNLLLoss(Likelihood.plainInput().full()),
                        (m, in) -> m.forward(in.get(0).exp(), in.get(1).exp()),
                        PAIR,
                        PAIR),
                row(
                        () -> new GaussianNLLLoss(Likelihood.full()),
                        (m, in) -> m.forward(in.get(0), in.get(1), in.get(2).exp()),
                        PAIR,
                        PAIR,
                        PAIR),
                one(() -> new CrossEntropyLoss(Loss.labelSmoothing(0.1).weight(weight)), classes),
                one(() -> new CrossEntropyLoss(Loss.labelSmoothing(0.2)), chances),
                one(() -> new NLLLoss(Loss.weight(weight).ignoreIndex(0)), classes),
                one(() -> new MultiMarginLoss(Margin.weight(weight).margin(0.6)), classes),
                one(() -> new MultiMarginLoss(Margin.p(2)), classes),
                one(MultiLabelMarginLoss::new, labels),
                one(HingeEmbeddingLoss::new, signs),
                row(
                        () -> new MarginRankingLoss(Margin.margin(0.3)),
                        (m, in) -> m.forward(in.get(0), in.get(1), signs),
                        PAIR,
                        PAIR),
                row(
                        () -> new CosineEmbeddingLoss(Margin.margin(-0.5)),
                        (m, in) -> m.forward(in.get(0), in.get(1), Torch.tensor(1, -1, 1)),
                        PAIR,
                        PAIR),
                row(
                        () -> new TripletMarginLoss(Margin.swap().p(3)),
                        (m, in) -> m.forward(in.get(0), in.get(1), in.get(2)),
                        PAIR,
                        PAIR,
                        PAIR),
                row(
                        () -> new TripletMarginWithDistanceLoss(new CosineSimilarity()),
                        (m, in) -> m.forward(in.get(0), in.get(1), in.get(2)),
                        PAIR,
                        PAIR,
                        PAIR));
    }

    private static Stream<Row<?>> layers() {
        var indices = Torch.tensor(new long[][] {{0, 2, 2}, {1, 3, 0}});
        var small = TransformerLayer.dimFeedforward(3);
        var tokens = new long[] {3, 1, 4};
        return Stream.of(
                row(CosineSimilarity::new, (m, in) -> m.forward(in.get(0), in.get(1)), PAIR, PAIR),
                row(PairwiseDistance::new, (m, in) -> m.forward(in.get(0), in.get(1)), PAIR, PAIR),
                row(
                        () -> new Bilinear(4, 2, 3),
                        (m, in) -> m.forward(in.get(0), in.get(1)),
                        PAIR,
                        new long[] {3, 2}),
                row(() -> new Embedding(4, 3), (m, in) -> m.forward(indices)),
                row(
                        () -> new EmbeddingBag(4, 3),
                        (m, in) -> Functional.embeddingBag(indices, in.getFirst())),
                row(
                        () -> new EmbeddingBag(4, 3, Embed.mode(Embed.Bag.MAX)),
                        (m, in) -> m.forward(indices)),
                row(
                        () -> new EmbeddingBag(4, 2, Embed.mode(Embed.Bag.SUM).paddingIdx(2)),
                        (m, in) -> m.forward(indices.view(6), Torch.tensor(0, 2, 2), in.getFirst()),
                        new long[] {6}),
                row(
                        () -> new MultiheadAttention(4, 2, Attention.addBiasKv().addZeroAttn()),
                        (m, in) -> {
                            var x = in.getFirst();
                            var result = m.forward(x, x, x);
                            return result.attnOutput()
                                    .sum()
                                    .add(
                                            result.attnOutputWeights()
                                                    .orElseThrow()
                                                    .select(2, 0)
                                                    .sum());
                        },
                        tokens),
                row(
                        () -> new MultiheadAttention(4, 2, Attention.kdim(2).vdim(3).noBias()),
                        (m, in) -> m.forward(in.get(0), in.get(1), in.get(2)).attnOutput(),
                        tokens,
                        new long[] {2, 1, 2},
                        new long[] {2, 1, 3}),
                row(
                        () -> new TransformerEncoderLayer(4, 2, small),
                        (m, in) -> m.forward(in.getFirst()).get(0),
                        tokens),
                row(
                        () ->
                                new TransformerDecoderLayer(
                                        4, 2, small.normFirst().activation(new GELU()).noBias()),
                        (m, in) -> m.forward(in.get(0), in.get(1)).get(0),
                        tokens,
                        new long[] {2, 1, 4}));
    }

    @TestFactory
    Stream<DynamicTest> ofLosses() {
        return losses().flatMap(Row::tests);
    }

    @TestFactory
    Stream<DynamicTest> ofLayers() {
        return layers().flatMap(Row::tests);
    }

    /** PyTorch gives the gradient of logits, and no second one. */
    @Test
    void temporalClassificationThroughLogSoftmax() {
        Torch.manualSeed(1);
        var logits = Torch.randn(DType.FLOAT64, 5, 2, 4).requiresGrad_();
        var targets = Torch.tensor(new long[][] {{1, 1}, {2, 3}});
        var lengths = Torch.tensor(5, 4);
        var loss = new CTCLoss();
        Function<List<Tensor>, Tensor> function =
                in ->
                        loss.forward(
                                in.getFirst().logSoftmax(2), targets, lengths, Torch.tensor(2, 2));
        Gradcheck.gradcheck(function, logits);
        assertThrows(OpException.class, () -> Gradcheck.gradgradcheck(function, logits));
    }
}
