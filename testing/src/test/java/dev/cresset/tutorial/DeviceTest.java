package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Cuda;
import dev.cresset.Tensor;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;

/** Section {@code device}: where tensors live. */
final class DeviceTest extends TutorialSection {
    private Tensor a;

    DeviceTest() {
        super("device");
    }

    @Override
    void play() {
        prompt("torch.cuda.is_available()", Cuda.isAvailable());
        prompt("a = torch.rand(2)", a = rand(2));
        prompt("a.device", a.device());
        prompt("a.cpu() is a", a.cpu() == a);
        prompt("torch.device('cuda:0')", Device.of("cuda:0"));
        prompt("torch.device('cpu')", Device.of("cpu"));
        prompt("a.to(torch.float64).dtype", a.to(DType.FLOAT64).dtype());
    }
}
