package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code inplace}: methods that change the tensor. */
final class InPlaceTest extends TutorialSection {
    private Tensor a;
    private Tensor w;

    InPlaceTest() {
        super("inplace");
    }

    @Override
    void play() {
        prompt("a = torch.tensor((1., -2.))", a = tensor(1., -2.));
        prompt("a.abs()", a.abs());
        prompt("a", a);
        prompt("a.abs_()", a.abs_());
        prompt("a", a);
        prompt("a.unsqueeze_(dim=1)", a.unsqueeze_(1));
        prompt("w = torch.tensor(1., requires_grad=True)", w = tensor(1.).requiresGrad_());
        error("w.add_(1)", () -> w.add_(1));
    }
}
