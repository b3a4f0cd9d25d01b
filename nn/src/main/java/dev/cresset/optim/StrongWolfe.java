package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.spi.DType;

import java.util.function.DoubleFunction;

/**
 * A line search for a step that satisfies the strong Wolfe conditions (Nocedal and Wright,
 * Numerical Optimization, algorithms 3.5 and 3.6), with the decisions of PyTorch's {@code
 * _strong_wolfe}.
 *
 * <p>Slopes are numbers of the parameters' dtype, and so is what is computed from them: every
 * operation rounds to it.
 */
final class StrongWolfe {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    /**
     * A step that was tried.
     *
     * @param t how far along the direction
     * @param loss the loss there
     * @param gradient the gradient there
     * @param slope the product of gradient and direction
     */
    record Trial(double t, double loss, Tensor gradient, double slope) {}

    /**
     * What was found.
     *
     * @param trial the best step
     * @param evaluations how often the loss was computed
     */
    record Found(Trial trial, long evaluations) {}

    private final DoubleFunction<Trial> loss;
    private final DType dtype;
    private final double reach;
    private final double toleranceChange;
    private final long most;
    private final Trial[] ends = new Trial[2];
    private int low;
    private long evaluations;

    /**
     * A search.
     *
     * @param loss tries a step
     * @param direction where to
     * @param toleranceChange smallest change of a parameter that is worth going on
     * @param most how often the loss may be computed
     */
    StrongWolfe(DoubleFunction<Trial> loss, Tensor direction, double toleranceChange, long most) {
        this.loss = loss;
        this.dtype = direction.dtype();
        this.reach = direction.abs().max().item();
        this.toleranceChange = toleranceChange;
        this.most = most;
    }

    /** Searches from a point, with a first step. */
    Found search(Trial start, double first) {
        var current = loss.apply(first);
        evaluations = 1;
        if (!bracket(start, current)) {
            zoom(start);
        }
        return new Found(ends[low], evaluations);
    }

    private double round(double x) {
        return dtype == DType.FLOAT64 ? x : (float) x;
    }

    /** The loss is no less than the slope at the start promises. */
    private boolean tooHigh(Trial trial, Trial start) {
        double promised = round(start.loss + round(DECREASE * trial.t * start.slope));
        return round(trial.loss) > promised;
    }

    private boolean flat(Trial trial, Trial start) {
        return Math.abs(trial.slope) <= round(-CURVATURE * start.slope);
    }

    /** Finds an interval that holds a good step; true if an end of it is one. */
    private boolean bracket(Trial start, Trial first) {
        var previous = start;
        var current = first;
        for (long i = 0; i < most; i++) {
            if (tooHigh(current, start) || (i > 1 && current.loss >= previous.loss)) {
                between(previous, current);
                return false;
            }
            if (flat(current, start)) {
                between(current, current);
                return true;
            }
            if (current.slope >= 0) {
                between(previous, current);
                return false;
            }
            double least = current.t + 0.01 * (current.t - previous.t);
            double t = cubic(previous, current, least, current.t * 10);
            previous = current;
            current = loss.apply(t);
            evaluations++;
        }
        between(start, current);
        return false;
    }

    private void between(Trial first, Trial second) {
        ends[0] = first;
        ends[1] = second;
        low = first.loss <= second.loss ? 0 : 1;
    }

    /** Makes the interval smaller until its better end is good. */
    private void zoom(Trial start) {
        boolean insufficient = false;
        // One evaluation came before the first iteration.
        while (evaluations - 1 < most) {
            boolean sorted = ends[0].t <= ends[1].t;
            var left = ends[sorted ? 0 : 1];
            var right = ends[sorted ? 1 : 0];
            double width = right.t - left.t;
            if (round(width * reach) < toleranceChange) {
                return;
            }
            double t = cubic(left, right, left.t, right.t);
            double margin = 0.1 * width;
            if (Math.min(right.t - t, t - left.t) >= margin) {
                insufficient = false;
            } else if (!insufficient && t < right.t && t > left.t) {
                insufficient = true;
            } else {
                boolean nearRight = Math.abs(t - right.t) < Math.abs(t - left.t);
                t = nearRight ? right.t - margin : left.t + margin;
                insufficient = false;
            }
            var trial = loss.apply(t);
            evaluations++;
            var best = ends[low];
            if (tooHigh(trial, start) || trial.loss >= best.loss) {
                ends[1 - low] = trial;
                between(ends[0], ends[1]);
                continue;
            }
            if (flat(trial, start)) {
                ends[low] = trial;
                return;
            }
            if (trial.slope * (ends[1 - low].t - best.t) >= 0) {
                ends[1 - low] = best;
            }
            ends[low] = trial;
        }
    }

    /** Minimum of the cubic through two trials, a left of b, and their slopes; within bounds. */
    private double cubic(Trial a, Trial b, double least, double largest) {
        double chord = round(3 * (a.loss - b.loss) / (a.t - b.t));
        double d1 = round(round(a.slope + b.slope) - chord);
        double square = round(round(d1 * d1) - round(a.slope * b.slope));
        if (!(square >= 0)) {
            return (least + largest) / 2;
        }
        double d2 = round(Math.sqrt(square));
        double above = round(round(b.slope + d2) - d1);
        double below = round(round(b.slope - a.slope) + round(2 * d2));
        double at = round(b.t - round((b.t - a.t) * round(above / below)));
        return Math.min(Math.max(at, least), largest);
    }
}
