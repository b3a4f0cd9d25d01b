package dev.cresset.vision;

import dev.cresset.Tensor;
import dev.cresset.data.TensorDataset;
import dev.cresset.io.FileFormatException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The MNIST handwritten digits (LeCun, Cortes, Burges): 60,000 images to learn from and 10,000 to
 * be tested by, 28 x 28.
 *
 * <p>A folder holds the four files under their usual names, plain or with {@code .gz}: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}, {@code
 * t10k-labels-idx1-ubyte}.
 */
public final class Mnist {
    private static final URI MIRROR = URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/");

    /** MD5 of the files, as the mirror has them. */
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873");
        FILES.put("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432");
        FILES.put("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3");
        FILES.put("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c");
    }

    private Mnist() {}

    /**
     * The images to learn from.
     *
     * @throws FileFormatException if a file is damaged
     * @throws IOException if a file is missing or cannot be read
     */
    public static TensorDataset<LabelledImage> train(Path folder) throws IOException {
        return read(folder, "train");
    }

    /**
     * The images to be tested by.
     *
     * @throws FileFormatException if a file is damaged
     * @throws IOException if a file is missing or cannot be read
     */
    public static TensorDataset<LabelledImage> test(Path folder) throws IOException {
        return read(folder, "t10k");
    }

    /** True if the folder holds the images to learn from. */
    public static boolean hasTrain(Path folder) {
        return exists(folder, "train-images-idx3-ubyte");
    }

    private static boolean exists(Path folder, String name) {
        return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".gz"));
    }

    /**
     * Fetches the four files into a folder, 12 MB. What is there already and right is kept, what
     * was fetched in part is continued, and what arrives is compared with its checksum.
     *
     * @throws IOException if there is no connection or a checksum is wrong; the message says what
     *     to do
     */
    public static void download(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : FILES.entrySet()) {
            Download.fetch(
                    MIRROR.resolve(file.getKey()), folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static TensorDataset<LabelledImage> read(Path folder, String part) throws IOException {
        var imageFile = file(folder, part + "-images-idx3-ubyte");
        var labelFile = file(folder, part + "-labels-idx1-ubyte");
        var images = IdxFile.read(imageFile, 3);
        var labels = IdxFile.read(labelFile, 1);
        if (images.size(0) != labels.size(0)) {
            throw new FileFormatException(
                    labelFile,
                    "there are "
                            + labels.size(0)
                            + " labels for "
                            + images.size(0)
                            + " images in "
                            + imageFile.getFileName());
        }
        if (labels.numel() > 0 && labels.max().itemLong() > 9) {
            throw new FileFormatException(
                    labelFile, "the label " + labels.max().itemLong() + " is no digit");
        }
        return TensorDataset.of(LabelledImage::new, planes(images), labels.toLong());
    }

    private static Tensor planes(Tensor images) {
        return Digits.shares(images).unsqueeze(1);
    }

    private static Path file(Path folder, String name) throws IOException {
        for (var candidate : new Path[] {folder.resolve(name), folder.resolve(name + ".gz")}) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new FileNotFoundException(
                "Mnist: neither "
                        + name
                        + " nor "
                        + name
                        + ".gz is in "
                        + folder.toAbsolutePath()
                        + "; put the MNIST files there or fetch them: Mnist.download(folder), or"
                        + " --download on the command line");
    }
}
