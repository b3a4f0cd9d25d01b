package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.nn.Embedding;

/** Section {@code embedding}: rows of a table by number. */
final class EmbeddingTest extends TutorialSection {
    private Embedding embed;
    private Tensor words;

    EmbeddingTest() {
        super("embedding");
    }

    @Override
    void play() {
        prompt("embed = torch.nn.Embedding(10, 2)", embed = new Embedding(10, 2));
        prompt("embed", embed);
        prompt("words = torch.tensor([0, 1, 2, 0])", words = tensor(0, 1, 2, 0));
        prompt("embed(words)", embed.forward(words));
        prompt("embed.weight", embed.weight);
        error("embed(torch.tensor([10]))", () -> embed.forward(tensor(new long[] {10})));
    }
}
