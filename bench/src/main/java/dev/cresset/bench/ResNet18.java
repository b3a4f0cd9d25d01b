package dev.cresset.bench;

import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randint;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Identity;
import dev.cresset.nn.Linear;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Module;
import dev.cresset.nn.Pool;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.UnaryModule;
import dev.cresset.optim.SGD;

/** ResNet-18 (He et al., 2016) on pictures of 224 x 224, as the PyTorch script builds it. */
final class ResNet18 {
    private static final long CLASSES = 1000;

    private ResNet18() {}

    /** Two convolutions and the way around them. */
    private static final class Block extends Module implements UnaryModule {
        private final Conv2d conv1;
        private final BatchNorm2d bn1;
        private final Conv2d conv2;
        private final BatchNorm2d bn2;
        private final UnaryModule down;

        Block(long in, long out, long stride) {
            conv1 = new Conv2d(in, out, 3, Conv.stride(stride).padding(1).noBias());
            bn1 = new BatchNorm2d(out);
            conv2 = new Conv2d(out, out, 3, Conv.padding(1).noBias());
            bn2 = new BatchNorm2d(out);
            down =
                    stride == 1 && in == out
                            ? new Identity()
                            : new Sequential(
                                    new Conv2d(in, out, 1, Conv.stride(stride).noBias()),
                                    new BatchNorm2d(out));
        }

        @Override
        public Tensor forward(Tensor x) {
            var y = bn1.forward(conv1.forward(x)).relu();
            return bn2.forward(conv2.forward(y)).add(down.forward(x)).relu();
        }
    }

    private static Sequential model() {
        var net =
                new Sequential(
                        new Conv2d(3, 64, 7, Conv.stride(2).padding(3).noBias()),
                        new BatchNorm2d(64),
                        new ReLU(),
                        new MaxPool2d(3, Pool.stride(2).padding(1)));
        long channels = 64;
        for (long out : new long[] {64, 64, 128, 128, 256, 256, 512, 512}) {
            net.append(new Block(channels, out, out == channels ? 1 : 2));
            channels = out;
        }
        return net.append(x -> Functional.adaptiveAvgPool2d(x, 1))
                .append(new Flatten())
                .append(new Linear(512, CLASSES));
    }

    static Runnable training() {
        var model = model();
        var loss = new CrossEntropyLoss();
        var optimizer = new SGD(model.parameters(), SGD.lr(0.01).momentum(0.9));
        var x = rand(8, 3, 224, 224);
        var y = randint(0, CLASSES, 8);
        return () -> {
            optimizer.zeroGrad();
            loss.forward(model.forward(x), y).backward();
            optimizer.step();
        };
    }

    static Runnable inference() {
        var model = model();
        model.eval();
        var x = rand(1, 3, 224, 224);
        return () -> Torch.noGrad(() -> model.forward(x));
    }
}
