package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.Composite;
import dev.cresset.op.OpException;
import dev.cresset.op.Value;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What recurrent layers have in common: PyTorch's {@code nn.RNNBase}.
 *
 * <p>The parameters of layer k are {@code weight_ih_lk} (gates x size, input size), {@code
 * weight_hh_lk} (gates x size, size), {@code bias_ih_lk} and {@code bias_hh_lk} (gates x size),
 * with projection {@code weight_hr_lk} (projected size, size); those of the second direction end in
 * {@code _reverse}. All start uniform in [-1 / sqrt(size), 1 / sqrt(size)).
 */
public abstract sealed class RNNBase extends Module permits RNN, LSTM, GRU {
    final long inputSize;
    final long hiddenSize;
    final Recurrent.Options options;

    /** Names of the parameters, layer by layer, direction by direction. */
    private final String[] names;

    RNNBase(long inputSize, long hiddenSize, Recurrent.Options options, int gates) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.options = options;
        check();
        var all = new ArrayList<String>();
        for (int layer = 0; layer < options.numLayers(); layer++) {
            for (int d = 0; d < options.directions(); d++) {
                addLayer(layer, d == 1 ? "_reverse" : "", gates * hiddenSize, all);
            }
        }
        names = all.toArray(String[]::new);
        double bound = 1 / Math.sqrt(hiddenSize);
        for (var weight : weights()) {
            Init.uniform_(weight, -bound, bound);
        }
    }

    private void check() {
        require(
                options.dropout() >= 0 && options.dropout() <= 1,
                "dropout should be a number in range [0, 1] representing the probability of an"
                        + " element being zeroed, got "
                        + options.dropout());
        if (options.dropout() > 0 && options.numLayers() == 1) {
            System.getLogger("dev.cresset")
                    .log(
                            System.Logger.Level.WARNING,
                            "dropout option adds dropout after all but last recurrent layer, so"
                                    + " non-zero dropout expects num_layers greater than 1, but got"
                                    + " dropout={0} and num_layers=1",
                            Numbers.python(options.dropout()));
        }
        require(inputSize > 0, "input_size must be greater than zero, got " + inputSize);
        require(hiddenSize > 0, "hidden_size must be greater than zero, got " + hiddenSize);
        require(
                options.numLayers() > 0,
                "num_layers must be greater than zero, got " + options.numLayers());
        require(
                options.projSize() >= 0,
                "proj_size should be a positive integer or zero to disable projections, got "
                        + options.projSize());
        require(
                options.projSize() < hiddenSize,
                "proj_size has to be smaller than hidden_size, got "
                        + options.projSize()
                        + " and "
                        + hiddenSize);
    }

    final void require(boolean condition, String message) {
        if (!condition) {
            throw new OpException(name() + ": " + message);
        }
    }

    private void addLayer(int layer, String suffix, long gates, List<String> to) {
        long input = layer == 0 ? inputSize : outputSize() * options.directions();
        add("weight_ih_l" + layer + suffix, to, gates, input);
        add("weight_hh_l" + layer + suffix, to, gates, outputSize());
        if (options.hasBias()) {
            add("bias_ih_l" + layer + suffix, to, gates);
            add("bias_hh_l" + layer + suffix, to, gates);
        }
        if (options.projSize() > 0) {
            add("weight_hr_l" + layer + suffix, to, options.projSize(), hiddenSize);
        }
    }

    private void add(String name, List<String> to, long... sizes) {
        registerParameter(name, new Parameter(Torch.empty(sizes)));
        to.add(name);
    }

    /** The parameters at the moment: any of them may have been exchanged. */
    private Parameter[] weights() {
        var weights = new Parameter[names.length];
        for (int i = 0; i < weights.length; i++) {
            if (!(registered(names[i]) instanceof Parameter weight)) {
                throw new OpException(
                        name() + ": the parameter " + names[i] + " is missing; set it again");
            }
            weights[i] = weight;
        }
        return weights;
    }

    /** The parameters of each layer and direction, PyTorch's {@code all_weights}. */
    public final List<List<Parameter>> allWeights() {
        var weights = weights();
        int runs = Math.toIntExact(options.numLayers() * options.directions());
        int each = weights.length / runs;
        var all = new ArrayList<List<Parameter>>();
        for (int i = 0; i < runs; i++) {
            all.add(List.of(weights).subList(i * each, (i + 1) * each));
        }
        return all;
    }

    /** The size of a direction's output. */
    final long outputSize() {
        return options.projSize() > 0 ? options.projSize() : hiddenSize;
    }

    /** The layers' op for sequences of equal lengths. */
    abstract Composite op();

    /** The layers' op for packed sequences. */
    abstract Composite packedOp();

    /**
     * Runs the layers.
     *
     * @param x (steps, batch, input), (batch, steps, input) or (steps, input)
     * @param states first states; none for zeros
     * @return output and last states
     */
    final List<Tensor> run(Tensor x, Tensor... states) {
        checkRank(x, states);
        boolean batched = x.dim() == 3;
        int batchDim = options.isBatchFirst() ? 0 : 1;
        var input = batched ? x : x.unsqueeze(batchDim);
        var first = states.clone();
        if (!batched) {
            Arrays.setAll(first, i -> states[i].unsqueeze(1));
        }
        var weights = weights();
        checkInput(input, weights[0].dtype());
        first = orZeros(first, input.size(batchDim), input);
        var results =
                op().values(
                                input,
                                first.length == 1 ? first[0] : values(first),
                                values(weights),
                                options.hasBias(),
                                options.numLayers(),
                                options.dropout(),
                                isTraining(),
                                options.isBidirectional(),
                                options.isBatchFirst());
        var tensors = new ArrayList<Tensor>();
        for (int i = 0; i < results.size(); i++) {
            var result = (Tensor) results.get(i);
            tensors.add(batched ? result : result.squeeze(i == 0 ? batchDim : 1));
        }
        return tensors;
    }

    private static List<Value> values(Tensor[] tensors) {
        return Arrays.asList((Value[]) tensors);
    }

    /** Runs the layers over packed sequences; the output is the packed data. */
    final List<Tensor> runPacked(PackedSequence x, Tensor... states) {
        var data = x.data();
        require(
                data.dim() == 2,
                "input must have 2 dimensions, got " + data.dim() + " in a packed sequence");
        var weights = weights();
        checkInput(data, weights[0].dtype());
        var first = states.clone();
        x.sortedIndices()
                .ifPresent(order -> Arrays.setAll(first, i -> states[i].indexSelect(1, order)));
        long batch = x.batchSizes().toLongArray()[0];
        var filled = orZeros(first, batch, data);
        var results =
                packedOp()
                        .values(
                                data,
                                x.batchSizes(),
                                filled.length == 1 ? filled[0] : values(filled),
                                values(weights),
                                options.hasBias(),
                                options.numLayers(),
                                options.dropout(),
                                isTraining(),
                                options.isBidirectional());
        var tensors = new ArrayList<Tensor>();
        for (int i = 0; i < results.size(); i++) {
            var result = (Tensor) results.get(i);
            tensors.add(
                    i > 0 && x.unsortedIndices().isPresent()
                            ? result.indexSelect(1, x.unsortedIndices().get())
                            : result);
        }
        return tensors;
    }

    private void checkRank(Tensor x, Tensor[] states) {
        require(
                x.dim() == 2 || x.dim() == 3,
                "Expected input to be 2D or 3D, got "
                        + x.dim()
                        + (this instanceof RNN ? "D tensor instead" : "D instead"));
        if (Arrays.stream(states).anyMatch(s -> s.dim() != x.dim())) {
            var batched = x.dim() == 3 ? "For batched 3-D input, " : "For unbatched 2-D input, ";
            throw new OpException(
                    name()
                            + ": "
                            + batched
                            + (states.length == 1
                                    ? "hx should also be %s-D but got %s-D tensor"
                                            .formatted(x.dim(), states[0].dim())
                                    : "hx and cx should also be %s-D but got (%s-D, %s-D) tensors"
                                            .formatted(x.dim(), states[0].dim(), states[1].dim())));
        }
    }

    private void checkInput(Tensor x, DType dtype) {
        if (x.dtype() != dtype) {
            throw new OpException(
                    ("%s: RNN input dtype (%s) does not match weight dtype (%s). Convert input:"
                                    + " input.to(%s), or convert model: model.to(%s)")
                            .formatted(name(), x.dtype(), dtype, dtype, x.dtype()));
        }
        require(
                x.size(-1) == inputSize,
                "input.size(-1) must be equal to input_size. Expected "
                        + inputSize
                        + ", got "
                        + x.size(-1));
    }

    private Tensor[] orZeros(Tensor[] states, long batch, Tensor x) {
        long runs = options.numLayers() * options.directions();
        if (states.length == 0) {
            var h = Torch.zeros(x.dtype(), runs, batch, outputSize());
            return this instanceof LSTM
                    ? new Tensor[] {h, Torch.zeros(x.dtype(), runs, batch, hiddenSize)}
                    : new Tensor[] {h};
        }
        for (int i = 0; i < states.length; i++) {
            long size = i == 0 ? outputSize() : hiddenSize;
            var sizes = states[i].shape();
            require(
                    states[i].dim() == 3
                            && sizes.get(0) == runs
                            && sizes.get(1) == batch
                            && sizes.get(2) == size,
                    "Expected hidden%s size (%s, %s, %s), got %s"
                            .formatted(
                                    states.length == 1 ? "" : "[" + i + "]",
                                    runs,
                                    batch,
                                    size,
                                    Arrays.toString(sizes.toArray())));
        }
        return states;
    }

    @Override
    protected String extraRepr() {
        var text = new StringBuilder(inputSize + ", " + hiddenSize);
        if (options.projSize() != 0) {
            text.append(", proj_size=").append(options.projSize());
        }
        if (options.numLayers() != 1) {
            text.append(", num_layers=").append(options.numLayers());
        }
        if (!options.hasBias()) {
            text.append(", bias=False");
        }
        if (options.isBatchFirst()) {
            text.append(", batch_first=True");
        }
        if (options.dropout() != 0) {
            text.append(", dropout=").append(Numbers.python(options.dropout()));
        }
        if (options.isBidirectional()) {
            text.append(", bidirectional=True");
        }
        return text.toString();
    }
}
