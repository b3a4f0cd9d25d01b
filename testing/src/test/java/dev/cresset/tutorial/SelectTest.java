package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

import java.util.List;

/** Section {@code select}: picking and joining. */
final class SelectTest extends TutorialSection {
    private Tensor a;
    private Tensor b;

    SelectTest() {
        super("select");
    }

    @Override
    void play() {
        prompt("a = torch.tensor([0, 0.5, 1, 2])", a = tensor(0, 0.5, 1, 2));
        prompt("torch.masked_select(a, a > 0.5)", a.maskedSelect(a.gt(0.5)));
        prompt("a = torch.rand(1, 2, 3)", a = rand(1, 2, 3));
        prompt("b = torch.rand(2, 2, 3)", b = rand(2, 2, 3));
        prompt("torch.cat((a, b))", cat(List.of(a, b)));
        prompt("torch.cat((a, b)).shape", cat(List.of(a, b)).shape());
        error("torch.cat((a, b), dim=2)", () -> cat(List.of(a, b), 2));
        prompt("a = torch.rand(1, 2, 3)", a = rand(1, 2, 3));
        prompt("b = torch.rand(1, 2, 3)", b = rand(1, 2, 3));
        prompt("torch.stack((a, b))", stack(List.of(a, b)));
        prompt("torch.stack((a, b)).shape", stack(List.of(a, b)).shape());
        prompt("torch.stack((a, b), dim=2)", stack(List.of(a, b), 2));
        prompt("torch.stack((a, b), dim=2).shape", stack(List.of(a, b), 2).shape());
    }
}
