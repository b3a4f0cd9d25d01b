package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.avgPool2d;

import dev.cresset.Tensor;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Pool;

/** Section {@code pool}: pooling and flattening. */
final class PoolTest extends TutorialSection {
    private Tensor x;
    private MaxPool2d layer;

    PoolTest() {
        super("pool");
    }

    @Override
    void play() {
        prompt("x = torch.rand(1, 1, 28, 28)", x = rand(1, 1, 28, 28));
        prompt("layer = torch.nn.MaxPool2d(3, stride=2)", layer = new MaxPool2d(3, Pool.stride(2)));
        prompt("layer", layer);
        prompt("layer(x)", layer.forward(x));
        prompt("layer(x).shape", layer.forward(x).shape());
        prompt("torch.nn.functional.avg_pool2d(x, 3, stride=2)", avgPool2d(x, 3, Pool.stride(2)));
        prompt(
                "torch.nn.functional.avg_pool2d(x, 3, stride=2).shape",
                avgPool2d(x, 3, Pool.stride(2)).shape());
        prompt("torch.flatten(torch.rand(2, 2))", rand(2, 2).flatten());
        prompt("torch.flatten(torch.rand(2, 2)).shape", rand(2, 2).flatten().shape());
    }
}
