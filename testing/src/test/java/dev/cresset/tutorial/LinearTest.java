package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.linear;

import dev.cresset.Tensor;
import dev.cresset.nn.Linear;

/** Section {@code linear}: affine layers. */
final class LinearTest extends TutorialSection {
    private Linear layer1;
    private Linear layer2;
    private Tensor x;
    private Tensor w;

    LinearTest() {
        super("linear");
    }

    @Override
    void play() {
        prompt("layer1 = torch.nn.Linear(100, 10)", layer1 = new Linear(100, 10));
        prompt("layer2 = torch.nn.Linear(10, 1)", layer2 = new Linear(10, 1));
        prompt("x = torch.rand(1, 100)", x = rand(1, 100));
        prompt("x = layer1(x)", x = layer1.forward(x));
        prompt("x", x);
        prompt("x.shape", x.shape());
        prompt("x = layer2(x)", x = layer2.forward(x));
        prompt("x", x);
        prompt("layer1.weight.shape", layer1.weight.shape());
        prompt("layer1.bias", layer1.bias);
        prompt("w = torch.rand(10, 100)", w = rand(10, 100));
        prompt("torch.nn.functional.linear(torch.rand(1, 100), w)", linear(rand(1, 100), w));
        error("layer1(torch.rand(1, 99))", () -> layer1.forward(rand(1, 99)));
    }
}
