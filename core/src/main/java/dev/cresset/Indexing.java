package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.inPlace;

import dev.cresset.op.AdvancedIndexing;
import dev.cresset.op.Copying;
import dev.cresset.op.Creations;
import dev.cresset.op.OpIndexException;
import dev.cresset.op.Shapes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Index expressions: first the views that integers, slices and marks make, then tensors. */
final class Indexing {
    private Indexing() {}

    /** A view, and for each of its dimensions the tensor that indexes it, or null. */
    private record Resolved(Tensor view, List<Tensor> tensors) {
        boolean advanced() {
            return tensors.stream().anyMatch(t -> t != null);
        }
    }

    static Tensor get(Tensor self, Index... entries) {
        var resolved = resolve(self, entries);
        if (resolved.advanced()) {
            return call(AdvancedIndexing.INDEX, resolved.view, indices(resolved));
        }
        return resolved.view == self
                ? call(Shapes.VIEW, self, self.layout().sizes())
                : resolved.view;
    }

    static Tensor set(Tensor self, Object value, Index... entries) {
        var resolved = resolve(self, entries);
        var source =
                value instanceof Tensor t
                        ? t
                        : Tensor.of(Creations.filled("set", self.dtype(), value));
        if (resolved.advanced()) {
            inPlace(
                    AdvancedIndexing.INDEX_PUT,
                    resolved.view,
                    indices(resolved),
                    source.to(self.dtype()),
                    false);
        } else {
            inPlace(Copying.COPY_FROM, resolved.view, source);
        }
        return self;
    }

    private static List<Object> indices(Resolved resolved) {
        return Collections.unmodifiableList(new ArrayList<>(resolved.tensors));
    }

    private static Resolved resolve(Tensor self, Index[] entries) {
        long used = 0;
        long ellipses = 0;
        for (var entry : entries) {
            switch (entry) {
                case Index.At at -> used++;
                case Index.Slice slice -> used++;
                case Index.By by ->
                        used +=
                                by.tensor().dtype() == dev.cresset.spi.DType.BOOL
                                        ? by.tensor().dim()
                                        : 1;
                case Index.Mark mark -> ellipses += mark == Index.Mark.ELLIPSIS ? 1 : 0;
            }
        }
        if (ellipses > 1) {
            throw new OpIndexException("index: an index can only have a single ellipsis ('...')");
        }
        if (used > self.dim()) {
            throw new OpIndexException(
                    "index: too many indices for tensor of dimension "
                            + self.dim()
                            + (self.dim() == 0
                                    ? " (invalid index of a 0-dim tensor. Use `tensor.item()` in"
                                            + " Python or item() in Java)"
                                    : ": got " + used));
        }
        var view = self;
        var tensors = new ArrayList<Tensor>();
        int d = 0;
        int picked = 0;
        for (var entry : entries) {
            switch (entry) {
                case Index.At(long position) -> {
                    long size = view.size(d);
                    if (position < -size || position >= size) {
                        throw new OpIndexException(
                                "index "
                                        + position
                                        + " is out of bounds for dimension "
                                        + (d + picked)
                                        + " with size "
                                        + size);
                    }
                    view = view.select(d, position);
                    picked++;
                }
                case Index.Slice(Long start, Long end, long step) -> {
                    if (step <= 0) {
                        throw new OpIndexException(
                                "index: slice step must be positive, got "
                                        + step
                                        + "; use flip for the reverse order");
                    }
                    if (start != null || end != null || step != 1) {
                        view = call(Shapes.SLICE, view, (long) d, start, end, step);
                    }
                    tensors.add(null);
                    d++;
                }
                case Index.By(Tensor index) -> {
                    tensors.add(index);
                    int covers = index.dtype() == dev.cresset.spi.DType.BOOL ? index.dim() : 1;
                    for (int k = 1; k < covers; k++) {
                        tensors.add(null);
                    }
                    d += covers;
                    if (covers == 0) {
                        view = view.unsqueeze(d);
                        d++;
                    }
                }
                case Index.Mark mark -> {
                    if (mark == Index.Mark.NEW_AXIS) {
                        view = view.unsqueeze(d);
                        tensors.add(null);
                        d++;
                    } else {
                        for (long k = self.dim() - used; k > 0; k--) {
                            tensors.add(null);
                            d++;
                        }
                    }
                }
            }
        }
        return new Resolved(view, tensors);
    }
}
