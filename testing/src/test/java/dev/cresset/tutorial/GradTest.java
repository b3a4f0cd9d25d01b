package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.mseLoss;

import dev.cresset.Tensor;

import java.util.List;

/** Section {@code grad}: gradients as values. */
final class GradTest extends TutorialSection {
    private Tensor x;
    private Tensor w;
    private Tensor b;
    private Tensor y;
    private Tensor mse;

    GradTest() {
        super("grad");
    }

    @Override
    void play() {
        prompt("x = torch.tensor(1.)", x = tensor(1.));
        prompt("w = torch.tensor(2.)", w = tensor(2.));
        prompt("b = torch.tensor(0.)", b = tensor(0.));
        prompt("y = torch.tensor(1.)", y = tensor(1.));
        prompt(
                "mse = torch.nn.functional.mse_loss(y, w * x + b)",
                mse = mseLoss(y, w.mul(x).add(b)));
        error("torch.autograd.grad(mse, [w])", () -> grad(mse, List.of(w)));
        prompt("w.requires_grad_()", w.requiresGrad_());
        error("torch.autograd.grad(mse, [w])", () -> grad(mse, List.of(w)));
        prompt(
                "mse = torch.nn.functional.mse_loss(y, w * x + b)",
                mse = mseLoss(y, w.mul(x).add(b)));
        prompt("mse", mse);
        prompt("torch.autograd.grad(mse, [w])", grad(mse, List.of(w)));
    }
}
