package dev.cresset.tutorial;

import dev.cresset.nn.Linear;
import dev.cresset.optim.Adam;
import dev.cresset.optim.SGD;

/** Section {@code optimizer}: optimisers and their options. */
final class OptimizerTest extends TutorialSection {
    private Linear model;
    private Adam optim;

    OptimizerTest() {
        super("optimizer");
    }

    @Override
    void play() {
        prompt("model = torch.nn.Linear(2, 1)", model = new Linear(2, 1));
        prompt(
                "optim = torch.optim.Adam(model.parameters(), lr=0.01)",
                optim = new Adam(model.parameters(), Adam.lr(0.01)));
        prompt("optim", optim);
        prompt("optim.param_groups[0]['lr'] = 0.001", () -> optim.paramGroups().get(0).lr(0.001));
        prompt("optim.param_groups[0]['lr']", optim.paramGroups().get(0).lr());
        prompt(
                "torch.optim.SGD(model.parameters(), lr=0.1)",
                new SGD(model.parameters(), SGD.lr(0.1)));
        error(
                "torch.optim.SGD(model.parameters(), lr=-1)",
                () -> new SGD(model.parameters(), SGD.lr(-1)));
    }
}
