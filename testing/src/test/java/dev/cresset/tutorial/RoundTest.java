package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code round}: rounding. */
final class RoundTest extends TutorialSection {
    private Tensor a;

    RoundTest() {
        super("round");
    }

    @Override
    void play() {
        prompt(
                "a = torch.tensor([1.2, 1.5, 2.5, -0.5, -1.5, 3.7])",
                a = tensor(1.2, 1.5, 2.5, -0.5, -1.5, 3.7));
        prompt("a.round()", a.round());
        prompt("a.floor()", a.floor());
        prompt("a.ceil()", a.ceil());
        prompt("torch.tensor(1.2).trunc()", tensor(1.2).trunc());
        prompt("torch.tensor(1.2).frac()", tensor(1.2).frac());
        prompt("torch.tensor(-1.2).trunc()", tensor(-1.2).trunc());
        prompt("torch.tensor(-1.2).frac()", tensor(-1.2).frac());
    }
}
