package dev.cresset.tutorial;

import dev.cresset.Learning;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.text.Tuple;

import java.util.List;

/** Section {@code sequential}: layers one after the other. */
final class SequentialTest extends TutorialSection {
    private Sequential net;
    private Sequential seq;

    SequentialTest() {
        super("sequential");
    }

    @Override
    void play() {
        prompt(
                "net = torch.nn.Sequential(torch.nn.Linear(100, 10), torch.nn.Dropout(0.7),"
                        + " torch.nn.ReLU(), torch.nn.Linear(10, 1))",
                net =
                        new Sequential(
                                new Linear(100, 10),
                                new Dropout(0.7),
                                new ReLU(),
                                new Linear(10, 1)));
        prompt("net", net);
        prompt(
                "[(name, value.requires_grad) for name, value in net.named_parameters()]",
                learned(net));
        prompt(
                "net[0].weight.requires_grad = False",
                () -> ((Linear) net.get(0)).weight.requiresGrad_(Learning.FROZEN));
        prompt(
                "net[0].bias.requires_grad = False",
                () -> ((Linear) net.get(0)).bias.requiresGrad_(Learning.FROZEN));
        prompt(
                "[(name, value.requires_grad) for name, value in net.named_parameters()]",
                learned(net));
        prompt(
                "seq = torch.nn.Sequential(torch.nn.Linear(10, 20), torch.nn.Linear(20, 1))",
                seq = new Sequential(new Linear(10, 20), new Linear(20, 1)));
        prompt(
                "seq.add_module(\"tanh\", torch.nn.Tanh())",
                () -> seq.addModule("tanh", new Tanh()));
        prompt("seq", seq);
        prompt("seq[2]", seq.get(2));
        prompt("seq[2] = torch.nn.ReLU()", () -> seq.set(2, new ReLU()));
        prompt("seq", seq);
        prompt("del seq[2]", () -> seq.delete(2));
        prompt("seq", seq);
    }

    private static List<?> learned(Module module) {
        return module.namedParameters().entrySet().stream()
                .map(e -> Tuple.of(e.getKey(), e.getValue().requiresGrad()))
                .toList();
    }
}
