package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code squeeze}: dimensions of size 1. */
final class SqueezeTest extends TutorialSection {
    private Tensor a;

    SqueezeTest() {
        super("squeeze");
    }

    @Override
    void play() {
        prompt("a = torch.rand(1, 2, 1, 1)", a = rand(1, 2, 1, 1));
        prompt("a", a);
        prompt("a.squeeze()", a.squeeze());
        prompt("a.squeeze().shape", a.squeeze().shape());
        prompt("a.squeeze(0)", a.squeeze(0));
        prompt("a.squeeze(0).shape", a.squeeze(0).shape());
        prompt("a.squeeze(1).shape", a.squeeze(1).shape());
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a.unsqueeze(0)", a.unsqueeze(0));
        prompt("a.unsqueeze(0).shape", a.unsqueeze(0).shape());
        prompt("a.unsqueeze(-1)", a.unsqueeze(-1));
        prompt("a.unsqueeze(-1).shape", a.unsqueeze(-1).shape());
    }
}
