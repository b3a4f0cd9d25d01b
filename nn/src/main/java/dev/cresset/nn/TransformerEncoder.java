package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.ArrayList;
import java.util.Optional;

/**
 * Encoder layers one after the other, and maybe a normalisation: PyTorch's {@code
 * nn.TransformerEncoder}.
 */
public final class TransformerEncoder extends Module implements UnaryModule {
    private final ModuleList<TransformerEncoderLayer> layers;
    private final UnaryModule norm;

    /** Copies of a layer, which start with its numbers. */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers) {
        this(layer, numLayers, Optional.empty());
    }

    /** Copies of a layer, which start with its numbers, and a normalisation at the end. */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers, UnaryModule norm) {
        this(layer, numLayers, Optional.of(norm));
    }

    private TransformerEncoder(
            TransformerEncoderLayer layer, int numLayers, Optional<UnaryModule> norm) {
        var copies = new ArrayList<TransformerEncoderLayer>();
        for (int i = 0; i < numLayers; i++) {
            copies.add(layer.copy());
        }
        layers = new ModuleList<>(copies);
        this.norm = norm.orElse(null);
    }

    @Override
    public Tensor forward(Tensor src) {
        return forward(src, Attend.DEFAULT);
    }

    /** Attention to what the masks allow. */
    public Tensor forward(Tensor src, Attend.Options attend) {
        var x = src;
        for (var layer : layers) {
            x = layer.forward(x, attend);
        }
        return norm == null ? x : norm.forward(x);
    }
}
