package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code view}: the same elements under other sizes. */
final class ViewTest extends TutorialSection {
    private Tensor a;

    ViewTest() {
        super("view");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a", a);
        prompt("a.reshape(3, 2)", a.reshape(3, 2));
        prompt("a.view(3, 2)", a.view(3, 2));
        prompt("a.view(-1)", a.view(-1));
        error("a.view(4, 2)", () -> a.view(4, 2));
        prompt("a.t()", a.t());
        prompt("a.t().shape", a.t().shape());
        error("a.t().view(6)", () -> a.t().view(6));
        prompt("a.t().is_contiguous()", a.t().isContiguous());
    }
}
