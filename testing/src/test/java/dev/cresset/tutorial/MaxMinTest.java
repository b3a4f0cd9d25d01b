package dev.cresset.tutorial;

import static dev.cresset.KeepDim.KEEPDIM;
import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

import java.util.List;

/** Section {@code maxmin}: reductions of everything and of one dimension. */
final class MaxMinTest extends TutorialSection {
    private Tensor a;

    MaxMinTest() {
        super("maxmin");
    }

    @Override
    void play() {
        prompt("a = torch.tensor([1., 2., 3., 4., 5.])", a = tensor(1., 2., 3., 4., 5.));
        prompt("a.max()", a.max());
        prompt("a.min()", a.min());
        prompt("a.median()", a.median());
        prompt("a.mean()", a.mean());
        prompt("a.sum()", a.sum());
        prompt("a.prod()", a.prod());
        prompt("a.argmax()", a.argmax());
        prompt("a.argmin()", a.argmin());
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a", a);
        prompt("a.max()", a.max());
        prompt("a.max(dim=0)", a.max(0));
        prompt("a.max(dim=1)", a.max(1));
        prompt("a.max(dim=0, keepdim=True)", a.max(0, KEEPDIM));
        prompt("a.max(dim=1, keepdim=True)", a.max(1, KEEPDIM));
        prompt("a.min(dim=1)", a.min(1));
        prompt("a.median(dim=1)", a.median(1));
        prompt("a.mean(dim=0)", a.mean(0));
        prompt("a.mean(dim=1, keepdim=True)", a.mean(1, KEEPDIM));
        prompt("a.sum(dim=0)", a.sum(0));
        prompt("a.prod(dim=1)", a.prod(1));
        prompt("a.argmax()", a.argmax());
        prompt("a.argmax(dim=0)", a.argmax(0));
        prompt("a.argmax(dim=1)", a.argmax(1));
        prompt("a.std()", a.std());
        prompt("a.var(dim=0)", a.var(0));
        error("torch.tensor([1, 2]).mean()", () -> tensor(1, 2).mean());
        error("torch.tensor([]).max()", () -> tensor(List.of()).max());
        error("a.max(dim=2)", () -> a.max(2));
    }
}
