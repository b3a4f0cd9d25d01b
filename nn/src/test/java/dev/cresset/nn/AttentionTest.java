package dev.cresset.nn;

import static dev.cresset.nn.Functional.scaledDotProductAttention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import org.junit.jupiter.api.Test;

/** Attention; numbers come from PyTorch. */
class AttentionTest {
    private final Tensor query = Torch.arange(12).toFloat().view(1, 3, 4).div(10);
    private final Tensor key = Torch.arange(8).toFloat().view(1, 2, 4).div(5).sub(0.5);
    private final Tensor value = Torch.arange(4).toFloat().view(1, 2, 2);

    private static void assertIs(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toDouble().contiguous().toDoubleArray(), 2e-6);
    }

    @Test
    void meansOfValues() {
        assertIs(
                scaledDotProductAttention(query, key, value),
                1.1194273,
                2.1194274,
                1.4136444,
                2.4136446,
                1.6410770,
                2.6410770);
        assertIs(
                scaledDotProductAttention(query, key, value, DotProduct.causal()),
                0,
                1,
                1.4136444,
                2.4136446,
                1.6410770,
                2.6410770);
    }

    @Test
    void whoSeesNothingGetsZeros() {
        var mask = Torch.tensor(new boolean[][] {{true, false}, {false, false}, {true, true}});
        assertIs(
                scaledDotProductAttention(query, key, value, DotProduct.mask(mask).scale(1)),
                0,
                1,
                0,
                0,
                1.9086977,
                2.9086978);
    }

    @Test
    void groupsOfQueriesShareKeys() {
        var q = Torch.cat(java.util.List.of(query, query.add(1), query.add(2), query.add(3)));
        var k = Torch.cat(java.util.List.of(key, key.add(1)));
        var v = Torch.cat(java.util.List.of(value, value.add(1)));
        var result =
                scaledDotProductAttention(
                        q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), DotProduct.groupQueries());
        assertIs(result.get(0, 1, 0), 1.7258974, 2.7258976);
        assertIs(result.get(0, 2, 2), 2.9823273, 3.9823273);
    }

    @Test
    void weightsAreGivenAsWanted() {
        var attention = new MultiheadAttention(4, 2, Attention.batchFirst());
        var x = Torch.randn(3, 5, 4);
        var mean = attention.forward(x, x, x);
        var each = attention.forward(x, x, x, Attend.weights(Attend.Weights.PER_HEAD));
        var none = attention.forward(x, x, x, Attend.weights(Attend.Weights.NONE));
        assertEquals("torch.Size([3, 5, 5])", mean.attnOutputWeights().orElseThrow().shape() + "");
        assertEquals(
                "torch.Size([3, 2, 5, 5])", each.attnOutputWeights().orElseThrow().shape() + "");
        assertTrue(none.attnOutputWeights().isEmpty());
        assertTrue(none.attnOutput().allclose(mean.attnOutput(), 1e-5, 1e-6));
        assertTrue(
                each.attnOutputWeights()
                        .orElseThrow()
                        .mean(1)
                        .allclose(mean.attnOutputWeights().orElseThrow(), 1e-5, 1e-6));
    }

    @Test
    void causalHintEqualsItsMask() {
        var attention = new MultiheadAttention(4, 2);
        var x = Torch.randn(5, 3, 4);
        var mask = Transformer.generateSquareSubsequentMask(5);
        var quiet = Attend.mask(mask).weights(Attend.Weights.NONE);
        var hinted = attention.forward(x, x, x, quiet.causal()).attnOutput();
        assertTrue(hinted.allclose(attention.forward(x, x, x, quiet).attnOutput(), 1e-5, 1e-6));
        assertSays(
                "Need attn_mask if specifying the is_causal hint",
                () -> attention.forward(x, x, x, Attend.causal()));
    }

    @Test
    void mistakesAreNamed() {
        assertSays("embed_dim must be divisible by num_heads", () -> new MultiheadAttention(5, 2));
        var attention = new MultiheadAttention(4, 2);
        var x = Torch.randn(5, 3, 4);
        assertSays(
                "The shape of the 2D attn_mask is torch.Size([5, 4]), but should be (5, 5).",
                () -> attention.forward(x, x, x, Attend.mask(Torch.zeros(5, 4))));
        var wide = Torch.randn(5, 3, 6);
        assertSays(
                "was expecting embedding dimension of 4, but got 6",
                () -> attention.forward(wide, wide, wide));
        assertSays(
                "the batch number of src and tgt must be equal",
                () -> new Transformer(4, 2, 1, 1).forward(x, Torch.randn(5, 2, 4)));
    }

    private static void assertSays(String words, Runnable mistake) {
        var message = assertThrows(OpException.class, mistake::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void copiesOfALayerDrawNothingAndAreApart() {
        var options = TransformerLayer.dimFeedforward(6);
        Torch.manualSeed(3);
        var layer = new TransformerEncoderLayer(4, 2, options);
        var after = Torch.getRngState();
        var encoder = new TransformerEncoder(layer, 2);
        assertTrue(after.equal(Torch.getRngState()));
        var first = encoder.getParameter("layers.0.linear1.weight");
        var second = encoder.getParameter("layers.1.linear1.weight");
        assertTrue(first.equal(second));
        Torch.noGrad(() -> first.fill_(0));
        assertTrue(second.equal(layer.getParameter("linear1.weight")));
    }
}
