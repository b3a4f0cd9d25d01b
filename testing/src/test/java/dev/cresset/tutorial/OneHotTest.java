package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.oneHot;

/** Section {@code onehot}: one-hot rows. */
final class OneHotTest extends TutorialSection {
    OneHotTest() {
        super("onehot");
    }

    @Override
    void play() {
        var label = tensor(new int[][] {{0}, {1}, {2}, {3}});
        prompt("label = torch.tensor([[0], [1], [2], [3]])", label);
        prompt(
                "torch.zeros(len(label), 10).scatter_(1, label, 1)",
                zeros(label.len(), 10).scatter_(1, label, 1));
        prompt("torch.nn.functional.one_hot(torch.tensor([0, 2]), 3)", oneHot(tensor(0, 2), 3));
    }
}
