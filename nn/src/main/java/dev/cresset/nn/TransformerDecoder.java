package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.ArrayList;
import java.util.Optional;

/**
 * Decoder layers one after the other, and maybe a normalisation: PyTorch's {@code
 * nn.TransformerDecoder}.
 */
public final class TransformerDecoder extends Module implements BinaryModule {
    private final ModuleList<TransformerDecoderLayer> layers;
    private final UnaryModule norm;

    /** Copies of a layer, which start with its numbers. */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers) {
        this(layer, numLayers, Optional.empty());
    }

    /** Copies of a layer, which start with its numbers, and a normalisation at the end. */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers, UnaryModule norm) {
        this(layer, numLayers, Optional.of(norm));
    }

    private TransformerDecoder(
            TransformerDecoderLayer layer, int numLayers, Optional<UnaryModule> norm) {
        var copies = new ArrayList<TransformerDecoderLayer>();
        for (int i = 0; i < numLayers; i++) {
            copies.add(layer.copy());
        }
        layers = new ModuleList<>(copies);
        this.norm = norm.orElse(null);
    }

    @Override
    public Tensor forward(Tensor tgt, Tensor memory) {
        return forward(tgt, memory, Attend.DEFAULT, Attend.DEFAULT);
    }

    /**
     * Attention to what the masks allow.
     *
     * @param tgt what is decoded
     * @param memory what the encoder gave
     * @param toTarget masks of the attention to {@code tgt}
     * @param toMemory masks of the attention to {@code memory}
     */
    public Tensor forward(
            Tensor tgt, Tensor memory, Attend.Options toTarget, Attend.Options toMemory) {
        var x = tgt;
        for (var layer : layers) {
            x = layer.forward(x, memory, toTarget, toMemory);
        }
        return norm == null ? x : norm.forward(x);
    }
}
