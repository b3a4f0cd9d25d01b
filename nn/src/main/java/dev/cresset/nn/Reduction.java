package dev.cresset.nn;

import java.util.Locale;

/** What a loss makes of the losses of single elements. */
public enum Reduction {
    /** Nothing: one loss per element. */
    NONE,
    /** Their mean, weighted where there are weights. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Their sum divided by the size of the first dimension (klDiv only). */
    BATCHMEAN;

    /** PyTorch's word for it, e.g. {@code mean}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
