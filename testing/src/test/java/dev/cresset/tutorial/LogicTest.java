package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code logic}: comparisons and masks. */
final class LogicTest extends TutorialSection {
    private Tensor a;

    LogicTest() {
        super("logic");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a > 0.5", a.gt(0.5));
        prompt("a[a > 0.5]", a.get(a.gt(0.5)));
        prompt("(a > 0.2) & (a < 0.7)", a.gt(0.2).bitwiseAnd(a.lt(0.7)));
        prompt("a == a", a.eq(a));
    }
}
