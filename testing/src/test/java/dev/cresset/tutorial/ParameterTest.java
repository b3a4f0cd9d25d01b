package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Parameter;
import dev.cresset.nn.Linear;

/** Section {@code parameter}: what a layer learns. */
final class ParameterTest extends TutorialSection {
    private Linear layer;

    ParameterTest() {
        super("parameter");
    }

    @Override
    void play() {
        prompt("layer = torch.nn.Linear(2, 1)", layer = new Linear(2, 1));
        prompt("layer.weight", layer.weight);
        promptClass("type(layer.weight)", layer.weight.getClass());
        error(
                "layer.weight = torch.rand(2, 1, requires_grad=True)",
                () -> layer.set("weight", rand(2, 1).requiresGrad_()));
        prompt(
                "layer.weight = torch.nn.parameter.Parameter(torch.rand(2, 1))",
                layer.set("weight", new Parameter(rand(2, 1))));
        prompt("layer.weight", layer.weight);
        prompt("layer.state_dict()", layer.stateDict());
    }
}
