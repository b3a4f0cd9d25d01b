package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.Attentions;
import dev.cresset.op.OpException;

import java.util.List;
import java.util.Optional;

/**
 * Attention of several heads, each with projections of its own: PyTorch's {@code
 * nn.MultiheadAttention} (Vaswani et al., 2017).
 *
 * <p>Inputs are (length, batch, size), (batch, length, size) with {@code Attention.batchFirst()},
 * or (length, size).
 */
public final class MultiheadAttention extends Module {
    private final Parameter qProjWeight;
    private final Parameter kProjWeight;
    private final Parameter vProjWeight;
    private final Parameter inProjWeight;
    private final Parameter inProjBias;
    private final Linear outProj;
    private final Parameter biasK;
    private final Parameter biasV;
    private final long embedDim;
    private final long numHeads;
    private final Attention.Options options;

    /** With bias, no dropout. */
    public MultiheadAttention(long embedDim, long numHeads) {
        this(embedDim, numHeads, Attention.DEFAULT);
    }

    /** With options. */
    public MultiheadAttention(long embedDim, long numHeads, Attention.Options options) {
        this.embedDim = embedDim;
        this.numHeads = numHeads;
        this.options = options;
        check(
                embedDim > 0 && numHeads > 0,
                "embed_dim and num_heads must be greater than 0, got embed_dim="
                        + embedDim
                        + " and num_heads="
                        + numHeads
                        + " instead");
        check(
                embedDim % numHeads == 0,
                "embed_dim must be divisible by num_heads, got " + embedDim + " and " + numHeads);
        long keys = options.kdim().orElse(embedDim);
        long values = options.vdim().orElse(embedDim);
        boolean together = keys == embedDim && values == embedDim;
        qProjWeight = together ? null : matrix(embedDim, embedDim);
        kProjWeight = together ? null : matrix(embedDim, keys);
        vProjWeight = together ? null : matrix(embedDim, values);
        inProjWeight = together ? matrix(3 * embedDim, embedDim) : null;
        var bias = options.hasBias() ? Bias.BIAS : Bias.NO_BIAS;
        inProjBias = options.hasBias() ? new Parameter(Torch.zeros(3 * embedDim)) : null;
        outProj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, bias);
        biasK = options.addsBiasKv() ? new Parameter(Torch.empty(1, 1, embedDim)) : null;
        biasV = options.addsBiasKv() ? new Parameter(Torch.empty(1, 1, embedDim)) : null;
        initialize();
    }

    private static Parameter matrix(long rows, long columns) {
        return new Parameter(Torch.empty(rows, columns));
    }

    private void initialize() {
        for (var weight : new Parameter[] {inProjWeight, qProjWeight, kProjWeight, vProjWeight}) {
            if (weight != null) {
                Init.xavierUniform_(weight);
            }
        }
        if (outProj.bias != null) {
            Init.zeros_(outProj.bias);
        }
        if (biasK != null) {
            Init.xavierNormal_(biasK);
            Init.xavierNormal_(biasV);
        }
    }

    private void check(boolean condition, String message) {
        if (!condition) {
            throw new OpException("MultiheadAttention: " + message);
        }
    }

    @Override
    String key(String field) {
        return switch (field) {
            case "qProjWeight" -> "q_proj_weight";
            case "kProjWeight" -> "k_proj_weight";
            case "vProjWeight" -> "v_proj_weight";
            case "inProjWeight" -> "in_proj_weight";
            case "inProjBias" -> "in_proj_bias";
            case "outProj" -> "out_proj";
            case "biasK" -> "bias_k";
            case "biasV" -> "bias_v";
            default -> field;
        };
    }

    /** True if inputs and outputs are (batch, length, size). */
    public boolean isBatchFirst() {
        return options.isBatchFirst();
    }

    /** Attention to everything. */
    public AttentionOutput forward(Tensor query, Tensor key, Tensor value) {
        return forward(query, key, value, Attend.DEFAULT);
    }

    /**
     * Attention to what the masks allow.
     *
     * @param query (targets, batch, embedDim)
     * @param key (sources, batch, kdim)
     * @param value (sources, batch, vdim)
     * @param attend masks, and which weights are wanted
     */
    public AttentionOutput forward(Tensor query, Tensor key, Tensor value, Attend.Options attend) {
        boolean turned = options.isBatchFirst() && query.dim() == 3;
        var q = turned ? query.transpose(1, 0) : query;
        var k = key == query ? q : turned ? key.transpose(1, 0) : key;
        var v = value == key ? k : value == query ? q : turned ? value.transpose(1, 0) : value;
        var both =
                (List<?>)
                        Attentions.MULTI_HEAD_ATTENTION_FORWARD.call(
                                q,
                                k,
                                v,
                                embedDim,
                                numHeads,
                                inProjWeight,
                                inProjBias,
                                biasK,
                                biasV,
                                options.addsZeroAttn(),
                                options.dropout(),
                                outProj.weight,
                                outProj.bias,
                                isTraining(),
                                AttentionFunctions.orNull(attend.keyPaddingMask()),
                                attend.weights() != Attend.Weights.NONE,
                                AttentionFunctions.orNull(attend.mask()),
                                inProjWeight == null,
                                qProjWeight,
                                kProjWeight,
                                vProjWeight,
                                null,
                                null,
                                attend.weights() == Attend.Weights.AVERAGE,
                                attend.isCausal());
        var output = (Tensor) both.get(0);
        return new AttentionOutput(
                turned ? output.transpose(1, 0) : output,
                Optional.ofNullable((Tensor) both.get(1)));
    }
}
