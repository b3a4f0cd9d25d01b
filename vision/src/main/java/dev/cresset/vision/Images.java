package dev.cresset.vision;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import java.awt.image.BufferedImage;

/**
 * Images of Java as tensors and back: {@code torchvision.transforms.functional}'s {@code
 * pil_to_tensor}, {@code to_tensor} and {@code to_pil_image}.
 *
 * <p>Gray images have one channel, images with transparency four (red, green, blue, alpha, not
 * premultiplied), all others three (red, green, blue). Images of 16 bits a channel are taken with
 * 8.
 */
public final class Images {
    private Images() {}

    /** The channels from 0 to 255, uint8, (channels, height, width). */
    public static Tensor imageToTensor(BufferedImage image) {
        return imageToTensor(image, ChannelOrder.CHW);
    }

    /** The channels from 0 to 255, uint8, in an order of dimensions. */
    public static Tensor imageToTensor(BufferedImage image, ChannelOrder order) {
        int height = image.getHeight();
        int width = image.getWidth();
        var pixels = isGray(image) ? gray(image) : colors(image);
        int channels = pixels.length / (height * width);
        var rows = Torch.tensor(pixels, DType.UINT8).view(height, width, channels);
        return order == ChannelOrder.HWC ? rows : rows.permute(2, 0, 1).contiguous();
    }

    /** The channels from 0 to 1, float32, (channels, height, width): {@code to_tensor}. */
    public static Tensor toTensor(BufferedImage image) {
        return toTensor(image, ChannelOrder.CHW);
    }

    /** The channels from 0 to 1, float32, in an order of dimensions. */
    public static Tensor toTensor(BufferedImage image, ChannelOrder order) {
        return imageToTensor(image, order).toFloat().div(255);
    }

    private static boolean isGray(BufferedImage image) {
        return image.getColorModel().getNumComponents() == 1
                && (image.getType() == BufferedImage.TYPE_BYTE_GRAY
                        || image.getType() == BufferedImage.TYPE_USHORT_GRAY);
    }

    /** The samples themselves: Java's conversion to RGB would brighten them. */
    private static byte[] gray(BufferedImage image) {
        int width = image.getWidth();
        int shift = image.getType() == BufferedImage.TYPE_USHORT_GRAY ? 8 : 0;
        var samples = image.getRaster().getSamples(0, 0, width, image.getHeight(), 0, (int[]) null);
        var pixels = new byte[samples.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (samples[i] >> shift);
        }
        return pixels;
    }

    private static byte[] colors(BufferedImage image) {
        int width = image.getWidth();
        int channels = image.getColorModel().hasAlpha() ? 4 : 3;
        var argb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        var pixels = new byte[channels * argb.length];
        int at = 0;
        for (int pixel : argb) {
            pixels[at++] = (byte) (pixel >> 16);
            pixels[at++] = (byte) (pixel >> 8);
            pixels[at++] = (byte) pixel;
            if (channels == 4) {
                pixels[at++] = (byte) (pixel >> 24);
            }
        }
        return pixels;
    }

    /**
     * The image of a tensor (channels, height, width); see {@link #toImage(Tensor, ChannelOrder)}.
     */
    public static BufferedImage toImage(Tensor tensor) {
        return toImage(tensor, ChannelOrder.CHW);
    }

    /**
     * The image of a tensor with 1 (gray), 3 (red, green, blue) or 4 channels (and alpha), or of a
     * matrix (height, width): {@code to_pil_image}. Integers count from 0 to 255, floating-point
     * numbers from 0 to 1; what lies outside is cut off.
     *
     * @throws IllegalArgumentException for other sizes
     */
    public static BufferedImage toImage(Tensor tensor, ChannelOrder order) {
        var image = tensor.detach();
        if (image.dim() == 2) {
            image = image.unsqueeze(-1);
        } else if (image.dim() != 3) {
            throw new IllegalArgumentException(
                    "toImage: pic should be 2/3 dimensional. Got "
                            + tensor.dim()
                            + " dimensions: "
                            + tensor.shape());
        } else if (order == ChannelOrder.CHW) {
            image = image.permute(1, 2, 0);
        }
        if (image.isFloatingPoint()) {
            image = image.mul(255);
        }
        var pixels = image.clamp(0, 255).toByteArray();
        int height = Math.toIntExact(image.size(0));
        int width = Math.toIntExact(image.size(1));
        return switch ((int) image.size(2)) {
            case 1 -> gray(pixels, height, width);
            case 3 ->
                    colors(pixels, 3, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
            case 4 ->
                    colors(
                            pixels,
                            4,
                            new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB));
            default ->
                    throw new IllegalArgumentException(
                            "toImage: an image has 1, 3 or 4 channels, got "
                                    + tensor.shape()
                                    + " as "
                                    + order);
        };
    }

    private static BufferedImage gray(byte[] pixels, int height, int width) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        return image;
    }

    private static BufferedImage colors(byte[] pixels, int channels, BufferedImage image) {
        int width = image.getWidth();
        var argb = new int[pixels.length / channels];
        for (int i = 0; i < argb.length; i++) {
            int at = channels * i;
            argb[i] =
                    (channels == 4 ? pixels[at + 3] << 24 : 0xff << 24)
                            | (pixels[at] & 0xff) << 16
                            | (pixels[at + 1] & 0xff) << 8
                            | (pixels[at + 2] & 0xff);
        }
        image.setRGB(0, 0, width, image.getHeight(), argb, 0, width);
        return image;
    }
}
