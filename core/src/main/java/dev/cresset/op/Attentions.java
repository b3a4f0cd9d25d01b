package dev.cresset.op;

import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.reshape;
import static dev.cresset.op.ValueOps.transpose;

import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;

/** Attention: weighted means of values, with weights from products of queries and keys. */
public final class Attentions {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    /**
     * {@code softmax(q k^T / sqrt(size) + mask) v} over the last two dimensions. A query that may
     * see nothing gives zeros.
     */
    public static final Composite SCALED_DOT_PRODUCT_ATTENTION =
            new Composite(
                    "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor?"
                            + " attn_mask=None, float dropout_p=0.0, bool is_causal=False, *,"
                            + " float? scale=None, bool enable_gqa=False) -> Tensor",
                    Attentions::scaledDotProduct);

    /** The functional form of {@code nn.MultiheadAttention}; without weights its second is None. */
    public static final Composite MULTI_HEAD_ATTENTION_FORWARD =
            new Composite(
                    "multi_head_attention_forward(Tensor query, Tensor key, Tensor value, int"
                            + " embed_dim_to_check, int num_heads, Tensor? in_proj_weight, Tensor?"
                            + " in_proj_bias, Tensor? bias_k, Tensor? bias_v, bool add_zero_attn,"
                            + " float dropout_p, Tensor out_proj_weight, Tensor? out_proj_bias,"
                            + " bool training=True, Tensor? key_padding_mask=None, bool"
                            + " need_weights=True, Tensor? attn_mask=None, bool"
                            + " use_separate_proj_weight=False, Tensor? q_proj_weight=None,"
                            + " Tensor? k_proj_weight=None, Tensor? v_proj_weight=None, Tensor?"
                            + " static_k=None, Tensor? static_v=None, bool"
                            + " average_attn_weights=True, bool is_causal=False) -> (Tensor,"
                            + " Tensor?)",
                    a -> new Heads(a).run());

    private Attentions() {}

    private static Object scaledDotProduct(Args a) {
        var query = a.value(0);
        var key = a.value(1);
        var value = a.value(2);
        for (int i = 1; i < 3; i++) {
            Check.that(
                    a.dtypeOf(i) == query.dtype(),
                    "scaled_dot_product_attention: Expected query, key, and value to have the same"
                            + " dtype, but got query.dtype: %s key.dtype: %s and value.dtype: %s"
                            + " instead.",
                    query.dtype(),
                    key.dtype(),
                    value.dtype());
            Check.that(
                    a.layout(i).dim() >= 2 && query.layout().dim() >= 2,
                    "scaled_dot_product_attention: Expected query, key, and value to all be at"
                            + " least 2 dimensional, but got query.dim(): %s, key.dim(): %s and"
                            + " value.dim(): %s instead.",
                    query.layout().dim(),
                    key.layout().dim(),
                    value.layout().dim());
        }
        Check.that(
                a.none(3) || !a.flag(5),
                "scaled_dot_product_attention: Explicit attn_mask should not be set when"
                        + " is_causal=True");
        if (a.flag(7)) {
            key = repeated(key, query);
            value = repeated(value, query);
        }
        long size = query.layout().size(query.layout().dim() - 1);
        double scale = a.none(6) ? 1 / Math.sqrt(size) : a.number(6);
        Value mask = null;
        if (!a.none(3)) {
            Check.that(
                    a.dtypeOf(3) == DType.BOOL || a.dtypeOf(3) == query.dtype(),
                    "scaled_dot_product_attention: Expected attn_mask dtype to be bool or to match"
                            + " query dtype, but got attn_mask.dtype: %s and  query.dtype: %s"
                            + " instead.",
                    a.dtypeOf(3).scalarName(),
                    query.dtype().scalarName());
            mask =
                    a.dtypeOf(3) == DType.BOOL
                            ? forbidden(Comparisons.LOGICAL_NOT.value(a.value(3)), query.dtype())
                            : a.value(3);
        } else if (a.flag(5)) {
            mask = causal(query, key);
        }
        return attend(query, key, value, mask, scale, a.number(4));
    }

