package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Rounding;
import dev.cresset.Tensor;
import dev.cresset.spi.DType;

/** Section {@code arithmetic}: sums, products, quotients and their dtypes. */
final class ArithmeticTest extends TutorialSection {
    private Tensor a;
    private Tensor b;

    ArithmeticTest() {
        super("arithmetic");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 2)", a = rand(2, 2));
        prompt("b = torch.ones(2, 2)", b = ones(2, 2));
        prompt("torch.add(a, b)", a.add(b));
        prompt("a + b", a.add(b));
        prompt("a - b", a.sub(b));
        prompt("a * 3", a.mul(3));
        prompt("1 / b", b.rdiv(1));
        prompt("torch.div(torch.tensor([7, -7]), 2)", tensor(7, -7).div(2));
        prompt(
                "torch.div(torch.tensor([7, -7]), 2, rounding_mode='floor')",
                tensor(7, -7).div(2, Rounding.FLOOR));
        prompt(
                "torch.div(torch.tensor([7, -7]), 2, rounding_mode='trunc')",
                tensor(7, -7).div(2, Rounding.TRUNC));
        prompt("torch.tensor([7, -7]) % 3", tensor(7, -7).remainder(3));
        prompt("a = torch.tensor([[1, 1], [1, 1]])", a = tensor(new int[][] {{1, 1}, {1, 1}}));
        prompt("b = torch.tensor([[1, 1], [1, 1]])", b = tensor(new int[][] {{1, 1}, {1, 1}}));
        prompt("torch.matmul(a, b)", a.matmul(b));
        prompt("a * b", a.mul(b));
        prompt("a @ b", a.matmul(b));
        error("torch.rand(2, 3) @ torch.rand(2, 3)", () -> rand(2, 3).matmul(rand(2, 3)));
        error("torch.rand(2, 3) + torch.rand(2, 4)", () -> rand(2, 3).add(rand(2, 4)));
        prompt("(torch.tensor([1, 2]) + 1.5).dtype", tensor(1, 2).add(1.5).dtype());
        prompt(
                "(torch.tensor([1, 2]) + torch.tensor(1.5)).dtype",
                tensor(1, 2).add(tensor(1.5)).dtype());
        prompt(
                "(torch.tensor([1., 2.]) + torch.tensor([1, 2], dtype=torch.int64)).dtype",
                tensor(1., 2.).add(tensor(new int[] {1, 2}, DType.INT64)).dtype());
    }
}
