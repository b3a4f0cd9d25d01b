package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.mseLoss;

import dev.cresset.Tensor;

/** Section {@code backward}: gradients of leaves. */
final class BackwardTest extends TutorialSection {
    private Tensor x;
    private Tensor w;
    private Tensor b;
    private Tensor y;
    private Tensor mse;

    BackwardTest() {
        super("backward");
    }

    @Override
    void play() {
        prompt("x = torch.tensor(1.)", x = tensor(1.));
        prompt("b = torch.tensor(0.)", b = tensor(0.));
        prompt("w = torch.tensor(2., requires_grad=True)", w = tensor(2.).requiresGrad_());
        prompt("y = torch.tensor(1.)", y = tensor(1.));
        prompt(
                "mse = torch.nn.functional.mse_loss(y, w * x + b)",
                mse = mseLoss(y, w.mul(x).add(b)));
        prompt("mse.backward()", () -> mse.backward());
        prompt("w.grad", w.grad());
        prompt("x.grad", x.grad());
        error("mse.backward()", () -> mse.backward());
        prompt("x = torch.tensor(5., requires_grad=True)", x = tensor(5.).requiresGrad_());
        prompt("y = x + 1", y = x.add(1));
        prompt("y.backward()", () -> y.backward());
        prompt("x.grad", x.grad());
        prompt("y.backward()", () -> y.backward());
        prompt("x.grad", x.grad());
        prompt("del x.grad", () -> x.grad(null));
        prompt("y.backward()", () -> y.backward());
        prompt("x.grad", x.grad());
        error("(x * torch.ones(2)).backward()", () -> x.mul(ones(2)).backward());
        error("torch.ones(1).backward()", () -> ones(1).backward());
    }
}