    /** Keys or values of groups of queries, each repeated for its group. */
    private static Value repeated(Value x, Value query) {
        int rank = x.layout().dim();
        Check.that(
                rank >= 3 && query.layout().dim() >= 3,
                "scaled_dot_product_attention: enable_gqa needs a dimension of heads, got %s",
                x);
        long heads = x.layout().size(rank - 3);
        long wanted = query.layout().size(query.layout().dim() - 3);
        Check.that(
                heads > 0 && wanted % heads == 0,
                "scaled_dot_product_attention: Number of heads in key and value must divide the"
                        + " number of heads in query, got %s and %s",
                heads,
                wanted);
        if (heads == wanted) {
            return x;
        }
        var sizes = x.layout().sizes();
        var spread = new long[rank + 1];
        System.arraycopy(sizes, 0, spread, 0, rank - 2);
        spread[rank - 2] = wanted / heads;
        System.arraycopy(sizes, rank - 2, spread, rank - 1, 2);
        var joined = sizes.clone();
        joined[rank - 3] = wanted;
        return reshape(ValueOps.expand(ValueOps.unsqueeze(x, rank - 2), spread), joined);
    }

    private static Value causal(Value query, Value key) {
        int rows = (int) query.layout().size(query.layout().dim() - 2);
        int columns = (int) key.layout().size(key.layout().dim() - 2);
        var mask = NewArray.zeros(query.dtype(), rows, columns);
        for (long r = 0; r < rows; r++) {
            for (long c = r + 1; c < columns; c++) {
                Scalars.write(
                        mask.dtype(),
                        mask.address() + (r * columns + c) * mask.dtype().size(),
                        NEVER);
            }
        }
        return ValueOps.placed(query, mask);
    }

    /** Minus infinity where a mask holds, else 0. */
    private static Value forbidden(Value mask, DType dtype) {
        var zeros =
                mask.tape()
                        .wrap(NewArray.zerosBeside(mask.physical(), dtype, mask.layout().sizes()));
        return Masks.MASKED_FILL.value(zeros, mask, NEVER);
    }

    private static Value attend(
            Value query, Value key, Value value, Value mask, double scale, double dropout) {
        var dtype = query.dtype();
        boolean rounds = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
        var inner = rounds ? DType.FLOAT32 : dtype;
        double half = Math.sqrt(Math.abs(scale));
        var q = mul(ValueOps.to(query, inner), scale < 0 ? -half : half);
        var k = mul(ValueOps.mt(ValueOps.to(key, inner)), half);
        var scores = matmul(q, k);
        if (mask != null) {
            scores = ValueOps.add(scores, ValueOps.to(mask, inner));
        }
        var weights = Softmaxes.SOFTMAX_ROW.value(scores, -1L);
        if (mask != null) {
            weights = withoutBlind(weights, scores);
        }
        if (dropout > 0) {
            weights = (Value) Dropouts.DROPOUT.call(weights, dropout, true, false);
        }
        return ValueOps.to(matmul(weights, ValueOps.to(value, inner)), dtype);
    }

    /** Zeros in the rows whose scores are all minus infinity. */
    private static Value withoutBlind(Value weights, Value scores) {
        if (scores.layout().numel() == 0) {
            return weights;
        }
        var best = Aggregates.AMAX.value(ValueOps.detach(scores), new long[] {-1}, true, null);
        var blind = ValueOps.eq(best, NEVER);
        boolean some = Scalars.read(Aggregates.ANY.value(blind, null, false, null).array()) != 0;
        return some ? ValueOps.maskedZero(weights, blind) : weights;
    }

    private static Value matmul(Value a, Value b) {
        return (Value) Products.MATMUL.call(a, b);
    }

    /** One call of {@link #MULTI_HEAD_ATTENTION_FORWARD}. */
    private static final class Heads {
        private final Args a;
        private final boolean batched;
        private final Value query;
        private final Value key;
        private final Value value;
        private final long heads;
        private final long targets;
        private final long batch;
        private final long width;
        private final DType dtype;

