package dev.cresset.examples;

import static dev.cresset.nn.Functional.maxPool2d;

import dev.cresset.Tensor;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Module;

/** A small convolutional network that tells digits of 28 x 28 pixels apart. */
public final class DigitNet extends Module {
    private final Conv2d conv1 = new Conv2d(1, 16, 3, Conv.padding(1));
    private final BatchNorm2d norm1 = new BatchNorm2d(16);
    private final Conv2d conv2 = new Conv2d(16, 32, 3, Conv.padding(1));
    private final BatchNorm2d norm2 = new BatchNorm2d(32);
    private final Dropout dropout = new Dropout(0.25);
    private final Linear fc1 = new Linear(32 * 7 * 7, 128);
    private final Linear fc2 = new Linear(128, 10);

    /** A network with random weights. */
    public DigitNet() {}

    /**
     * Scores of the ten digits.
     *
     * @param x images, n x 1 x 28 x 28
     * @return n x 10, the larger the likelier
     */
    public Tensor forward(Tensor x) {
        x = maxPool2d(norm1.forward(conv1.forward(x)).relu(), 2);
        x = maxPool2d(norm2.forward(conv2.forward(x)).relu(), 2);
        x = dropout.forward(x.flatten(1));
        x = dropout.forward(fc1.forward(x).relu());
        return fc2.forward(x);
    }
}
