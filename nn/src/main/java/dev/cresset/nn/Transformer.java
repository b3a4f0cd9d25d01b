package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

/**
 * An encoder and a decoder of attention layers: PyTorch's {@code nn.Transformer} (Vaswani et al.,
 * 2017).
 */
public final class Transformer extends Module implements BinaryModule {
    private final TransformerEncoder encoder;
    private final TransformerDecoder decoder;
    private final long dModel;
    private final boolean batchFirst;

    /** 512 features, 8 heads, 6 layers each. */
    public Transformer() {
        this(512, 8, 6, 6);
    }

    /** Usual options of the layers. */
    public Transformer(long dModel, long nhead, int numEncoderLayers, int numDecoderLayers) {
        this(dModel, nhead, numEncoderLayers, numDecoderLayers, TransformerLayer.DEFAULT);
    }

    /** With options of the layers. */
    public Transformer(
            long dModel,
            long nhead,
            int numEncoderLayers,
            int numDecoderLayers,
            TransformerLayer.Options options) {
        this.dModel = dModel;
        batchFirst = options.isBatchFirst();
        encoder =
                new TransformerEncoder(
                        new TransformerEncoderLayer(dModel, nhead, options),
                        numEncoderLayers,
                        options.norm(dModel));
        decoder =
                new TransformerDecoder(
                        new TransformerDecoderLayer(dModel, nhead, options),
                        numDecoderLayers,
                        options.norm(dModel));
        for (var parameter : parameters()) {
            if (parameter.dim() > 1) {
                Init.xavierUniform_(parameter);
            }
        }
    }

    /** A mask of (size, size) that forbids what lies ahead: minus infinity above the diagonal. */
    public static Tensor generateSquareSubsequentMask(long size) {
        var rows = Torch.arange(size).unsqueeze(1);
        var ahead = Torch.arange(size).gt(rows);
        return Torch.zeros(size, size).maskedFill(ahead, Double.NEGATIVE_INFINITY);
    }

    @Override
    public Tensor forward(Tensor src, Tensor tgt) {
        return forward(src, tgt, Attend.DEFAULT, Attend.DEFAULT, Attend.DEFAULT);
    }

    /**
     * Attention to what the masks allow.
     *
     * @param src what is encoded
     * @param tgt what is decoded
     * @param toSource masks of the encoder's attention to {@code src}
     * @param toTarget masks of the decoder's attention to {@code tgt}
     * @param toMemory masks of the decoder's attention to what the encoder gave
     */
    public Tensor forward(
            Tensor src,
            Tensor tgt,
            Attend.Options toSource,
            Attend.Options toTarget,
            Attend.Options toMemory) {
        if (src.dim() == 3 && src.size(batchFirst ? 0 : 1) != tgt.size(batchFirst ? 0 : 1)) {
            throw new OpException(
                    "Transformer: the batch number of src and tgt must be equal, got "
                            + src.shape()
                            + " and "
                            + tgt.shape());
        }
        if (src.size(-1) != dModel || tgt.size(-1) != dModel) {
            throw new OpException(
                    "Transformer: the feature number of src and tgt must be equal to d_model = "
                            + dModel
                            + ", got "
                            + src.shape()
                            + " and "
                            + tgt.shape());
        }
        return decoder.forward(tgt, encoder.forward(src, toSource), toTarget, toMemory);
    }
}
