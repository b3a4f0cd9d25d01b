package dev.cresset.tutorial;

import static dev.cresset.Index.ALL;
import static dev.cresset.Torch.*;

import dev.cresset.Index;
import dev.cresset.Tensor;

/** Section {@code index}: elements, rows and columns. */
final class IndexTest extends TutorialSection {
    private Tensor a;

    IndexTest() {
        super("index");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a", a);
        prompt("a[0]", a.get(0));
        prompt("a[0, 1]", a.get(0, 1));
        prompt("a[:, [0, 2]]", a.get(ALL, Index.by(0, 2)));
        prompt("a[-1, -1]", a.get(-1, -1));
        prompt("a.index_select(0, torch.tensor([1]))", a.indexSelect(0, tensor(new long[] {1})));
        prompt("a.index_select(1, torch.tensor([1, 2]))", a.indexSelect(1, tensor(1, 2)));
        error("a[2]", () -> a.get(2));
        error("a[0, 5]", () -> a.get(0, 5));
        error(
                "a.index_select(0, torch.tensor([2]))",
                () -> a.indexSelect(0, tensor(new long[] {2})));
    }
}
