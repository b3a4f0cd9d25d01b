package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.nn.Linear;
import dev.cresset.optim.SGD;

/** Section {@code step}: one step down the gradient. */
final class StepTest extends TutorialSection {
    private Tensor x;
    private Tensor y;
    private Tensor loss;
    private Linear layer;
    private SGD optim;

    StepTest() {
        super("step");
    }

    @Override
    void play() {
        prompt("x = torch.tensor([2.])", x = tensor(new double[] {2}));
        prompt("y = torch.tensor([4.])", y = tensor(new double[] {4}));
        prompt("layer = torch.nn.Linear(1, 1)", layer = new Linear(1, 1));
        prompt("layer.weight", layer.weight);
        prompt("layer.bias", layer.bias);
        prompt(
                "optim = torch.optim.SGD(layer.parameters(), lr=0.1)",
                optim = new SGD(layer.parameters(), SGD.lr(0.1)));
        prompt("loss = y - layer(x)", loss = y.sub(layer.forward(x)));
        prompt("loss", loss);
        prompt("loss.backward()", () -> loss.backward());
        prompt("layer.weight.grad", layer.weight.grad());
        prompt("layer.bias.grad", layer.bias.grad());
        prompt("optim.step()", () -> optim.step());
        prompt("layer.weight", layer.weight);
        prompt("layer.bias", layer.bias);
        prompt("loss = y - layer(x)", loss = y.sub(layer.forward(x)));
        prompt("loss", loss);
    }
}
