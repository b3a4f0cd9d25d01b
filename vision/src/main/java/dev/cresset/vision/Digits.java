package dev.cresset.vision;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.data.TensorDataset;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.util.stream.IntStream;

/**
 * Handwritten digits that nobody wrote: strokes with random deformation, 28 x 28 as MNIST. They
 * need no download, and equal seeds give equal images everywhere.
 *
 * {@snippet :
 * Dataset<LabelledImage> train = Digits.train();
 * Dataset<LabelledImage> test = Digits.test();
 * }
 */
public final class Digits {
    /** Height and width of an image. */
    public static final int SIZE = 28;

    private Digits() {}

    /** 10,000 images. */
    public static TensorDataset<LabelledImage> train() {
        return of(10_000, 1);
    }

    /** 2,000 images, none of which is in {@link #train}. */
    public static TensorDataset<LabelledImage> test() {
        return of(2_000, 2);
    }

    /**
     * Images of the digits 0 to 9 in turn.
     *
     * @param count number of images
     * @param seed what decides how each is written
     */
    public static TensorDataset<LabelledImage> of(int count, long seed) {
        var images = Torch.empty(DType.UINT8, count, 1, SIZE, SIZE);
        var labels = Torch.arange(count).remainder(10);
        try (var use = AddressUse.begin()) {
            long address = images.array().address();
            IntStream.range(0, count)
                    .parallel()
                    .forEach(i -> write(address + (long) i * SIZE * SIZE, seed, i));
        }
        return TensorDataset.of(LabelledImage::new, shares(images), labels);
    }

    private static void write(long address, long seed, int i) {
        var pixels = new Handwriting(seed, i).draw(i % 10);
        for (int p = 0; p < pixels.length; p++) {
            Memory.setByte(address + p, pixels[p]);
        }
    }

    /** Bytes from 0 to 255 as numbers from 0 to 1. */
    static Tensor shares(Tensor bytes) {
        return bytes.toFloat().div_(255);
    }
}
