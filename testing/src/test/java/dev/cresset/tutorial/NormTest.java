package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.spi.DType;

/** Section {@code norm}: lengths of vectors. */
final class NormTest extends TutorialSection {
    private Tensor a;

    NormTest() {
        super("norm");
    }

    @Override
    void play() {
        prompt(
                "a = torch.tensor((-3, 4), dtype=torch.float32)",
                a = tensor(new int[] {-3, 4}, DType.FLOAT32));
        prompt("a.norm(2)", a.norm(2));
        prompt("a.norm(1)", a.norm(1));
        prompt("a.norm()", a.norm());
        prompt(
                "a = torch.tensor(((-3, 4), (6, 8)), dtype=torch.float32)",
                a = tensor(new int[][] {{-3, 4}, {6, 8}}, DType.FLOAT32));
        prompt("a.norm(2, dim=0)", a.norm(2, 0));
        prompt("a.norm(2, dim=1)", a.norm(2, 1));
        prompt("a.norm(float('inf'))", a.norm(Double.POSITIVE_INFINITY));
    }
}
