package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

/** What recurrent cells have in common: PyTorch's {@code nn.RNNCellBase}. */
public abstract sealed class RNNCellBase extends Module permits RNNCell, LSTMCell, GRUCell {
    /** (gates x hiddenSize, inputSize). */
    public final Parameter weightIh;

    /** (gates x hiddenSize, hiddenSize). */
    public final Parameter weightHh;

    /** (gates x hiddenSize), or null. */
    public final Parameter biasIh;

    /** (gates x hiddenSize), or null. */
    public final Parameter biasHh;

    RNNCellBase(long inputSize, long hiddenSize, Bias withBias, int gates) {
        boolean biased = withBias == Bias.BIAS;
        weightIh = new Parameter(Torch.empty(gates * hiddenSize, inputSize));
        weightHh = new Parameter(Torch.empty(gates * hiddenSize, hiddenSize));
        biasIh = biased ? new Parameter(Torch.empty(gates * hiddenSize)) : null;
        biasHh = biased ? new Parameter(Torch.empty(gates * hiddenSize)) : null;
        double bound = hiddenSize > 0 ? 1 / Math.sqrt(hiddenSize) : 0;
        parameters().forEach(p -> Init.uniform_(p, -bound, bound));
    }

    @Override
    String key(String field) {
        return switch (field) {
            case "weightIh" -> "weight_ih";
            case "weightHh" -> "weight_hh";
            case "biasIh" -> "bias_ih";
            case "biasHh" -> "bias_hh";
            default -> field;
        };
    }

    /** Refuses input and states of a wrong number of dimensions. */
    final void checkRanks(Tensor x, Tensor... states) {
        if (x.dim() != 1 && x.dim() != 2) {
            throw new OpException(
                    name() + ": Expected input to be 1D or 2D, got " + x.dim() + "D instead");
        }
        for (int i = 0; i < states.length; i++) {
            if (states[i].dim() != 1 && states[i].dim() != 2) {
                throw new OpException(
                        name()
                                + ": Expected "
                                + (states.length == 1 ? "hidden" : "hx[" + i + "]")
                                + " to be 1D or 2D, got "
                                + states[i].dim()
                                + "D instead");
            }
        }
    }

    /** A batch of one, if it is a single one. */
    static Tensor batched(Tensor x, Tensor t) {
        return x.dim() == 2 ? t : t.unsqueeze(0);
    }

    /** A single one again, if x was. */
    static Tensor as(Tensor x, Tensor t) {
        return x.dim() == 2 ? t : t.squeeze(0);
    }

    /** A state of zeros for an input. */
    final Tensor zeros(Tensor x) {
        long hidden = weightHh.size(1);
        return x.dim() == 2
                ? Torch.zeros(x.dtype(), x.size(0), hidden)
                : Torch.zeros(x.dtype(), hidden);
    }

    @Override
    protected String extraRepr() {
        return weightIh.size(1) + ", " + weightHh.size(1) + (biasIh == null ? ", bias=False" : "");
    }
}
