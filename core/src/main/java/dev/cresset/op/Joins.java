package dev.cresset.op;

import static dev.cresset.op.Backward.grads;

import dev.cresset.spi.Array;
import dev.cresset.spi.Layout;

import java.util.ArrayList;
import java.util.List;

/** Joining, repeating and turning around tensors. */
public final class Joins {
    /** Tensors joined along a dimension. */
    public static final Primitive CAT =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "cat(Tensor[] tensors, int dim=0) -> Tensor",
                            Joins::cat)
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b -> {
                                int count = b.count(0);
                                var parts = new Object[count];
                                int dims = b.resultLayout(0).dim();
                                int d = Check.dim(b.args().integer(1), dims);
                                long at = 0;
                                for (int i = 0; i < count; i++) {
                                    var own = b.layout(0, i);
                                    if (own.dim() == dims) {
                                        parts[i] = ValueOps.narrow(b.grad(), d, at, own.size(d));
                                        at += own.size(d);
                                    } else {
                                        parts[i] = ValueOps.zeros(b.grad(), own.sizes());
                                    }
                                }
                                return grads((Object) parts);
                            });

    /** Tensors of equal sizes joined along a new dimension. */
    public static final Composite STACK =
            new Composite(
                    "stack(Tensor[] tensors, int dim=0) -> Tensor",
                    a -> {
                        var all = a.values(0);
                        Check.that(!all.isEmpty(), "stack expects a non-empty TensorList");
                        var first = all.getFirst().layout();
                        int d = Check.dim(a.integer(1), first.dim() + 1);
                        var raised = new ArrayList<Value>();
                        for (int i = 0; i < all.size(); i++) {
                            Check.that(
                                    all.get(i).layout().sameSizes(first),
                                    "stack expects each tensor to be equal size, but got %s at"
                                            + " entry 0 and %s at entry %s",
                                    first,
                                    all.get(i).layout(),
                                    i);
                            raised.add(ValueOps.unsqueeze(all.get(i), d));
                        }
                        return CAT.call(raised, (long) d);
                    });

    /** The order of dimensions reversed. */
    public static final Composite FLIP =
            new Composite(
                    "flip(Tensor self, int[] dims) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var chosen =
                                a.longs(1).length == 0
                                        ? new boolean[x.layout().dim()]
                                        : Check.dims("flip", a.longs(1), x.layout().dim());
                        for (int d = 0; d < chosen.length; d++) {
                            if (chosen[d]) {
                                long n = x.layout().size(d);
                                var index = new long[Math.toIntExact(n)];
                                for (int i = 0; i < n; i++) {
                                    index[i] = n - 1 - i;
                                }
                                x = ValueOps.indexSelect(x, d, x.tape().wrap(NewArray.of(index)));
                            }
                        }
                        return x == a.value(0) ? ValueOps.clone(x) : x;
                    });

    /** Elements shifted along dimensions, coming back at the other end. */
    public static final Composite ROLL =
            new Composite(
                    "roll(Tensor self, int[] shifts, int[] dims=[]) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var shifts = a.longs(1);
                        var dims = a.longs(2);
                        if (dims.length == 0) {
                            Check.that(
                                    shifts.length == 1,
                                    "roll: shifts and dimensions must align. shifts: %s, dims:0",
                                    shifts.length);
                            var flat = ValueOps.reshape(x, x.layout().numel());
                            return ValueOps.reshape(rolled(flat, shifts[0], 0), x.layout().sizes());
                        }
                        Check.that(
                                dims.length == shifts.length,
                                "roll: shifts and dimensions must align. shifts: %s, dims:%s",
                                shifts.length,
                                dims.length);
                        Check.that(
                                x.layout().dim() > 0,
                                "roll: Dimension specified as %s but tensor has no dimensions",
                                dims[0]);
                        for (int k = 0; k < dims.length; k++) {
                            x = rolled(x, shifts[k], Check.dim(dims[k], x.layout().dim()));
                        }
                        return x;
                    });

    /** The tensor repeated along each dimension. */
    public static final Composite REPEAT =
            new Composite(
                    "repeat(Tensor self, int[] repeats) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var times = a.longs(1);
                        int extra = times.length - x.layout().dim();
                        Check.that(
                                extra >= 0,
                                "repeat: Number of dimensions of repeat dims can not be smaller"
                                        + " than number of dimensions of tensor: %s for %s",
                                Check.text(times),
                                x);
                        var own = new long[2 * times.length];
                        var wide = new long[2 * times.length];
                        var result = new long[times.length];
                        for (int d = 0; d < times.length; d++) {
                            Check.that(
                                    times[d] >= 0,
                                    "repeat: Trying to create tensor with negative dimension %s",
                                    times[d]);
                            long size = d < extra ? 1 : x.layout().size(d - extra);
                            own[2 * d] = 1;
                            own[2 * d + 1] = size;
                            wide[2 * d] = times[d];
                            wide[2 * d + 1] = size;
                            result[d] = times[d] * size;
                        }
                        var stretched = ValueOps.expand(ValueOps.reshape(x, own), wide);
                        return ValueOps.reshape(ValueOps.clone(stretched), result);
                    });

    private Joins() {}

    private static Value rolled(Value x, long shift, int d) {
        long n = x.layout().size(d);
        long split = n == 0 ? 0 : Math.floorMod(-shift, n);
        return split == 0
                ? ValueOps.clone(x)
                : ValueOps.cat(
                        List.of(
                                ValueOps.narrow(x, d, split, n - split),
                                ValueOps.narrow(x, d, 0, split)),
                        d);
    }

    private static Array cat(Args a) {
        var all = a.values(0);
        Check.that(!all.isEmpty(), "torch.cat(): expected a non-empty list of Tensors");
        Layout shape = null;
        for (var v : all) {
            Check.that(
                    v.layout().dim() > 0,
                    "cat: zero-dimensional tensor (at position %s) cannot be concatenated",
                    all.indexOf(v));
            if (!isSkipped(v.layout())) {
                shape = shape == null ? v.layout() : shape;
            }
        }
        shape = shape == null ? all.getFirst().layout() : shape;
        int d = Check.dim(a.integer(1), shape.dim());
        var promotion = new Promotion();
        long total = 0;
        for (int i = 0; i < all.size(); i++) {
            var layout = all.get(i).layout();
            promotion.with(all.get(i));
            if (isSkipped(layout)) {
                continue;
            }
            Check.that(
                    layout.dim() == shape.dim(),
                    "cat: Tensors must have same number of dimensions: got %s and %s",
                    shape.dim(),
                    layout.dim());
            for (int k = 0; k < shape.dim(); k++) {
                Check.that(
                        k == d || layout.size(k) == shape.size(k),
                        "cat: Sizes of tensors must match except in dimension %s. Expected size %s"
                                + " but got size %s for tensor number %s in the list.",
                        d,
                        shape.size(k),
                        layout.size(k),
                        i);
            }
            total += layout.size(d);
        }
        var sizes = shape.sizes();
        sizes[d] = total;
        if (Meta.among(all.toArray())) {
            Meta.checkSame("cat", all.stream().map(Value::physical).toArray(Array[]::new));
        }
        var result = NewArray.beside(all.getFirst().physical(), promotion.result(), sizes);
        long at = 0;
        for (var v : all) {
            if (!isSkipped(v.layout())) {
                long length = v.layout().size(d);
                Copies.copy(v.array(), result.with(result.layout().slice(d, at, length, 1)));
                at += length;
            }
        }
        return result;
    }

    /** PyTorch lets empty vectors pass beside tensors of any shape. */
    private static boolean isSkipped(Layout layout) {
        return layout.dim() == 1 && layout.size(0) == 0;
    }
}
