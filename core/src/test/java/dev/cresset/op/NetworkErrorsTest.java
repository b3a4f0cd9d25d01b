package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Wrong arguments of network functions: the messages contain what PyTorch says. */
class NetworkErrorsTest {
    private static final Tensor LOGITS = Torch.zeros(4, 10);
    private static final Tensor IMAGE = Torch.zeros(1, 3, 5, 5);
    private static final Tensor KERNEL = Torch.zeros(4, 3, 3, 3);

    private static void refuses(String message, String op, Object... args) {
        refuses(message, op, Map.of(), args);
    }

    private static void refuses(
            String message, String op, Map<String, ?> keywords, Object... args) {
        var e =
                assertThrows(
                        RuntimeException.class,
                        () -> Registry.call(op, Arrays.asList(args), keywords));
        assertTrue(
                e instanceof OpException || e instanceof OpIndexException,
                () -> "not one of our exceptions: " + e);
        assertTrue(e.getMessage().contains(message), e::getMessage);
    }

    private static Tensor classes(long... values) {
        return Torch.tensor(values);
    }

    @Test
    void targetsOfCrossEntropy() {
        refuses(
                "expected scalar type Long but found Float",
                "cross_entropy",
                LOGITS,
                Torch.zeros(4));
        refuses(
                "expected target dtype to be Long or Byte, but got Int",
                "nll_loss",
                LOGITS,
                Torch.zeros(DType.INT32, 4));
        refuses(
                "Expected input batch_size (4) to match target batch_size (3).",
                "cross_entropy",
                LOGITS,
                classes(1, 2, 3));
        refuses("Target 10 is out of bounds.", "cross_entropy", LOGITS, classes(1, 2, 3, 10));
        refuses("Target -1 is out of bounds.", "nll_loss", LOGITS, classes(1, 2, 3, -1));
        refuses(
                "0D or 1D target tensor expected, multi-target not supported",
                "nll_loss",
                LOGITS,
                Torch.zeros(DType.INT64, 4, 1));
        refuses(
                "Expected target size [2, 4], got [2, 5]",
                "nll_loss",
                Torch.zeros(2, 3, 4),
                Torch.zeros(DType.INT64, 2, 5));
        refuses(
                "weight tensor should be defined either for all 10 classes or no classes but got"
                        + " weight tensor of shape: [3]",
                "cross_entropy",
                LOGITS,
                classes(1, 2, 3, 4),
                Torch.ones(3));
        refuses(
                "label_smoothing must be between 0.0 and 1.0. Got: 1.5",
                "cross_entropy",
                Map.of("label_smoothing", 1.5),
                LOGITS,
                classes(1, 2, 3, 4));
        refuses(
                "foo is not a valid value for reduction",
                "cross_entropy",
                Map.of("reduction", "foo"),
                LOGITS,
                classes(1, 2, 3, 4));
        refuses(
                "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'",
                "cross_entropy",
                Torch.zeros(DType.INT64, 4, 10),
                classes(1, 2, 3, 4));
    }

    @Test
    void operandsOfElementLosses() {
        refuses(
                "The size of tensor a (10) must match the size of tensor b (9) at non-singleton"
                        + " dimension 1",
                "mse_loss",
                LOGITS,
                Torch.zeros(4, 9));
        refuses(
                "all elements of input should be between 0 and 1",
                "binary_cross_entropy",
                Torch.tensor(0.5, 1.5),
                Torch.zeros(2));
        refuses(
                "Using a target size (torch.Size([4])) that is different to the input size"
                        + " (torch.Size([3])) is deprecated. Please ensure they have the same size.",
                "binary_cross_entropy",
                Torch.zeros(3),
                Torch.zeros(4));
        refuses(
                "Found dtype Double but expected Float",
                "binary_cross_entropy",
                Torch.zeros(3),
                Torch.zeros(DType.FLOAT64, 3));
        refuses(
                "Target size (torch.Size([4])) must be the same as input size (torch.Size([3]))",
                "binary_cross_entropy_with_logits",
                Torch.zeros(3),
                Torch.zeros(4));
        refuses(
                "smooth_l1_loss does not support negative values for beta.",
                "smooth_l1_loss",
                Map.of("beta", -1),
                LOGITS,
                LOGITS);
        refuses(
                "huber_loss does not support non-positive values for delta.",
                "huber_loss",
                Map.of("delta", 0),
                LOGITS,
                LOGITS);
    }

