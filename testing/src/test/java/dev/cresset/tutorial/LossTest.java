package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.mseLoss;

import dev.cresset.Tensor;
import dev.cresset.nn.BCELoss;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Loss;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.Reduction;

/** Section {@code loss}: loss functions. */
final class LossTest extends TutorialSection {
    private Tensor x;
    private Tensor w;
    private Tensor b;
    private Tensor y;
    private Tensor output;
    private Tensor target;

    LossTest() {
        super("loss");
    }

    @Override
    void play() {
        prompt("x = torch.tensor(1.)", x = tensor(1.));
        prompt("w = torch.tensor(2.)", w = tensor(2.));
        prompt("b = torch.tensor(0.)", b = tensor(0.));
        prompt("y = torch.tensor(1.)", y = tensor(1.));
        var mse = mseLoss(y, w.mul(x).add(b));
        prompt("mse = torch.nn.functional.mse_loss(y, w * x + b)", mse);
        prompt("mse", mse);
        prompt("output = torch.rand(5, 10)", output = rand(5, 10));
        prompt(
                "target = torch.tensor([0, 2, 9, 9, 2]).long()",
                target = tensor(0, 2, 9, 9, 2).toLong());
        prompt(
                "torch.nn.CrossEntropyLoss()(output, target)",
                new CrossEntropyLoss().forward(output, target));
        error(
                "torch.nn.CrossEntropyLoss()(output, target.float())",
                () -> new CrossEntropyLoss().forward(output, target.toFloat()));
        error(
                "torch.nn.CrossEntropyLoss()(output, torch.tensor([0, 2, 9, 9, 10]))",
                () -> new CrossEntropyLoss().forward(output, tensor(0, 2, 9, 9, 10)));
        prompt("output = torch.rand(5, 1)", output = rand(5, 1));
        prompt("target = torch.ones(5, 1)", target = ones(5, 1));
        prompt("torch.nn.BCELoss()(output, target)", new BCELoss().forward(output, target));
        error(
                "torch.nn.BCELoss()(output * 3, target)",
                () -> new BCELoss().forward(output.mul(3), target));
        prompt(
                "torch.nn.MSELoss(reduction='sum')(output, target)",
                new MSELoss(Loss.reduction(Reduction.SUM)).forward(output, target));
        prompt("torch.nn.MSELoss()", new MSELoss());
    }
}
