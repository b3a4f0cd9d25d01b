package dev.cresset.testing;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.InPlace;
import dev.cresset.nn.LayerNorm;
import dev.cresset.nn.Linear;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Module;
import dev.cresset.nn.Pool;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.UnaryModule;

/** The classes that the bundle of printed forms defines itself, written down in Java. */
final class UserClasses {
    static final ClassTable TABLE =
            new ClassTable("")
                    .plain("Net", c -> new Net())
                    .plain("Block", c -> new Block(c.integer(0, "width")))
                    .plain("Extra", c -> new Extra(c.integer(0, "k")))
                    .plain("Empty", c -> new Empty());

    private UserClasses() {}

    private static final class Net extends Module {
        final Conv2d conv1 = new Conv2d(1, 6, 5);
        final Conv2d conv2 = new Conv2d(6, 16, new Size(5), Conv.stride(2).padding(1, 2).noBias());
        final MaxPool2d pool = new MaxPool2d(2, Pool.stride(2));
        final Linear fc = new Linear(400, 10);
    }

    private static final class Block extends Module implements UnaryModule {
        final Sequential body;
        final LayerNorm norm;

        Block(long width) {
            body =
                    new Sequential(
                            new Linear(width, width), new ReLU(InPlace.IN_PLACE), new Dropout(0.1));
            norm = new LayerNorm(width);
        }

        @Override
        public Tensor forward(Tensor x) {
            return norm.forward(body.forward(x));
        }
    }

    private static final class Extra extends Module implements UnaryModule {
        private final long k;

        Extra(long k) {
            this.k = k;
        }

        @Override
        public Tensor forward(Tensor x) {
            return x.mul(k);
        }

        @Override
        protected String extraRepr() {
            return "k=" + k + ", note='two\\nlines'";
        }
    }

    private static final class Empty extends Module implements UnaryModule {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }
}
