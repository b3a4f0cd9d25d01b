package dev.cresset.testing;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.AvgPool2d;
import dev.cresset.nn.BCELoss;
import dev.cresset.nn.BCEWithLogitsLoss;
import dev.cresset.nn.BatchNorm1d;
import dev.cresset.nn.BatchNorm2d;
import dev.cresset.nn.BatchNorm3d;
import dev.cresset.nn.Bias;
import dev.cresset.nn.Conv;
import dev.cresset.nn.Conv1d;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Identity;
import dev.cresset.nn.L1Loss;
import dev.cresset.nn.Linear;
import dev.cresset.nn.LogSoftmax;
import dev.cresset.nn.Loss;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Module;
import dev.cresset.nn.NLLLoss;
import dev.cresset.nn.Norm;
import dev.cresset.nn.PaddingMode;
import dev.cresset.nn.Pool;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Reduction;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.SiLU;
import dev.cresset.nn.Sigmoid;
import dev.cresset.nn.Softmax;
import dev.cresset.nn.Tanh;
import dev.cresset.nn.UnaryModule;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Adam;
import dev.cresset.optim.AdamW;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Modules and optimisers by their Python constructor calls. */
final class Classes {
    private Classes() {}

    /** What a constructor call of {@code torch.nn} or {@code torch.optim} makes. */
    static Object construct(PythonCall call) {
        var name = call.name().replaceFirst("^torch\\.", "");
        Object built =
                switch (name) {
                    case "nn.Parameter" -> new Parameter((Tensor) built(call.get(0, "data", null)));
                    case "ones" -> Torch.ones(sizes(call));
                    case "zeros" -> Torch.zeros(sizes(call));
                    case String n when n.startsWith("nn.") -> module(n.substring(3), call);
                    case String n when n.startsWith("optim.") -> optimizer(n.substring(6), call);
                    default -> throw new MissingException(call.name());
                };
        call.finish();
        return built;
    }

    private static Object built(Object value) {
        return value instanceof PythonCall call ? construct(call) : value;
    }

    private static long[] sizes(PythonCall call) {
        var sizes = new long[call.count()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = integer(call, i, "size");
        }
        return sizes;
    }

    private static Module module(String name, PythonCall c) {
        return switch (name) {
            case "Linear" -> linear(c);
            case "Conv1d" ->
                    new Conv1d(
                            integer(c, 0, "in_channels"),
                            integer(c, 1, "out_channels"),
                            size(c, 2, "kernel_size"),
                            conv(c));
            case "Conv2d" ->
                    new Conv2d(
                            integer(c, 0, "in_channels"),
                            integer(c, 1, "out_channels"),
                            size(c, 2, "kernel_size"),
                            conv(c));
            case "MaxPool2d" -> new MaxPool2d(size(c, 0, "kernel_size"), pool(c));
            case "AvgPool2d" -> new AvgPool2d(size(c, 0, "kernel_size"), pool(c));
            case "BatchNorm1d" -> new BatchNorm1d(integer(c, 0, "num_features"), norm(c));
            case "BatchNorm2d" -> new BatchNorm2d(integer(c, 0, "num_features"), norm(c));
            case "BatchNorm3d" -> new BatchNorm3d(integer(c, 0, "num_features"), norm(c));
            case "Identity" -> new Identity();
            case "Flatten" ->
                    c.count() == 0
                            ? new Flatten()
                            : new Flatten(integer(c, 0, "start_dim"), integer(c, 1, "end_dim"));
            case "ReLU" -> new ReLU();
            case "Tanh" -> new Tanh();
            case "Sigmoid" -> new Sigmoid();
            case "SiLU" -> new SiLU();
            case "Softmax" -> new Softmax(dim(c));
            case "LogSoftmax" -> new LogSoftmax(dim(c));
            case "Dropout" -> new Dropout(((Number) c.get(0, "p", 0.5)).doubleValue());
            case "MSELoss" -> new MSELoss(loss(c));
            case "L1Loss" -> new L1Loss(loss(c));
            case "CrossEntropyLoss" -> new CrossEntropyLoss(loss(c));
            case "NLLLoss" -> new NLLLoss(loss(c));
            case "BCELoss" -> new BCELoss(loss(c));
            case "BCEWithLogitsLoss" -> new BCEWithLogitsLoss(loss(c));
            case "Sequential" -> sequential(c);
            default -> throw new MissingException("torch.nn." + name);
        };
    }

