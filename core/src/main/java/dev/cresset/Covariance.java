package dev.cresset;

import java.util.Optional;

/**
 * Options of {@code cov}.
 *
 * @param correction what is subtracted from the number of observations
 * @param frequencies how often each observation was made, integers
 * @param weights how much each observation counts, floating-point numbers
 */
public record Covariance(long correction, Optional<Tensor> frequencies, Optional<Tensor> weights) {
    /** Another correction than 1. */
    public static Covariance correction(long correction) {
        return new Covariance(correction, Optional.empty(), Optional.empty());
    }

    /** Observations that were made several times. */
    public Covariance fweights(Tensor counts) {
        return new Covariance(correction, Optional.of(counts), weights);
    }

    /** Observations that count differently. */
    public Covariance aweights(Tensor importance) {
        return new Covariance(correction, frequencies, Optional.of(importance));
    }

    Tensor fweightsOrNull() {
        return frequencies.orElse(null);
    }

    Tensor aweightsOrNull() {
        return weights.orElse(null);
    }
}
