package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;

/** Section {@code batchnorm}: normalisation by batch. */
final class BatchNormTest extends TutorialSection {
    private BatchNorm1d layer1;
    private BatchNorm2d layer2;
    private Tensor x1;
    private Tensor x2;

    BatchNormTest() {
        super("batchnorm");
    }

    @Override
    void play() {
        prompt("x1 = torch.rand(1, 3, 784)", x1 = rand(1, 3, 784));
        prompt("layer1 = torch.nn.BatchNorm1d(3)", layer1 = new BatchNorm1d(3));
        prompt("layer1.weight", layer1.weight);
        prompt("layer1(x1)", layer1.forward(x1));
        prompt("layer1(x1).shape", layer1.forward(x1).shape());
        prompt("layer1.running_mean", layer1.runningMean);
        prompt("layer1.running_var", layer1.runningVar);
        prompt("layer1.num_batches_tracked", layer1.numBatchesTracked);
        prompt("x2 = torch.rand(1, 3, 28, 28)", x2 = rand(1, 3, 28, 28));
        prompt("layer2 = torch.nn.BatchNorm2d(3)", layer2 = new BatchNorm2d(3));
        prompt("layer2(x2)", layer2.forward(x2));
        prompt("layer2(x2).shape", layer2.forward(x2).shape());
        prompt("x2.mean()", x2.mean());
        prompt("x2.std()", x2.std());
        prompt("layer2(x2).std()", layer2.forward(x2).std());
        error("layer2(torch.rand(3, 28))", () -> layer2.forward(rand(3, 28)));
    }
}
