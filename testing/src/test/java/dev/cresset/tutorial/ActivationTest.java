package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.leakyRelu;

import dev.cresset.Tensor;
import dev.cresset.nn.LeakyReLU;
import dev.cresset.nn.Softmax;

/** Section {@code activation}: activation functions. */
final class ActivationTest extends TutorialSection {
    private Tensor a;

    ActivationTest() {
        super("activation");
    }

    @Override
    void play() {
        prompt("a = torch.linspace(-100, 100, 10)", a = linspace(-100, 100, 10));
        prompt("a", a);
        prompt("torch.sigmoid(a)", a.sigmoid());
        prompt("a = torch.linspace(-2, 2, 5)", a = linspace(-2, 2, 5));
        prompt("torch.tanh(a)", a.tanh());
        prompt("torch.relu(a)", a.relu());
        prompt("torch.nn.functional.leaky_relu(a, 0.01)", leakyRelu(a, 0.01));
        prompt("torch.softmax(a, dim=0)", a.softmax(0));
        prompt("torch.nn.LeakyReLU(0.1)(a)", new LeakyReLU(0.1).forward(a));
        prompt("torch.nn.LeakyReLU(0.1)", new LeakyReLU(0.1));
        prompt("torch.nn.Softmax(dim=0)(a).sum()", new Softmax(0).forward(a).sum());
    }
}
