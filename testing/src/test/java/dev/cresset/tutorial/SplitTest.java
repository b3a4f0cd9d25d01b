package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code split}: pieces of a dimension. */
final class SplitTest extends TutorialSection {
    private Tensor a;

    SplitTest() {
        super("split");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 2, 3)", a = rand(2, 2, 3));
        prompt("a.split(1, dim=0)", a.split(1, 0));
        prompt("[x.shape for x in a.split(1, dim=0)]", shapes(a.split(1, 0)));
        prompt("a = torch.rand(3, 3)", a = rand(3, 3));
        prompt("a", a);
        prompt("a.chunk(3, dim=0)", a.chunk(3, 0));
        prompt("a.chunk(2, dim=0)", a.chunk(2, 0));
        prompt(
                "[x.shape for x in torch.rand(10).split([2, 3, 5])]",
                shapes(rand(10).split(new long[] {2, 3, 5}, 0)));
    }
}
