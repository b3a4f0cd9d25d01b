package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.conv2d;

import dev.cresset.Tensor;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv2d;

/** Section {@code conv}: convolutions. */
final class ConvTest extends TutorialSection {
    private Tensor x;
    private Tensor w;
    private Tensor b;
    private Conv2d layer;

    ConvTest() {
        super("conv");
    }

    @Override
    void play() {
        prompt("x = torch.rand(1, 1, 28, 28)", x = rand(1, 1, 28, 28));
        prompt(
                "layer = torch.nn.Conv2d(1, 3, kernel_size=3, stride=1, padding=0)",
                layer = new Conv2d(1, 3, 3, Conv.stride(1).padding(0)));
        prompt("layer", layer);
        prompt("layer.weight", layer.weight);
        prompt("layer.weight.shape", layer.weight.shape());
        prompt("layer.bias.shape", layer.bias.shape());
        prompt("layer(x)", layer.forward(x));
        prompt("layer(x).shape", layer.forward(x).shape());
        prompt(
                "torch.nn.Conv2d(1, 3, kernel_size=3, stride=1, padding=1)(x).shape",
                new Conv2d(1, 3, 3, Conv.stride(1).padding(1)).forward(x).shape());
        prompt(
                "torch.nn.Conv2d(1, 3, kernel_size=3, stride=2, padding=0)(x).shape",
                new Conv2d(1, 3, 3, Conv.stride(2).padding(0)).forward(x).shape());
        prompt(
                "torch.nn.Conv2d(1, 3, kernel_size=3, stride=2, padding=1)(x).shape",
                new Conv2d(1, 3, 3, Conv.stride(2).padding(1)).forward(x).shape());
        prompt("w = torch.rand(3, 1, 3, 3)", w = rand(3, 1, 3, 3));
        prompt("b = torch.rand(3)", b = rand(3));
        prompt(
                "torch.nn.functional.conv2d(x, w, b, stride=1, padding=1)",
                conv2d(x, w, b, Conv.stride(1).padding(1)));
        error("layer(torch.rand(1, 2, 28, 28))", () -> layer.forward(rand(1, 2, 28, 28)));
    }
}