    private static Module linear(PythonCall c) {
        var linear =
                new Linear(
                        integer(c, 0, "in_features"),
                        integer(c, 1, "out_features"),
                        (Boolean) c.get(2, "bias", true) ? Bias.BIAS : Bias.NO_BIAS);
        if (c.has("dtype")) {
            var dtype = (DType) c.get("dtype", DType.FLOAT32);
            if (dtype != DType.FLOAT32) {
                throw new MissingException("modules made in another dtype");
            }
        }
        return linear;
    }

    private static Sequential sequential(PythonCall c) {
        var steps = new UnaryModule[c.count()];
        for (int i = 0; i < steps.length; i++) {
            if (!(c.get(i, "", null) instanceof PythonCall step)
                    || !(construct(step) instanceof UnaryModule module)) {
                throw new MissingException("this form of Sequential");
            }
            steps[i] = module;
        }
        return new Sequential(steps);
    }

    private static Conv.Options conv(PythonCall c) {
        var options =
                Conv.stride(PythonCall.longs(c.get(3, "stride", 1L)))
                        .dilation(PythonCall.longs(c.get(5, "dilation", 1L)))
                        .groups(((Number) c.get(6, "groups", 1L)).longValue());
        var padding = c.get(4, "padding", 0L);
        if (padding.equals("same")) {
            options = options.samePadding();
        } else if (!padding.equals("valid")) {
            options = options.padding(PythonCall.longs(padding));
        }
        if (!(Boolean) c.get(7, "bias", true)) {
            options = options.noBias();
        }
        var mode = (String) c.get(8, "padding_mode", "zeros");
        return options.padding(PaddingMode.valueOf(mode.toUpperCase(Locale.ROOT)));
    }

    private static Pool.Options pool(PythonCall c) {
        var options = Pool.DEFAULT.padding(PythonCall.longs(c.get(2, "padding", 0L)));
        var stride = c.get(1, "stride", null);
        if (stride != null) {
            options = options.stride(PythonCall.longs(stride));
        }
        return (Boolean) c.get("ceil_mode", false) ? options.ceilMode() : options;
    }

    private static Norm.Options norm(PythonCall c) {
        var options = Norm.eps(((Number) c.get(1, "eps", 1e-5)).doubleValue());
        var momentum = c.get(2, "momentum", 0.1);
        options =
                momentum == null
                        ? options.cumulative()
                        : options.momentum(((Number) momentum).doubleValue());
        if (!(Boolean) c.get(3, "affine", true)) {
            options = options.noAffine();
        }
        return (Boolean) c.get(4, "track_running_stats", true) ? options : options.noRunningStats();
    }

    private static Loss.Options loss(PythonCall c) {
        var options =
                Loss.reduction(
                        Reduction.valueOf(
                                ((String) c.get("reduction", "mean")).toUpperCase(Locale.ROOT)));
        if (c.has("weight")) {
            options = options.weight((Tensor) built(c.get("weight", null)));
        }
        if (c.has("label_smoothing")) {
            options =
                    options.labelSmoothing(((Number) c.get("label_smoothing", 0.0)).doubleValue());
        }
        return options;
    }

    private static long dim(PythonCall c) {
        if (c.get(0, "dim", null) instanceof Long dim) {
            return dim;
        }
        throw new MissingException("softmax without dim");
    }

    private static long integer(PythonCall c, int position, String keyword) {
        return ((Number) c.get(position, keyword, null)).longValue();
    }

    private static Size size(PythonCall c, int position, String keyword) {
        return new Size(PythonCall.longs(c.get(position, keyword, null)));
    }

    private static Optimizer optimizer(String name, PythonCall c) {
        var params = new ArrayList<Parameter>();
        for (var element : (List<?>) c.get(0, "params", List.of())) {
            if (!(built(element) instanceof Parameter parameter)) {
                throw new MissingException("parameter groups in expressions");
            }
            params.add(parameter);
        }
        return switch (name) {
            case "SGD" -> new SGD(params, SGD.lr(((Number) c.get("lr", 1e-3)).doubleValue()));
            case "Adam" -> new Adam(params);
            case "AdamW" -> new AdamW(params);
            case "Adagrad" -> new Adagrad(params);
            default -> throw new MissingException("torch.optim." + name);
        };
    }
}
