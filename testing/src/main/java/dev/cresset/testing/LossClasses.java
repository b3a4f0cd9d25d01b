package dev.cresset.testing;

import static dev.cresset.testing.PythonCall.KEYWORD;

import dev.cresset.KeepDim;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.BCELoss;
import dev.cresset.nn.BCEWithLogitsLoss;
import dev.cresset.nn.BinaryModule;
import dev.cresset.nn.CTCLoss;
import dev.cresset.nn.CosineEmbeddingLoss;
import dev.cresset.nn.CosineSimilarity;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Ctc;
import dev.cresset.nn.GaussianNLLLoss;
import dev.cresset.nn.HingeEmbeddingLoss;
import dev.cresset.nn.HuberLoss;
import dev.cresset.nn.KLDivLoss;
import dev.cresset.nn.L1Loss;
import dev.cresset.nn.Likelihood;
import dev.cresset.nn.Loss;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.Margin;
import dev.cresset.nn.MarginRankingLoss;
import dev.cresset.nn.MultiLabelMarginLoss;
import dev.cresset.nn.MultiLabelSoftMarginLoss;
import dev.cresset.nn.MultiMarginLoss;
import dev.cresset.nn.NLLLoss;
import dev.cresset.nn.PairwiseDistance;
import dev.cresset.nn.PoissonNLLLoss;
import dev.cresset.nn.Reduction;
import dev.cresset.nn.SmoothL1Loss;
import dev.cresset.nn.SoftMarginLoss;
import dev.cresset.nn.TripletMarginLoss;
import dev.cresset.nn.TripletMarginWithDistanceLoss;

/** Losses and distances. */
final class LossClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .loss("MSELoss", c -> new MSELoss(loss(c)))
                    .loss("L1Loss", c -> new L1Loss(loss(c)))
                    .loss("SmoothL1Loss", c -> new SmoothL1Loss(loss(c)))
                    .loss("HuberLoss", c -> new HuberLoss(loss(c)))
                    .loss("CrossEntropyLoss", c -> new CrossEntropyLoss(loss(c)))
                    .loss("NLLLoss", c -> new NLLLoss(loss(c)))
                    .loss("BCELoss", c -> new BCELoss(loss(c)))
                    .loss("BCEWithLogitsLoss", c -> new BCEWithLogitsLoss(loss(c)))
                    .loss("KLDivLoss", c -> new KLDivLoss(loss(c)))
                    .loss("SoftMarginLoss", c -> new SoftMarginLoss(loss(c)))
                    .loss("MultiLabelMarginLoss", c -> new MultiLabelMarginLoss(loss(c)))
                    .loss("MultiLabelSoftMarginLoss", c -> new MultiLabelSoftMarginLoss(loss(c)))
                    .loss("MultiMarginLoss", c -> new MultiMarginLoss(margin(c)))
                    .loss("HingeEmbeddingLoss", c -> new HingeEmbeddingLoss(margin(c)))
                    .loss("PoissonNLLLoss", c -> new PoissonNLLLoss(likelihood(c)))
                    .module(
                            "MarginRankingLoss",
                            c -> new MarginRankingLoss(margin(c)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1), t(c, 2)))
                    .module(
                            "CosineEmbeddingLoss",
                            c -> new CosineEmbeddingLoss(margin(c)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1), t(c, 2)))
                    .module(
                            "TripletMarginLoss",
                            c -> new TripletMarginLoss(margin(c)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1), t(c, 2)))
                    .module(
                            "TripletMarginWithDistanceLoss",
                            LossClasses::triplet,
                            (m, c) -> m.forward(t(c, 0), t(c, 1), t(c, 2)))
                    .module(
                            "GaussianNLLLoss",
                            c -> new GaussianNLLLoss(likelihood(c)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1), t(c, 2)))
                    .module(
                            "CTCLoss",
                            c -> new CTCLoss(ctc(c)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1), lengths(c, 2), lengths(c, 3)))
                    .module(
                            "CosineSimilarity",
                            c ->
                                    new CosineSimilarity(
                                            c.integer(0, "dim", 1), c.number(1, "eps", 1e-8)),
                            (m, c) -> m.forward(t(c, 0), t(c, 1)))
                    .module(
                            "PairwiseDistance",
                            LossClasses::distance,
                            (m, c) -> m.forward(t(c, 0), t(c, 1)));

    private LossClasses() {}

    /** An argument that is only given by position. */
    private static Tensor t(PythonCall c, int position) {
        return c.tensor(position, "");
    }

    private static Tensor lengths(PythonCall c, int position) {
        var given = c.get(position, "", null);
        return given instanceof Tensor tensor ? tensor : Torch.tensor(PythonCall.longs(given));
    }

    private static PairwiseDistance distance(PythonCall c) {
        double p = c.number(0, "p", 2);
        double eps = c.number(1, "eps", 1e-6);
        return c.flag(2, "keepdim", false)
                ? new PairwiseDistance(p, eps, KeepDim.KEEPDIM)
                : new PairwiseDistance(p, eps);
    }

    private static TripletMarginWithDistanceLoss triplet(PythonCall c) {
        var distance = Classes.built(c.get("distance_function", null));
        return new TripletMarginWithDistanceLoss(
                distance == null ? new PairwiseDistance() : (BinaryModule) distance, margin(c));
    }

    private static Reduction reduction(PythonCall c) {
        return c.constant(KEYWORD, "reduction", Reduction.MEAN);
    }

    private static Loss.Options loss(PythonCall c) {
        var options =
                Loss.reduction(reduction(c))
                        .ignoreIndex(c.integer(KEYWORD, "ignore_index", -100))
                        .labelSmoothing(c.number(KEYWORD, "label_smoothing", 0))
                        .beta(c.number(KEYWORD, "beta", 1))
                        .delta(c.number(KEYWORD, "delta", 1));
        if (c.has("weight")) {
            options = options.weight(c.tensor(KEYWORD, "weight"));
        }
        if (c.has("pos_weight")) {
            options = options.posWeight(c.tensor(KEYWORD, "pos_weight"));
        }
        return c.flag(KEYWORD, "log_target", false) ? options.logTarget() : options;
    }

    private static Margin.Options margin(PythonCall c) {
        var options =
                Margin.reduction(reduction(c)).eps(c.number(KEYWORD, "eps", Margin.DEFAULT.eps()));
        if (c.has("margin")) {
            options = options.margin(c.number(KEYWORD, "margin"));
        }
        if (c.has("p")) {
            options = options.p(c.number(KEYWORD, "p"));
        }
        if (c.has("weight")) {
            options = options.weight(c.tensor(KEYWORD, "weight"));
        }
        return c.flag(KEYWORD, "swap", false) ? options.swap() : options;
    }

    private static Likelihood.Options likelihood(PythonCall c) {
        var options = Likelihood.reduction(reduction(c));
        if (c.has("eps")) {
            options = options.eps(c.number(KEYWORD, "eps"));
        }
        if (!c.flag(KEYWORD, "log_input", true)) {
            options = options.plainInput();
        }
        return c.flag(KEYWORD, "full", false) ? options.full() : options;
    }

    private static Ctc.Options ctc(PythonCall c) {
        var options = Ctc.reduction(reduction(c)).blank(c.integer(0, "blank", 0));
        return c.flag(KEYWORD, "zero_infinity", false) ? options.zeroInfinity() : options;
    }
}
