package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import org.junit.jupiter.api.Test;

/**
 * Where a float32 result is rounded, it is rounded as in PyTorch: expected values are PyTorch's.
 */
class RoundingTest {
    private final Tensor x = Torch.tensor(new float[] {0.1f, 0.7f, 1.3f, 2.9f, 3.7f});
    private final Tensor y = Torch.tensor(new float[] {1.1f, -0.3f, 0.9f, -2.3f, 0.6f});
    private final Tensor z = Torch.tensor(new float[] {0.3f, 1.7f, -0.9f, 0.123f, 2.2f});

    private static void same(Tensor actual, float... expected) {
        assertTrue(Torch.tensor(expected).equal(actual), actual::toString);
    }

    @Test
    void scaledSumsAreRoundedOnce() {
        same(x.add(y, 0.3), 0.43f, 0.60999995f, 1.5699999f, 2.21f, 3.88f);
        same(x.sub(y, 0.3), -0.23000002f, 0.79f, 1.03f, 3.5900002f, 3.52f);
        same(x.addcmul(y, z, 0.3), 0.19900002f, 0.547f, 1.0569999f, 2.81513f, 4.096f);
        same(x.lerp(y, 0.7), 0.8f, 0f, 1.02f, -0.73999995f, 1.5300001f);
    }

    @Test
    void negativePowersAreOneDivision() {
        same(x.pow(-1), 10f, 1.4285715f, 0.7692308f, 0.34482756f, 0.27027026f);
        same(x.pow(-2), 99.99999f, 2.0408163f, 0.59171605f, 0.11890605f, 0.07304601f);
        same(x.pow(-0.5), 3.1622777f, 1.1952286f, 0.87705797f, 0.5872202f, 0.5198752f);
    }

    @Test
    void gradientsOfPowersAreProducts() {
        same(gradientOfPower(4), 0.0044000004f, -0.41160002f, 7.909199f, -224.37883f, 121.567215f);
        same(gradientOfPower(-1), -109.99999f, 0.6122449f, -0.53254443f, 0.2734839f, -0.04382761f);
    }

    private Tensor gradientOfPower(int exponent) {
        var p = x.clone().requiresGrad_();
        p.pow(exponent).backward(y);
        return p.grad();
    }
}