    @Test
    void sizesOfConvolutions() {
        refuses(
                "Given groups=1, weight of size [4, 2, 3, 3], expected input[1, 3, 5, 5] to have 2"
                        + " channels, but got 3 channels instead",
                "conv2d",
                IMAGE,
                Torch.zeros(4, 2, 3, 3));
        refuses(
                "Given transposed=1, weight of size [4, 3, 3, 3], expected input[1, 3, 5, 5] to"
                        + " have 4 channels, but got 3 channels instead",
                "conv_transpose2d",
                IMAGE,
                KERNEL);
        refuses(
                "Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel"
                        + " size can't be greater than actual input size",
                "conv2d",
                Torch.zeros(1, 3, 2, 2),
                KERNEL);
        refuses(
                "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size:"
                        + " [3, 5]",
                "conv2d",
                Torch.zeros(3, 5),
                KERNEL);
        refuses(
                "Given weight of size [4, 3, 3, 3], expected bias to be 1-dimensional with 4"
                        + " elements, but got bias of size [5] instead",
                "conv2d",
                IMAGE,
                KERNEL,
                Torch.zeros(5));
        refuses(
                "expected stride to be a single integer value or a list of 2 values to match the"
                        + " convolution dimensions, but got stride=[1, 2, 3]",
                "conv2d",
                Map.of("stride", List.of(1L, 2L, 3L)),
                IMAGE,
                KERNEL);
        refuses(
                "padding='same' is not supported for strided convolutions",
                "conv2d",
                Map.of("stride", 2L, "padding", "same"),
                IMAGE,
                KERNEL);
        refuses("Invalid padding string: 'foo'", "conv2d", Map.of("padding", "foo"), IMAGE, KERNEL);
        refuses(
                "non-positive stride is not supported",
                "conv2d",
                Map.of("stride", 0L),
                IMAGE,
                KERNEL);
        refuses(
                "expected scalar type Float but found Double",
                "conv2d",
                IMAGE,
                KERNEL.to(DType.FLOAT64));
        refuses(
                "Input type (float) and bias type (double) should be the same",
                "conv2d",
                IMAGE,
                KERNEL,
                Torch.zeros(DType.FLOAT64, 4));
    }

    @Test
    void windowsOfPooling() {
        refuses(
                "Given input size: (3x5x5). Calculated output size: (3x0x0). Output size is too"
                        + " small",
                "max_pool2d",
                IMAGE,
                7L);
        refuses(
                "pad should be at most half of effective kernel size, but got pad=4, kernel_size=3"
                        + " and dilation=1",
                "max_pool2d",
                Map.of("padding", 4L),
                IMAGE,
                3L);
        refuses(
                "divisor must be not zero",
                "avg_pool2d",
                Map.of("divisor_override", 0L),
                IMAGE,
                2L);
        refuses("stride should be greater than zero", "avg_pool2d", IMAGE, 2L, 0L);
    }

    @Test
    void operandsOfNormalisation() {
        var x = Torch.zeros(2, 3);
        refuses(
                "Expected more than 1 value per channel when training, got input size"
                        + " torch.Size([1, 3])",
                "batch_norm",
                Map.of("training", true),
                Torch.zeros(1, 3),
                Torch.zeros(3),
                Torch.ones(3));
        refuses(
                "running_mean should contain 3 elements not 4",
                "batch_norm",
                x,
                Torch.zeros(4),
                Torch.ones(3));
        refuses("running_mean must be defined in evaluation mode", "batch_norm", x, null, null);
        refuses(
                "mixed dtype (CPU): all inputs must share same datatype",
                "batch_norm",
                x.to(DType.FLOAT64),
                Torch.zeros(3),
                Torch.ones(3));
        refuses(
                "\"batch_norm\" not implemented for 'Long'",
                "batch_norm",
                x.to(DType.INT64),
                Torch.zeros(3),
                Torch.ones(3));
        refuses(
                "Given normalized_shape=[9], expected input with shape [*, 9], but got input of"
                        + " size[2, 3]",
                "layer_norm",
                x,
                9L);
    }

    @Test
    void dropoutAndIndices() {
        refuses(
                "dropout probability has to be between 0 and 1, but got 1.5",
                "dropout",
                LOGITS,
                1.5);
        refuses(
                "result type Float can't be cast to the desired output type Long",
                "dropout",
                LOGITS.to(DType.INT64));
        refuses("index out of range in self", "embedding", classes(5), Torch.zeros(3, 2));
        refuses(
                "Expected tensor for argument #1 'indices' to have one of the following scalar"
                        + " types: Long, Int",
                "embedding",
                Torch.zeros(1),
                Torch.zeros(3, 2));
        refuses("Class values must be non-negative.", "one_hot", classes(-1));
        refuses("Class values must be smaller than num_classes.", "one_hot", classes(3), 2L);
        refuses(
                "one_hot is only applicable to index tensor of type LongTensor.",
                "one_hot",
                Torch.zeros(3));
    }

    @Test
    void bordersAndSizes() {
        refuses(
                "Padding size should be less than the corresponding input dimension, but got:"
                        + " padding (10, 1) at dimension 1 of input [4, 10]",
                "pad",
                Map.of("mode", "reflect"),
                LOGITS,
                List.of(10L, 1L));
        refuses("Unrecognised padding mode foo", "pad", LOGITS, list(1, 1), "foo");
        refuses("Padding length must be divisible by 2", "pad", LOGITS, list(1));
        refuses(
                "Padding length should be less than or equal to two times the input dimension but"
                        + " got padding length 6 and input of dimension 2",
                "pad",
                LOGITS,
                list(1, 1, 1, 1, 1, 1));
        refuses(
                "either size or scale_factor should be defined",
                "interpolate",
                Torch.zeros(1, 2, 4));
        refuses(
                "only one of size or scale_factor should be defined",
                "interpolate",
                Torch.zeros(1, 2, 4),
                3L,
                2L);
        refuses(
                "Got 3D input, but bilinear mode needs 4D input",
                "interpolate",
                Map.of("mode", "bilinear"),
                Torch.zeros(1, 2, 4),
                3L);
        refuses(
                "align_corners option can only be set with the interpolating modes: linear |"
                        + " bilinear | bicubic | trilinear",
                "interpolate",
                Map.of("align_corners", true),
                Torch.zeros(1, 2, 4),
                3L);
    }

    private static long[] list(long... values) {
        return values;
    }
}
