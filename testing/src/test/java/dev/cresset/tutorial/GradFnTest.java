package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.linear;

import dev.cresset.Tensor;

/** Section {@code gradfn}: what computed a tensor. */
final class GradFnTest extends TutorialSection {
    private Tensor a;

    GradFnTest() {
        super("gradfn");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 2, requires_grad=True)", a = rand(2, 2).requiresGrad_());
        prompt("a", a);
        prompt("a + 1", a.add(1));
        prompt("a * 2", a.mul(2));
        prompt("a @ a", a.matmul(a));
        prompt("a.sum()", a.sum());
        prompt("a.mean()", a.mean());
        prompt("a.t()", a.t());
        prompt("a.relu()", a.relu());
        prompt("a.exp()", a.exp());
        prompt("a.view(4)", a.view(4));
        prompt("a[0]", a.get(0));
        prompt("a.detach()", a.detach());
        prompt("torch.nn.functional.linear(a, a, torch.ones(2))", linear(a, a, ones(2)));
    }
}
