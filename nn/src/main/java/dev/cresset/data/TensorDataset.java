package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Tensors cut along their first dimension: PyTorch's {@code TensorDataset}. A batch is taken out of
 * them at once.
 *
 * @param <T> an item, e.g. a record of tensors
 */
public final class TensorDataset<T> implements Dataset<T> {
    /**
     * What a model sees and what it shall answer.
     *
     * @param data the input
     * @param target the wanted output
     */
    public record Example(Tensor data, Tensor target) {}

    private final List<Tensor> tensors;
    private final Function<List<Tensor>, T> item;

    private TensorDataset(Function<List<Tensor>, T> item, List<Tensor> tensors) {
        this.item = item;
        this.tensors = tensors;
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("TensorDataset: needs at least one tensor");
        }
        for (var tensor : tensors) {
            if (tensor.dim() == 0 || tensor.size(0) != tensors.getFirst().size(0)) {
                throw new IllegalArgumentException(
                        "TensorDataset: Size mismatch between tensors, the first dimensions must"
                                + " be equal, got "
                                + tensors.stream().map(Tensor::shape).toList());
            }
        }
    }

    /** Inputs with targets. */
    public static TensorDataset<Example> of(Tensor data, Tensor target) {
        return of(Example::new, data, target);
    }

    /** Items of one tensor. */
    public static TensorDataset<Tensor> of(Tensor data) {
        return new TensorDataset<>(List::getFirst, List.of(data));
    }

    /** Items of two tensors as a record of your own: {@code of(Digit::new, images, labels)}. */
    public static <T> TensorDataset<T> of(
            BiFunction<Tensor, Tensor, T> item, Tensor first, Tensor second) {
        return new TensorDataset<>(
                rows -> item.apply(rows.get(0), rows.get(1)), List.of(first, second));
    }

    /** Items of any number of tensors, which {@code item} puts together. */
    public static <T> TensorDataset<T> of(Function<List<Tensor>, T> item, Tensor... tensors) {
        return new TensorDataset<>(item, List.of(tensors));
    }

    /** The tensors. */
    public List<Tensor> tensors() {
        return tensors;
    }

    @Override
    public T get(long index) {
        return item.apply(tensors.stream().map(tensor -> tensor.select(0, index)).toList());
    }

    @Override
    public long size() {
        return tensors.getFirst().size(0);
    }

    @Override
    public T batch(long[] indices) {
        boolean run = indices.length > 0;
        for (int i = 1; i < indices.length && run; i++) {
            run = indices[i] == indices[0] + i;
        }
        if (run) {
            // A copy, as stacking the items would give: batches never share memory with the data.
            return item.apply(
                    tensors.stream()
                            .map(tensor -> tensor.narrow(0, indices[0], indices.length).clone())
                            .toList());
        }
        var rows = Torch.tensor((Object) indices);
        return item.apply(tensors.stream().map(tensor -> tensor.indexSelect(0, rows)).toList());
    }

    @Override
    public String toString() {
        return "TensorDataset" + Arrays.toString(tensors.stream().map(Tensor::shape).toArray());
    }
}
