package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.spi.DType;

/** Section {@code create}: new tensors. */
final class CreateTest extends TutorialSection {
    private Tensor a;

    CreateTest() {
        super("create");
    }

    @Override
    void play() {
        prompt("torch.zeros(2, 2)", zeros(2, 2));
        prompt("torch.ones(2, 2)", ones(2, 2));
        prompt("torch.full([2, 3], 2.)", full(new long[] {2, 3}, 2.));
        prompt("torch.eye(3)", eye(3));
        prompt("torch.eye(3, 4)", eye(3, 4));
        prompt("torch.eye(3, 2)", eye(3, 2));
        prompt("torch.arange(10)", arange(10));
        prompt("torch.arange(-1, 1, 0.1)", arange(-1, 1, 0.1));
        prompt("torch.arange(5.)", arange(5.));
        prompt("torch.linspace(-1, 1, steps=21)", linspace(-1, 1, 21));
        prompt("torch.logspace(0, 10, steps=11)", logspace(0, 10, 11));
        prompt("torch.rand((2, 3))", rand(2, 3));
        prompt("torch.randn(2, 3)", randn(2, 3));
        prompt("torch.randint(0, 10, (2, 3))", randint(0, 10, 2, 3));
        prompt("torch.randperm(10)", randperm(10));
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("torch.rand_like(a)", randLike(a));
        prompt("torch.zeros_like(a)", zerosLike(a));
        prompt("torch.ones_like(a, dtype=torch.int32)", onesLike(a, DType.INT32));
        error("torch.arange(0, 10, -1)", () -> arange(0, 10, -1));
    }
}
