package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code expand}: stretching and repeating. */
final class ExpandTest extends TutorialSection {
    private Tensor a;

    ExpandTest() {
        super("expand");
    }

    @Override
    void play() {
        prompt("a = torch.rand(1, 2, 1)", a = rand(1, 2, 1));
        prompt("a", a);
        prompt("a.expand([2, 2, 1])", a.expand(2, 2, 1));
        prompt("a.expand([2, 2, 2])", a.expand(2, 2, 2));
        error("a.expand([1, 4, 1])", () -> a.expand(1, 4, 1));
        prompt("a.repeat([2, 2, 1]).shape", a.repeat(2, 2, 1).shape());
        prompt("a.repeat([2, 2, 2]).shape", a.repeat(2, 2, 2).shape());
    }
}
