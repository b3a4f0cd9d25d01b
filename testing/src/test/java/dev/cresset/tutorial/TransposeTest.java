package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code transpose}: the order of dimensions. */
final class TransposeTest extends TutorialSection {
    private Tensor a;

    TransposeTest() {
        super("transpose");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 3, 1)", a = rand(2, 3, 1));
        prompt("a", a);
        prompt("a.transpose(0, 2)", a.transpose(0, 2));
        prompt("a.transpose(0, 2).shape", a.transpose(0, 2).shape());
        prompt("a.permute(2, 0, 1)", a.permute(2, 0, 1));
        prompt("a.permute(2, 0, 1).shape", a.permute(2, 0, 1).shape());
        error("a.permute(0, 1)", () -> a.permute(0, 1));
    }
}