        Heads(Args a) {
            this.a = a;
            int rank = a.layout(0).dim();
            Check.that(
                    rank == 2 || rank == 3,
                    "multi_head_attention_forward: query should be unbatched 2D or batched 3D"
                            + " tensor but received %s-D query tensor",
                    rank);
            Check.that(
                    a.layout(1).dim() == rank && a.layout(2).dim() == rank,
                    "multi_head_attention_forward: For %s (%s-D) `query`, expected `key` and"
                            + " `value` to be %s-D but found %s-D and %s-D tensors respectively",
                    rank == 3 ? "batched" : "unbatched",
                    rank,
                    rank,
                    a.layout(1).dim(),
                    a.layout(2).dim());
            batched = rank == 3;
            query = input(0);
            key = a.all()[1] == a.all()[0] ? query : input(1);
            value = a.all()[2] == a.all()[1] ? key : a.all()[2] == a.all()[0] ? query : input(2);
            heads = a.integer(4);
            targets = query.layout().size(0);
            batch = query.layout().size(1);
            long embedding = query.layout().size(2);
            dtype = query.dtype();
            Check.that(
                    embedding == a.integer(3),
                    "multi_head_attention_forward: was expecting embedding dimension of %s, but got"
                            + " %s",
                    a.integer(3),
                    embedding);
            Check.that(
                    heads > 0 && embedding % heads == 0,
                    "multi_head_attention_forward: embed_dim %s not divisible by num_heads %s",
                    embedding,
                    heads);
            width = embedding / heads;
            boolean separate = a.flag(17);
            var k = key.layout().sizes();
            var v = value.layout().sizes();
            Check.that(
                    separate ? k[0] == v[0] && k[1] == v[1] : Arrays.equals(k, v),
                    separate
                            ? "multi_head_attention_forward: key's sequence and batch dims %s do"
                                    + " not match value's %s"
                            : "multi_head_attention_forward: key shape %s does not match value"
                                    + " shape %s",
                    key,
                    value);
        }

        private Value input(int i) {
            return batched ? a.value(i) : ValueOps.unsqueeze(a.value(i), 1);
        }

        private Value optional(int i) {
            return a.none(i) ? null : a.value(i);
        }

        Object run() {
            var padding = canonical("key_padding_mask", optional(14));
            if (padding != null && !batched) {
                padding = ValueOps.unsqueeze(padding, 0);
            }
            boolean causal = a.flag(24);
            Check.that(
                    !causal || !a.none(16),
                    "multi_head_attention_forward: Need attn_mask if specifying the is_causal"
                            + " hint. You may use Transformer.generateSquareSubsequentMask to"
                            + " create this mask.");
            boolean hinted = causal && padding == null && !a.flag(15);
            var mask = hinted ? null : checked(canonical("attn_mask", optional(16)));
            var projected = projections();
            var k = projected.get(1);
            var v = projected.get(2);
            if (!a.none(7) || !a.none(8)) {
                Check.that(
                        !a.none(7) && !a.none(8),
                        "multi_head_attention_forward: bias_k and bias_v go together");
                k = withBias(k, a.value(7));
                v = withBias(v, a.value(8));
                mask = widened(mask);
                padding = widened(padding);
            }
            var q = split(projected.get(0));
            k = a.none(21) ? split(k) : fixed("static_k", a.value(21));
            v = a.none(22) ? split(v) : fixed("static_v", a.value(22));
            if (a.flag(9)) {
                k = withZero(k);
                v = withZero(v);
                mask = widened(mask);
                padding = widened(padding);
            }
            mask = merged(mask, padding, k.layout().size(1));
            return attended(q, k, v, mask, hinted);
        }

        /** A mask of numbers to add. */
        private Value canonical(String name, Value mask) {
            Check.that(
                    mask == null || mask.dtype() == DType.BOOL || mask.dtype().isFloatingPoint(),
                    "multi_head_attention_forward: only bool and floating types of %s are"
                            + " supported",
                    name);
            return mask == null || mask.dtype() != DType.BOOL ? mask : forbidden(mask, dtype);
        }

        /** An attention mask with three dimensions. */
        private Value checked(Value mask) {
            if (mask == null) {
                return null;
            }
            long sources = key.layout().size(0);
            int rank = mask.layout().dim();
            Check.that(
                    rank == 2 || rank == 3,
                    "multi_head_attention_forward: attn_mask's dimension %s is not supported",
                    rank);
            var wanted =
                    rank == 2
                            ? new long[] {targets, sources}
                            : new long[] {batch * heads, targets, sources};
            Check.that(
                    mask.layout().hasSizes(wanted),
                    "multi_head_attention_forward: The shape of the %sD attn_mask is"
                            + " torch.Size(%s), but should be %s.",
                    rank,
                    mask,
                    Check.text(wanted).replace('[', '(').replace(']', ')'));
            return rank == 2 ? ValueOps.unsqueeze(mask, 0) : mask;
        }

