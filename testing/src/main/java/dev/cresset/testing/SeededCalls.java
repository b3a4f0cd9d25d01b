package dev.cresset.testing;

import dev.cresset.Tensor;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Dataset;
import dev.cresset.data.Load;
import dev.cresset.data.RandomSampler;
import dev.cresset.data.Sampler;
import dev.cresset.data.SubsetRandomSampler;
import dev.cresset.data.WeightedRandomSampler;
import dev.cresset.nn.Init;
import dev.cresset.nn.Module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The functions of the random-number bundle that are no operators. */
final class SeededCalls {
    private static final String INIT = "torch.nn.init.";

    private SeededCalls() {}

    static Callee of(String name) {
        return switch (name) {
            case "module_state" -> SeededCalls::moduleState;
            case "DataLoader" -> SeededCalls::batches;
            case "random_split" -> SeededCalls::parts;
            case "sampler" -> SeededCalls::order;
            case String n when n.startsWith(INIT) -> initializer(n.substring(INIT.length()));
            default -> Callee.of(name);
        };
    }

    private static Callee initializer(String name) {
        return (args, kwargs) -> {
            var c = new PythonCall(INIT + name, args, kwargs);
            Object result = name.equals("calculate_gain") ? gain(c) : initialized(name, c);
            c.finish();
            return result;
        };
    }

    private static Object gain(PythonCall c) {
        var nonlinearity = c.constant(0, "nonlinearity", Init.Nonlinearity.LINEAR);
        double gain =
                c.get(1, "param", null) instanceof Number number
                        ? Init.calculateGain(nonlinearity, number.doubleValue())
                        : Init.calculateGain(nonlinearity);
        return gain == 1 ? (Object) 1L : (Object) gain;
    }

    private static Tensor initialized(String name, PythonCall c) {
        if (!(c.get(0, "tensor", null) instanceof Tensor t)) {
            throw new MissingException(INIT + name);
        }
        return switch (name) {
            case "uniform_" -> Init.uniform_(t, c.number(1, "a", 0), c.number(2, "b", 1));
            case "normal_" -> Init.normal_(t, c.number(1, "mean", 0), c.number(2, "std", 1));
            case "trunc_normal_" ->
                    Init.truncNormal_(
                            t,
                            c.number(1, "mean", 0),
                            c.number(2, "std", 1),
                            c.number(3, "a", -2),
                            c.number(4, "b", 2));
            case "constant_" -> Init.constant_(t, c.number(1, "val", 0));
            case "ones_" -> Init.ones_(t);
            case "zeros_" -> Init.zeros_(t);
            case "eye_" -> Init.eye_(t);
            case "dirac_" -> Init.dirac_(t, c.integer(1, "groups", 1));
            case "xavier_uniform_" -> Init.xavierUniform_(t, c.number(1, "gain", 1));
            case "xavier_normal_" -> Init.xavierNormal_(t, c.number(1, "gain", 1));
            case "kaiming_uniform_" ->
                    Init.kaimingUniform_(t, c.number(1, "a", 0), fan(c), nonlinearity(c));
            case "kaiming_normal_" ->
                    Init.kaimingNormal_(t, c.number(1, "a", 0), fan(c), nonlinearity(c));
            case "orthogonal_" -> Init.orthogonal_(t, c.number(1, "gain", 1));
            case "sparse_" -> Init.sparse_(t, c.number(1, "sparsity"), c.number(2, "std", 0.01));
            default -> throw new MissingException(INIT + name);
        };
    }

    private static Init.Fan fan(PythonCall c) {
        return c.constant(2, "mode", Init.Fan.FAN_IN);
    }

    private static Init.Nonlinearity nonlinearity(PythonCall c) {
        return c.constant(3, "nonlinearity", Init.Nonlinearity.LEAKY_RELU);
    }

    private static Object moduleState(List<Object> args, Map<String, Object> kwargs) {
        var name = (String) args.getFirst();
        var call = new PythonCall(name, args.subList(1, args.size()), kwargs);
        var state = ((Module) Classes.construct(call)).stateDict();
        return List.of(List.copyOf(state.keySet()), List.copyOf(state.values()));
    }

    private static Dataset<Long> range(long n) {
        return new Dataset<>() {
            @Override
            public Long get(long index) {
                return index;
            }

            @Override
            public long size() {
                return n;
            }
        };
    }

    private static Object batches(List<Object> args, Map<String, Object> kwargs) {
        var c = new PythonCall("DataLoader", args, kwargs);
        var options = Load.batchSize(((Number) c.get("batch_size", 1L)).intValue());
        if ((Boolean) c.get("shuffle", false)) {
            options = options.shuffle();
        }
        if ((Boolean) c.get("drop_last", false)) {
            options = options.dropLast();
        }
        long n = (Long) c.get(0, "n", null);
        long epochs = (Long) c.get(1, "epochs", null);
        c.finish();
        var loader = DataLoader.of(range(n), options, List::copyOf);
        var all = new ArrayList<List<List<?>>>();
        for (long epoch = 0; epoch < epochs; epoch++) {
            var pass = new ArrayList<List<?>>();
            loader.forEach(pass::add);
            all.add(pass);
        }
        return all;
    }

    private static Object parts(List<Object> args, Map<String, Object> kwargs) {
        var dataset = range((Long) args.getFirst());
        var lengths = (List<?>) args.get(1);
        boolean counts = lengths.stream().allMatch(Long.class::isInstance);
        var numbers = lengths.stream().mapToDouble(o -> ((Number) o).doubleValue()).toArray();
        var parts =
                counts
                        ? dataset.randomSplit(
                                Arrays.stream(numbers).mapToLong(d -> (long) d).toArray())
                        : dataset.randomSplit(numbers);
        return parts.stream().map(part -> (Object) part.indices()).toList();
    }

    private static Object order(List<Object> args, Map<String, Object> kwargs) {
        var items = (List<?>) args.get(1);
        Sampler sampler =
                switch ((String) args.getFirst()) {
                    case "RandomSampler" -> new RandomSampler(items.size());
                    case "SubsetRandomSampler" -> new SubsetRandomSampler(PythonCall.longs(items));
                    case "WeightedRandomSampler" ->
                            new WeightedRandomSampler(
                                    items.stream()
                                            .mapToDouble(o -> ((Number) o).doubleValue())
                                            .toArray(),
                                    ((Number) args.get(2)).longValue());
                    default -> throw new MissingException("torch.utils.data." + args.getFirst());
                };
        return sampler.order();
    }
}
