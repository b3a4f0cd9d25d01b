package dev.cresset.testing;

import static dev.cresset.testing.PythonCall.KEYWORD;

import dev.cresset.nn.Attend;
import dev.cresset.nn.Attention;
import dev.cresset.nn.Functional;
import dev.cresset.nn.MultiheadAttention;
import dev.cresset.nn.Transformer;
import dev.cresset.nn.TransformerDecoder;
import dev.cresset.nn.TransformerDecoderLayer;
import dev.cresset.nn.TransformerEncoder;
import dev.cresset.nn.TransformerEncoderLayer;
import dev.cresset.nn.TransformerLayer;
import dev.cresset.nn.UnaryModule;

import java.util.Arrays;

/** Attention and what is built of it. */
final class AttentionClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .module(
                            "MultiheadAttention",
                            AttentionClasses::heads,
                            AttentionClasses::attention)
                    .module(
                            "TransformerEncoderLayer",
                            c -> new TransformerEncoderLayer(model(c), heads(c, 1), layer(c, 2)),
                            (m, c) ->
                                    m.forward(
                                            c.tensor(0, "src"),
                                            attend(c, "src_mask", "src_key_padding_mask")))
                    .module(
                            "TransformerDecoderLayer",
                            c -> new TransformerDecoderLayer(model(c), heads(c, 1), layer(c, 2)),
                            (m, c) ->
                                    m.forward(
                                            c.tensor(0, "tgt"),
                                            c.tensor(1, "memory"),
                                            attend(c, "tgt_mask", "tgt_key_padding_mask"),
                                            attend(c, "memory_mask", "memory_key_padding_mask")))
                    .module(
                            "TransformerEncoder",
                            AttentionClasses::encoder,
                            (m, c) ->
                                    m.forward(
                                            c.tensor(0, "src"),
                                            attend(c, "mask", "src_key_padding_mask")))
                    .module(
                            "TransformerDecoder",
                            AttentionClasses::decoder,
                            (m, c) ->
                                    m.forward(
                                            c.tensor(0, "tgt"),
                                            c.tensor(1, "memory"),
                                            attend(c, "tgt_mask", "tgt_key_padding_mask"),
                                            attend(c, "memory_mask", "memory_key_padding_mask")))
                    .module(
                            "Transformer",
                            c ->
                                    new Transformer(
                                            c.integer(0, "d_model", 512),
                                            c.integer(1, "nhead", 8),
                                            (int) c.integer(2, "num_encoder_layers", 6),
                                            (int) c.integer(3, "num_decoder_layers", 6),
                                            layer(c, 4)),
                            (m, c) ->
                                    m.forward(
                                            c.tensor(0, "src"),
                                            c.tensor(1, "tgt"),
                                            attend(c, "src_mask", "src_key_padding_mask"),
                                            attend(c, "tgt_mask", "tgt_key_padding_mask"),
                                            attend(c, "memory_mask", "memory_key_padding_mask")));

    private AttentionClasses() {}

    private static long model(PythonCall c) {
        return c.integer(0, "d_model");
    }

    private static long heads(PythonCall c, int position) {
        return c.integer(position, "nhead");
    }

    private static MultiheadAttention heads(PythonCall c) {
        var options = Attention.dropout(c.number(2, "dropout", 0));
        options = c.flag(3, "bias", true) ? options : options.noBias();
        options = c.flag(4, "add_bias_kv", false) ? options.addBiasKv() : options;
        options = c.flag(5, "add_zero_attn", false) ? options.addZeroAttn() : options;
        if (c.get(6, "kdim", null) instanceof Long size) {
            options = options.kdim(size);
        }
        if (c.get(7, "vdim", null) instanceof Long size) {
            options = options.vdim(size);
        }
        options = c.flag(8, "batch_first", false) ? options.batchFirst() : options;
        return new MultiheadAttention(
                c.integer(0, "embed_dim"), c.integer(1, "num_heads"), options);
    }

    private static Object attention(MultiheadAttention m, PythonCall c) {
        var options = attend(c, "attn_mask", "key_padding_mask");
        boolean average = c.flag(KEYWORD, "average_attn_weights", true);
        boolean needed = c.flag(KEYWORD, "need_weights", true);
        var weights =
                !needed
                        ? Attend.Weights.NONE
                        : average ? Attend.Weights.AVERAGE : Attend.Weights.PER_HEAD;
        var query = c.tensor(0, "query");
        var key = c.tensor(1, "key");
        var result = m.forward(query, key, c.tensor(2, "value"), options.weights(weights));
        return Arrays.asList(result.attnOutput(), result.attnOutputWeights().orElse(null));
    }

    private static Attend.Options attend(PythonCall c, String mask, String padding) {
        var options = Attend.DEFAULT;
        options = c.optionalTensor(KEYWORD, mask).map(options::mask).orElse(options);
        options = c.optionalTensor(KEYWORD, padding).map(options::keyPaddingMask).orElse(options);
        return c.flag(KEYWORD, "is_causal", false) ? options.causal() : options;
    }

    private static TransformerLayer.Options layer(PythonCall c, int position) {
        var options =
                TransformerLayer.dimFeedforward(c.integer(position, "dim_feedforward", 2048))
                        .dropout(c.number(position + 1, "dropout", 0.1))
                        .layerNormEps(c.number(KEYWORD, "layer_norm_eps", 1e-5))
                        .activation(function(c.get(KEYWORD, "activation", "relu")));
        options = c.flag(KEYWORD, "batch_first", false) ? options.batchFirst() : options;
        options = c.flag(KEYWORD, "norm_first", false) ? options.normFirst() : options;
        return c.flag(KEYWORD, "bias", true) ? options : options.noBias();
    }

    private static UnaryModule function(Object given) {
        var name = given instanceof Decoder.Function(String full) ? full : String.valueOf(given);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "relu" -> Functional::relu;
            case "gelu" -> Functional::gelu;
            default -> throw new MissingException("the activation " + given);
        };
    }

    private static TransformerEncoder encoder(PythonCall c) {
        var layer = (TransformerEncoderLayer) Classes.built(c.get(0, "encoder_layer", null));
        int count = (int) c.integer(1, "num_layers");
        return Classes.built(c.get(2, "norm", null)) instanceof UnaryModule norm
                ? new TransformerEncoder(layer, count, norm)
                : new TransformerEncoder(layer, count);
    }

    private static TransformerDecoder decoder(PythonCall c) {
        var layer = (TransformerDecoderLayer) Classes.built(c.get(0, "decoder_layer", null));
        int count = (int) c.integer(1, "num_layers");
        return Classes.built(c.get(2, "norm", null)) instanceof UnaryModule norm
                ? new TransformerDecoder(layer, count, norm)
                : new TransformerDecoder(layer, count);
    }
}
