package dev.cresset.nn;

/** How layers behave that differ between training and evaluation. */
public enum Mode {
    /** Dropout drops, batch normalisation uses the statistics of the batch. */
    TRAIN,
    /** Dropout passes everything, batch normalisation uses its running statistics. */
    EVAL;

    /** The mode of a module whose training flag has this value. */
    static Mode of(boolean training) {
        return training ? TRAIN : EVAL;
    }
}
