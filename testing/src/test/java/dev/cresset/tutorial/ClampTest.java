package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code clamp}: bounds. */
final class ClampTest extends TutorialSection {
    private Tensor a;

    ClampTest() {
        super("clamp");
    }

    @Override
    void play() {
        prompt("a = torch.tensor([1, 2, 3, 4, 5])", a = tensor(1, 2, 3, 4, 5));
        prompt("a.clamp(3)", a.clampMin(3));
        prompt("a.clamp(3, 4)", a.clamp(3, 4));
        prompt("a.clamp(max=2)", a.clampMax(2));
    }
}
