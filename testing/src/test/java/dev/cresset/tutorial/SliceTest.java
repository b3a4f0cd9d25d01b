package dev.cresset.tutorial;

import static dev.cresset.Index.*;
import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code slice}: ranges, steps, dots and new dimensions. */
final class SliceTest extends TutorialSection {
    private Tensor a;

    SliceTest() {
        super("slice");
    }

    @Override
    void play() {
        prompt("a = torch.rand(2, 3)", a = rand(2, 3));
        prompt("a[0, :2]", a.get("0, :2"));
        prompt("a[0, ::2]", a.get("0, ::2"));
        prompt("a = torch.rand(2, 2, 2, 2)", a = rand(2, 2, 2, 2));
        prompt("a", a);
        prompt("a[1, ..., 1]", a.get(at(1), ELLIPSIS, at(1)));
        prompt("a[:, None].shape", a.get(ALL, NEW_AXIS).shape());
        prompt("a[..., 1:].shape", a.get(ELLIPSIS, from(1)).shape());
    }
}
