package dev.cresset.nn;

import dev.cresset.Buffer;

/** A loss with {@link Loss.Options}, whose weights are part of the state. */
abstract class WeightedLoss extends LossModule {
    private final Buffer weight;
    private final Buffer posWeight;
    final Loss.Options options;

    WeightedLoss(Loss.Options options) {
        weight = options.weight().map(Buffer::new).orElse(null);
        posWeight = options.posWeight().map(Buffer::new).orElse(null);
        var kept = weight == null ? options : options.weight(weight);
        this.options = posWeight == null ? kept : kept.posWeight(posWeight);
    }

    @Override
    String key(String field) {
        return field.equals("posWeight") ? "pos_weight" : field;
    }
}