        private List<Value> projections() {
            var bias = optional(6);
            if (a.flag(17)) {
                long n = bias == null ? 0 : bias.layout().numel() / 3;
                return List.of(
                        linear(query, a.value(18), part(bias, 0, n)),
                        linear(key, a.value(19), part(bias, n, n)),
                        linear(value, a.value(20), part(bias, 2 * n, n)));
            }
            Check.that(
                    !a.none(5),
                    "multi_head_attention_forward: use_separate_proj_weight is False but"
                            + " in_proj_weight is None");
            var weight = a.value(5);
            long n = weight.layout().size(0) / 3;
            if (query == key && key == value) {
                var all = linear(query, weight, bias);
                return List.of(
                        ValueOps.narrow(all, 2, 0, n),
                        ValueOps.narrow(all, 2, n, n),
                        ValueOps.narrow(all, 2, 2 * n, n));
            }
            return List.of(
                    linear(query, part(weight, 0, n), part(bias, 0, n)),
                    linear(key, part(weight, n, n), part(bias, n, n)),
                    linear(value, part(weight, 2 * n, n), part(bias, 2 * n, n)));
        }

        private static Value part(Value x, long start, long length) {
            return x == null ? null : ValueOps.narrow(x, 0, start, length);
        }

        private static Value linear(Value x, Value weight, Value bias) {
            return (Value) Products.LINEAR.call(x, weight, bias);
        }

        private Value withBias(Value x, Value bias) {
            return ValueOps.cat(List.of(x, ValueOps.expand(bias, 1, batch, width * heads)), 0);
        }

        private Value withZero(Value x) {
            return ValueOps.cat(List.of(x, ValueOps.zeros(x, batch * heads, 1, width)), 1);
        }

        /** One more source, which everybody sees. */
        private static Value widened(Value mask) {
            return mask == null
                    ? null
                    : (Value) Paddings.PAD.call(mask, new long[] {0, 1}, "constant", null);
        }

        /** (length, batch, heads * width) to (batch * heads, length, width). */
        private Value split(Value x) {
            return transpose(reshape(x, x.layout().size(0), batch * heads, width), 0, 1);
        }

        private Value fixed(String name, Value x) {
            Check.that(
                    x.layout().size(0) == batch * heads && x.layout().size(2) == width,
                    "multi_head_attention_forward: expecting %s of (%s, sources, %s), but got %s",
                    name,
                    batch * heads,
                    width,
                    x);
            return x;
        }

        private Value merged(Value mask, Value padding, long sources) {
            if (padding == null) {
                return mask;
            }
            Check.that(
                    padding.layout().hasSizes(new long[] {batch, sources}),
                    "multi_head_attention_forward: Expected key_padded_mask.shape to be [%s, %s],"
                            + " but got %s",
                    batch,
                    sources,
                    padding);
            var each =
                    reshape(
                            ValueOps.expand(
                                    reshape(padding, batch, 1, 1, sources),
                                    batch,
                                    heads,
                                    1,
                                    sources),
                            batch * heads,
                            1,
                            sources);
            return mask == null ? each : ValueOps.add(mask, each);
        }

        private Object attended(Value q, Value k, Value v, Value mask, boolean hinted) {
            double dropout = a.flag(13) ? a.number(10) : 0;
            long sources = k.layout().size(1);
            if (a.flag(15)) {
                var scaled = mul(q, Math.sqrt(1.0 / width));
                var scores = ValueOps.bmm(scaled, transpose(k, 1, 2));
                if (mask != null) {
                    scores = ValueOps.add(scores, mask);
                }
                var weights = Softmaxes.SOFTMAX_ROW.value(scores, -1L);
                if (dropout > 0) {
                    weights = (Value) Dropouts.DROPOUT.call(weights, dropout, true, false);
                }
                var output = output(transpose(ValueOps.bmm(weights, v), 0, 1));
                var shown = reshape(weights, batch, heads, targets, sources);
                if (a.flag(23)) {
                    shown = Aggregates.MEAN.value(shown, new long[] {1}, false, null);
                }
                return List.of(output, batched ? shown : ValueOps.squeeze(shown, 0));
            }
            if (mask != null) {
                mask =
                        mask.layout().size(0) == 1
                                ? ValueOps.unsqueeze(mask, 0)
                                : reshape(mask, batch, heads, mask.layout().size(1), sources);
            } else if (hinted) {
                mask = causal(q, k);
            }
            var result =
                    attend(
                            reshape(q, batch, heads, targets, width),
                            reshape(k, batch, heads, sources, width),
                            reshape(v, batch, heads, sources, width),
                            mask,
                            1 / Math.sqrt(width),
                            dropout);
            return Arrays.asList(output(ValueOps.permute(result, 2, 0, 1, 3)), null);
        }

        private Value output(Value x) {
            var joined = reshape(x, targets * batch, heads * width);
            var out = linear(joined, a.value(11), optional(12));
            var shaped = reshape(out, targets, batch, out.layout().size(1));
            return batched ? shaped : ValueOps.squeeze(shaped, 1);
        }
    }
}
