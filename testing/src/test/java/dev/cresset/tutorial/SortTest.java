package dev.cresset.tutorial;

import static dev.cresset.Order.ASCENDING;
import static dev.cresset.Order.DESCENDING;
import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code sort}: order. */
final class SortTest extends TutorialSection {
    private Tensor a;

    SortTest() {
        super("sort");
    }

    @Override
    void play() {
        prompt("a = torch.tensor([1., 5., 4., 2., 5., 3.])", a = tensor(1., 5., 4., 2., 5., 3.));
        prompt("a.argsort()", a.argsort());
        prompt("a.argsort(descending=True)", a.argsort(-1, DESCENDING));
        prompt("a.sort()", a.sort());
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a", a);
        prompt("a.topk(3)", a.topk(3));
        prompt("a.topk(2, dim=1)", a.topk(2, 1));
        prompt("a.topk(3, largest=False)", a.topk(3, -1, ASCENDING));
        error("a.topk(4)", () -> a.topk(4));
        prompt("a.sort()", a.sort());
        prompt("a.kthvalue(2, dim=0)", a.kthvalue(2, 0));
        prompt("a.kthvalue(2, dim=1)", a.kthvalue(2, 1));
    }
}
