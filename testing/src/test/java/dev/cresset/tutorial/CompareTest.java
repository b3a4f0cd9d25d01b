package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code compare}: equality and choice. */
final class CompareTest extends TutorialSection {
    private Tensor a;
    private Tensor b;
    private Tensor c;

    CompareTest() {
        super("compare");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 2)", a = rand(2, 2));
        prompt("b = a", b = a);
        prompt("a == b", a.eq(b));
        prompt("torch.equal(a, b)", a.equal(b));
        prompt("a = torch.tensor([1, 2, 3])", a = tensor(1, 2, 3));
        prompt("b = torch.tensor([1, 2, 4])", b = tensor(1, 2, 4));
        prompt("torch.all(a == b)", a.eq(b).all());
        prompt("torch.any(a == b)", a.eq(b).any());
        prompt("a == b", a.eq(b));
        prompt(
                "a = torch.tensor([[1., 2.], [3., 4.]])",
                a = tensor(new double[][] {{1, 2}, {3, 4}}));
        prompt(
                "b = torch.tensor([[5., 6.], [7., 8.]])",
                b = tensor(new double[][] {{5, 6}, {7, 8}}));
        prompt("c = torch.rand(2, 2)", c = rand(2, 2));
        prompt("c", c);
        prompt("torch.where(c > 0.3, a, b)", where(c.gt(0.3), a, b));
    }
}
