package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;

/** Section {@code shape}: sizes and types. */
final class ShapeTest extends TutorialSection {
    private Tensor a;

    ShapeTest() {
        super("shape");
    }

    @Override
    void play() {
        prompt("a = torch.tensor(1.)", a = tensor(1.));
        prompt("a.shape", a.shape());
        prompt("a = torch.tensor((1., 2.))", a = tensor(1., 2.));
        prompt("a.shape", a.shape());
        prompt("a = torch.tensor(((1., 2.), (3, 4)))", a = tensor(new double[][] {{1, 2}, {3, 4}}));
        prompt("a", a);
        prompt("a.shape", a.shape());
        prompt("a.shape[0]", a.shape().get(0));
        prompt("a.size()", a.size());
        prompt("a.size(0)", a.size(0));
        prompt("a.dim()", a.dim());
        prompt("a.numel()", a.numel());
        prompt("torch.tensor(1.).dim()", tensor(1.).dim());
        prompt("a.type()", a.type());
        prompt("torch.IntTensor(1).type()", IntTensor(1).type());
        error("a.item()", () -> a.item());
        prompt("torch.tensor([3.5]).item()", tensor(new double[] {3.5}).item());
    }
}
