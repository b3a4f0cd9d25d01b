package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Self-attention, attention to what an encoder gave, and a feed-forward block: PyTorch's {@code
 * nn.TransformerDecoderLayer} (Vaswani et al., 2017).
 */
public final class TransformerDecoderLayer extends TransformerBlock implements BinaryModule {
    private final MultiheadAttention selfAttn;
    private final MultiheadAttention multiheadAttn;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final Dropout dropout3;
    private final UnaryModule activation;

    /** Usual options. */
    public TransformerDecoderLayer(long dModel, long nhead) {
        this(dModel, nhead, TransformerLayer.DEFAULT);
    }

    /** With options. */
    public TransformerDecoderLayer(long dModel, long nhead, TransformerLayer.Options options) {
        super(dModel, nhead, options);
        selfAttn = new MultiheadAttention(dModel, nhead, options.attention());
        multiheadAttn = new MultiheadAttention(dModel, nhead, options.attention());
        linear1 = options.linear(dModel, options.dimFeedforward());
        dropout = new Dropout(options.dropout());
        linear2 = options.linear(options.dimFeedforward(), dModel);
        norm1 = options.norm(dModel);
        norm2 = options.norm(dModel);
        norm3 = options.norm(dModel);
        dropout1 = new Dropout(options.dropout());
        dropout2 = new Dropout(options.dropout());
        dropout3 = new Dropout(options.dropout());
        activation = options.activation();
    }

    /** A layer with the same numbers and options; draws no random numbers. */
    TransformerDecoderLayer copy() {
        return copied(() -> new TransformerDecoderLayer(dModel, nhead, options));
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
        if (options.isNormFirst()) {
            var x = tgt.add(own(norm1.forward(tgt), toTarget));
            x = x.add(cross(norm2.forward(x), memory, toMemory));
            return x.add(feedForward(norm3.forward(x)));
        }
        var x = norm1.forward(tgt.add(own(tgt, toTarget)));
        x = norm2.forward(x.add(cross(x, memory, toMemory)));
        return norm3.forward(x.add(feedForward(x)));
    }

    private Tensor own(Tensor x, Attend.Options attend) {
        var quiet = attend.weights(Attend.Weights.NONE);
        return dropout1.forward(selfAttn.forward(x, x, x, quiet).attnOutput());
    }

    private Tensor cross(Tensor x, Tensor memory, Attend.Options attend) {
        var quiet = attend.weights(Attend.Weights.NONE);
        return dropout2.forward(multiheadAttn.forward(x, memory, memory, quiet).attnOutput());
    }

    private Tensor feedForward(Tensor x) {
        var hidden = dropout.forward(activation.forward(linear1.forward(x)));
        return dropout3.forward(linear2.forward(hidden));
    }
}
