package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keeps gradients from growing too large, between {@code backward} and the optimiser's step:
 * PyTorch's {@code nn.utils.clip_grad}.
 *
 * {@snippet :
 * loss.backward();
 * clipGradNorm_(model.parameters(), 1.0);
 * optimizer.step();
 * }
 */
public final class Clipping {
    /** Keeps gradients of a total norm of 0 from being divided by 0. */
    private static final double EPS = 1e-6;

    private Clipping() {}

    /**
     * Scales all gradients together so that their Euclidean norm is at most {@code maxNorm}.
     *
     * @return the norm before, a 0-d tensor
     */
    public static Tensor clipGradNorm_(List<? extends Tensor> parameters, double maxNorm) {
        return clipGradNorm_(parameters, maxNorm, 2);
    }

    /** The same with another p-norm; infinity takes the largest element. */
    public static Tensor clipGradNorm_(
            List<? extends Tensor> parameters, double maxNorm, double normType) {
        return clipGradNorm_(parameters, maxNorm, normType, NonFinite.ALLOWED);
    }

    /**
     * The same, with a word on norms that are not finite.
     *
     * @throws OpException if the norm is not finite and that is an error; nothing changes then
     */
    public static Tensor clipGradNorm_(
            List<? extends Tensor> parameters,
            double maxNorm,
            double normType,
            NonFinite nonFinite) {
        var total = getTotalNorm(gradients(parameters), normType, nonFinite);
        clipGradsWithNorm_(parameters, maxNorm, total);
        return total;
    }

    /** Scales all gradients by {@code min(1, maxNorm / totalNorm)}. */
    public static void clipGradsWithNorm_(
            List<? extends Tensor> parameters, double maxNorm, Tensor totalNorm) {
        Torch.noGrad(
                () -> {
                    var scale = totalNorm.add(EPS).rdiv(maxNorm).clampMax(1.0);
                    gradients(parameters).forEach(grad -> grad.mul_(scale));
                });
    }

    /** Sets elements of gradients beyond {@code clipValue} in size to that size. */
    public static void clipGradValue_(List<? extends Tensor> parameters, double clipValue) {
        Torch.noGrad(
                () -> gradients(parameters).forEach(grad -> grad.clamp_(-clipValue, clipValue)));
    }

    /** The Euclidean norm of all elements of all tensors, a 0-d tensor. */
    public static Tensor getTotalNorm(List<? extends Tensor> tensors) {
        return getTotalNorm(tensors, 2);
    }

    /** The same with another p-norm; infinity takes the largest element. */
    public static Tensor getTotalNorm(List<? extends Tensor> tensors, double normType) {
        return getTotalNorm(tensors, normType, NonFinite.ALLOWED);
    }

    /** The same, with a word on norms that are not finite. */
    public static Tensor getTotalNorm(
            List<? extends Tensor> tensors, double normType, NonFinite nonFinite) {
        var total = Torch.noGrad(() -> norm(tensors, normType));
        if (nonFinite == NonFinite.ERROR && !Double.isFinite(total.item())) {
            throw new OpException(
                    "The total norm of order "
                            + Numbers.python(normType)
                            + " for gradients from `parameters` is non-finite, so it cannot be"
                            + " clipped. To disable this error and scale the gradients by the"
                            + " non-finite norm anyway, set `error_if_nonfinite=False`: leave out"
                            + " NonFinite.ERROR");
        }
        return total;
    }

    private static Tensor norm(List<? extends Tensor> tensors, double normType) {
        if (tensors.isEmpty()) {
            return Torch.tensor(0.0);
        }
        var norms = new ArrayList<Tensor>();
        tensors.forEach(tensor -> norms.add(tensor.norm(normType)));
        return Torch.stack(norms).norm(normType);
    }

    private static List<Tensor> gradients(List<? extends Tensor> parameters) {
        return parameters.stream().map(Tensor::grad).filter(Objects::nonNull).toList();
    }
}
