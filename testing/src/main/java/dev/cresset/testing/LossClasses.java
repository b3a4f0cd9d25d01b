package dev.cresset.testing;

import dev.cresset.nn.BCELoss;
import dev.cresset.nn.BCEWithLogitsLoss;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.L1Loss;
import dev.cresset.nn.Loss;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.NLLLoss;
import dev.cresset.nn.Reduction;

/** Losses. */
final class LossClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .loss("MSELoss", c -> new MSELoss(options(c)))
                    .loss("L1Loss", c -> new L1Loss(options(c)))
                    .loss("CrossEntropyLoss", c -> new CrossEntropyLoss(options(c)))
                    .loss("NLLLoss", c -> new NLLLoss(options(c)))
                    .loss("BCELoss", c -> new BCELoss(options(c)))
                    .loss("BCEWithLogitsLoss", c -> new BCEWithLogitsLoss(options(c)));

    private LossClasses() {}

    private static Loss.Options options(PythonCall c) {
        var options = Loss.reduction(c.constant(PythonCall.KEYWORD, "reduction", Reduction.MEAN));
        if (c.has("weight")) {
            options = options.weight(c.tensor(PythonCall.KEYWORD, "weight"));
        }
        if (c.has("label_smoothing")) {
            options = options.labelSmoothing(c.number(PythonCall.KEYWORD, "label_smoothing"));
        }
        return options;
    }
}
