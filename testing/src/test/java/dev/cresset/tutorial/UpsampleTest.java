package dev.cresset.tutorial;

import static dev.cresset.Torch.*;
import static dev.cresset.nn.Functional.interpolate;
import static dev.cresset.nn.Interpolation.BILINEAR;
import static dev.cresset.nn.Interpolation.NEAREST;

import dev.cresset.Tensor;
import dev.cresset.nn.Resize;
import dev.cresset.nn.UpsamplingNearest2d;

/** Section {@code upsample}: resampling of images. */
final class UpsampleTest extends TutorialSection {
    private Tensor x;

    UpsampleTest() {
        super("upsample");
    }

    @Override
    void play() {
        prompt("x = torch.rand(1, 1, 2, 2)", x = rand(1, 1, 2, 2));
        prompt("x", x);
        prompt(
                "torch.nn.functional.interpolate(x, scale_factor=2, mode='nearest')",
                interpolate(x, Resize.scale(2).mode(NEAREST)));
        prompt(
                "torch.nn.functional.interpolate(x, scale_factor=0.5, mode='nearest')",
                interpolate(x, Resize.scale(0.5).mode(NEAREST)));
        prompt(
                "torch.nn.functional.interpolate(x, scale_factor=2, mode='bilinear',"
                        + " align_corners=False)",
                interpolate(x, Resize.scale(2).mode(BILINEAR)));
        prompt(
                "torch.nn.UpsamplingNearest2d(scale_factor=2)(x)",
                new UpsamplingNearest2d(Resize.scale(2)).forward(x));
        prompt(
                "torch.nn.UpsamplingNearest2d(scale_factor=2)",
                new UpsamplingNearest2d(Resize.scale(2)));
    }
}
