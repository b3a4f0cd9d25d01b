package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Self-attention and a feed-forward block, each with a residual connection and normalisation:
 * PyTorch's {@code nn.TransformerEncoderLayer} (Vaswani et al., 2017).
 */
public final class TransformerEncoderLayer extends TransformerBlock implements UnaryModule {
    private final MultiheadAttention selfAttn;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final UnaryModule activation;

    /** Usual options. */
    public TransformerEncoderLayer(long dModel, long nhead) {
        this(dModel, nhead, TransformerLayer.DEFAULT);
    }

    /** With options. */
    public TransformerEncoderLayer(long dModel, long nhead, TransformerLayer.Options options) {
        super(dModel, nhead, options);
        selfAttn = new MultiheadAttention(dModel, nhead, options.attention());
        linear1 = options.linear(dModel, options.dimFeedforward());
        dropout = new Dropout(options.dropout());
        linear2 = options.linear(options.dimFeedforward(), dModel);
        norm1 = options.norm(dModel);
        norm2 = options.norm(dModel);
        dropout1 = new Dropout(options.dropout());
        dropout2 = new Dropout(options.dropout());
        activation = options.activation();
    }

    /** A layer with the same numbers and options; draws no random numbers. */
    TransformerEncoderLayer copy() {
        return copied(() -> new TransformerEncoderLayer(dModel, nhead, options));
    }

    @Override
    public Tensor forward(Tensor src) {
        return forward(src, Attend.DEFAULT);
    }

    /** Attention to what the masks allow. */
    public Tensor forward(Tensor src, Attend.Options attend) {
        if (options.isNormFirst()) {
            var x = src.add(attention(norm1.forward(src), attend));
            return x.add(feedForward(norm2.forward(x)));
        }
        var x = norm1.forward(src.add(attention(src, attend)));
        return norm2.forward(x.add(feedForward(x)));
    }

    private Tensor attention(Tensor x, Attend.Options attend) {
        var quiet = attend.weights(Attend.Weights.NONE);
        return dropout1.forward(selfAttn.forward(x, x, x, quiet).attnOutput());
    }

    private Tensor feedForward(Tensor x) {
        var hidden = dropout.forward(activation.forward(linear1.forward(x)));
        return dropout2.forward(linear2.forward(hidden));
    }
}
