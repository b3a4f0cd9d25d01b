package dev.cresset.vision;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;

class ImagesTest {
    private static BufferedImage image(int type) {
        var image = new BufferedImage(3, 2, type);
        image.setRGB(0, 0, 0xff0a141e);
        image.setRGB(2, 1, 0xffc8fa01);
        return image;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR
            })
    void channelsAreRedGreenBlue(int type) {
        var chw = Images.imageToTensor(image(type));
        assertEquals(new Size(3, 2, 3), chw.shape());
        assertEquals(DType.UINT8, chw.dtype());
        assertTrue(chw.isContiguous());
        assertArrayEquals(new int[] {10, 20, 30}, chw.get("..., 0, 0").toIntArray());
        assertArrayEquals(new int[] {200, 250, 1}, chw.get("..., 1, 2").toIntArray());
        var hwc = Images.imageToTensor(image(type), ChannelOrder.HWC);
        assertEquals(new Size(2, 3, 3), hwc.shape());
        assertTrue(hwc.permute(2, 0, 1).equal(chw));
        assertEquals(200 / 255f, Images.toTensor(image(type)).get(0, 1, 2).item());
    }

    @ParameterizedTest
    @EnumSource
    void tensorsComeBackAsTheyWere(ChannelOrder order) {
        manualSeed(3);
        for (long channels : new long[] {1, 3, 4}) {
            long[] sizes =
                    order == ChannelOrder.CHW
                            ? new long[] {channels, 5, 7}
                            : new long[] {5, 7, channels};
            var there = randint(0, 256, sizes).to(DType.UINT8);
            var image = Images.toImage(there, order);
            assertEquals(7, image.getWidth());
            assertTrue(Images.imageToTensor(image, order).equal(there));
            var floats = there.toFloat().div(255);
            assertTrue(Images.toTensor(Images.toImage(floats, order), order).equal(floats));
        }
    }

    @Test
    void everyLevelSurvivesFloat() {
        var levels = arange(256).to(DType.UINT8).view(16, 16);
        var image = Images.toImage(levels.toFloat().div(255));
        assertTrue(Images.imageToTensor(image).get(0).equal(levels));
    }

    @Test
    void grayHasOneChannelAndTransparencyFour() {
        var gray = new BufferedImage(1, 2, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(0, 1, 0, 77);
        assertEquals(
                "tensor([[[ 0],\n         [77]]], dtype=torch.uint8)",
                Images.imageToTensor(gray).toString());
        var deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x4d12);
        assertEquals(0x4d, Images.imageToTensor(deep).itemLong());
        var clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x80010203);
        assertArrayEquals(new int[] {1, 2, 3, 128}, Images.imageToTensor(clear).toIntArray());
    }

    @Test
    void outsideIsCutOffAndWrongSizesAreRefused() {
        var image = Images.toImage(tensor(new double[][] {{-1, 2}}));
        assertArrayEquals(new int[] {0, 255}, Images.imageToTensor(image).toIntArray());
        for (Tensor wrong : new Tensor[] {ones(4), ones(2, 5, 5), ones(1, 3, 5, 5)}) {
            assertThrows(IllegalArgumentException.class, () -> Images.toImage(wrong));
        }
    }
}
