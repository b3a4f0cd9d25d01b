package dev.cresset;

import dev.cresset.op.SparseValue;
import dev.cresset.op.Value;

/**
 * A sparse tensor in the hands of the engine.
 *
 * @param tensor the tensor
 */
record SparseGradient(SparseTensor tensor) implements SparseValue {
    static SparseGradient of(Value indices, Value values, long[] sizes) {
        return new SparseGradient(
                SparseTensor.checked((Tensor) indices, (Tensor) values, new Size(sizes)));
    }

    @Override
    public Value dense() {
        return tensor.toDense();
    }

    @Override
    public SparseValue plus(SparseValue other) {
        return new SparseGradient(tensor.add(((SparseGradient) other).tensor));
    }

    @Override
    public void addTo(Value dense) {
        tensor.addTo((Tensor) dense, 1);
    }
}
