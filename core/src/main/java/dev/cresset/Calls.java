package dev.cresset;

import dev.cresset.op.Op;
import dev.cresset.op.Value;
import dev.cresset.text.Tuple;

import java.util.List;

/** Calls of ops by the typed methods. */
final class Calls {
    private Calls() {}

    static Tensor call(Op op, Object... args) {
        return (Tensor) op.value(args);
    }

    /** A call of a creation op, whose options keep their defaults. */
    static Tensor like(Op op, Object... leading) {
        return (Tensor) op.value(java.util.Arrays.copyOf(leading, op.schema().parameters().size()));
    }

    static Tensor inPlace(Op op, Object... args) {
        return (Tensor) op.callInPlace(args);
    }

    static ValuesIndices pair(Op op, Object... args) {
        var both = op.values(args);
        return new ValuesIndices((Tensor) both.get(0), (Tensor) both.get(1), op.schema().name());
    }

    static List<Tensor> list(Op op, Object... args) {
        return tensors(op.values(args));
    }

    static List<Tensor> tensors(List<Value> values) {
        return Tuple.copyOf(values.stream().map(Tensor.class::cast).toList());
    }
}
