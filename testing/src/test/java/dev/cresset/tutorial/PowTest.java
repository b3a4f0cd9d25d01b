package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code pow}: powers, roots, exponentials and logarithms. */
final class PowTest extends TutorialSection {
    private Tensor a;

    PowTest() {
        super("pow");
    }

    @Override
    void play() {
        prompt("a = torch.full([2, 2], 3.)", a = full(new long[] {2, 2}, 3.));
        prompt("a", a);
        prompt("a.pow(2)", a.pow(2));
        prompt("a ** 2", a.pow(2));
        prompt("a = torch.full([2, 2], 9.)", a = full(new long[] {2, 2}, 9.));
        prompt("a.sqrt()", a.sqrt());
        prompt("a ** 0.5", a.pow(0.5));
        prompt("a.rsqrt()", a.rsqrt());
        prompt("a = torch.full([2, 2], 2.)", a = full(new long[] {2, 2}, 2.));
        prompt("a.exp()", a.exp());
        prompt("a.exp().log()", a.exp().log());
        prompt("a.log2()", a.log2());
        prompt("a.log10()", a.log10());
        prompt("torch.tensor(-1.).sqrt()", tensor(-1.).sqrt());
        prompt("torch.tensor(0.).log()", tensor(0.).log());
        prompt("2 ** torch.tensor([1., 2., 3.])", tensor(1., 2., 3.).rpow(2));
        prompt("torch.full([2, 2], 3)", full(new long[] {2, 2}, 3));
    }
}
