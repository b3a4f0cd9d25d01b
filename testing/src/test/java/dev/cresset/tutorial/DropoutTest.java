package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.dropout;

import dev.cresset.Tensor;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Mode;

/** Section {@code dropout}: random zeros. */
final class DropoutTest extends TutorialSection {
    private Tensor a;

    DropoutTest() {
        super("dropout");
    }

    @Override
    void play() {
        prompt("a = torch.rand(20)", a = rand(20));
        prompt("torch.nn.functional.dropout(a, 0.2)", dropout(a, 0.2));
        prompt("torch.nn.functional.dropout(a, 0.2, training=False)", dropout(a, 0.2, Mode.EVAL));
        var layer = new Dropout(0.5);
        layer.eval();
        prompt("torch.nn.Dropout(0.5).eval()(torch.ones(3))", layer.forward(ones(3)));
        error("torch.nn.functional.dropout(a, 1.5)", () -> dropout(a, 1.5));
    }
}
