package dev.cresset.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.data.TensorDataset;

import org.junit.jupiter.api.Test;

class DigitsTest {
    private static Tensor images(TensorDataset<LabelledImage> digits) {
        return digits.tensors().getFirst();
    }

    @Test
    void equalSeedsGiveEqualImages() {
        var digits = Digits.of(200, 7);
        assertTrue(images(digits).equal(images(Digits.of(200, 7))));
        assertFalse(images(digits).equal(images(Digits.of(200, 8))));
        // The n-th image does not depend on how many there are.
        assertTrue(images(digits).narrow(0, 0, 50).equal(images(Digits.of(50, 7))));
    }

    @Test
    void imagesLookLikeThoseOfMnist() {
        var digits = Digits.of(500, 3);
        assertEquals(500, digits.size());
        var image = digits.get(13);
        assertEquals(new Size(1, 28, 28), image.image().shape());
        assertEquals(3, image.label().itemLong());
        var all = images(digits);
        assertTrue(all.min().item() == 0 && all.max().item() <= 1);
        // MNIST has a mean of 0.13; half of that or double that would be another pen.
        double mean = all.mean().item();
        assertTrue(mean > 0.07 && mean < 0.26, "mean " + mean);
        // All ink lies within two pixels of the margin.
        var margin = all.clone();
        margin.narrow(2, 1, 26).narrow(3, 1, 26).zero_();
        assertTrue(margin.mean().item() < 1e-3 * mean);
    }

    /** A digit is mostly nearer to the mean image of its own kind, but not always: not too easy. */
    @Test
    void digitsDiffer() {
        var train = images(Digits.of(1000, 1)).view(100, 10, 28 * 28);
        var means = train.mean(0);
        var test = Digits.of(500, 2);
        var distances = images(test).view(500, 1, 28 * 28).sub(means.unsqueeze(0)).square().sum(2);
        var labels = test.tensors().get(1);
        double right = distances.argmin(1).eq(labels).sum().item() / 500;
        assertTrue(right > 0.5 && right < 0.98, "nearest mean is right in " + right);
        assertEquals(Torch.arange(10).repeat(50).toString(), labels.toString());
    }
}
