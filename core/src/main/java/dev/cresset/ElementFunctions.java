package dev.cresset;

import dev.cresset.autograd.AutogradException;
import dev.cresset.op.Copies;
import dev.cresset.op.Copying;
import dev.cresset.op.Scalars;
import dev.cresset.spi.Array;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Changes of single elements by functions of Java: slow, and unknown to the graph. */
final class ElementFunctions {
    private ElementFunctions() {}

    static Tensor apply(Tensor x, DoubleUnaryOperator f) {
        return change("apply_", x, i -> f.applyAsDouble(i.read(0)));
    }

    static Tensor map(Tensor x, Tensor y, DoubleBinaryOperator f) {
        return change("map_", x, i -> f.applyAsDouble(i.read(0), i.read(1)), y);
    }

    static Tensor map(Tensor x, Tensor y, Tensor z, TernaryFunction f) {
        return change("map2_", x, i -> f.apply(i.read(0), i.read(1), i.read(2)), y, z);
    }

    private interface Change {
        double of(Element element);
    }

    /** The elements of several arrays at one place. */
    private static final class Element {
        private final Array[] arrays;
        private long at;

        Element(Array... arrays) {
            this.arrays = arrays;
        }

        double read(int k) {
            var array = arrays[k];
            return Scalars.read(array.dtype(), array.address() + at * array.dtype().size());
        }
    }

    private static Tensor change(String name, Tensor self, Change change, Tensor... others) {
        if (self.requiresGrad()) {
            throw new AutogradException(
                    name
                            + "() is not supported for Tensors that require grad, got "
                            + self.shape());
        }
        var arrays = new Array[others.length + 1];
        arrays[0] = Copies.copyTo(self.array(), self.dtype());
        for (int k = 0; k < others.length; k++) {
            arrays[k + 1] = Copies.contiguous(others[k].expandAs(self).array());
        }
        var element = new Element(arrays);
        var result = arrays[0];
        for (; element.at < result.numel(); element.at++) {
            long address = result.address() + element.at * result.dtype().size();
            Scalars.write(result.dtype(), address, change.of(element));
        }
        return Calls.inPlace(Copying.COPY_FROM, self, Tensor.of(result));
    }
}
