package dev.cresset.testing;

import dev.cresset.Index;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.BinaryModule;
import dev.cresset.op.OpException;
import dev.cresset.op.Registry;
import dev.cresset.op.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** A function of Cresset, found by the name that PyTorch gives it. */
interface Callee {
    /** Functions that share their name with a method that does something else. */
    Map<String, String> OTHER_NAMES =
            Map.of(
                    "torch.nn.functional.unfold", "im2col",
                    "torch.nn.functional.fold", "col2im");

    /** Calls it. */
    Object call(List<Object> args, Map<String, Object> kwargs);

    /**
     * The function for a full name such as {@code torch.Tensor.expand} or {@code
     * torch.nn.functional.relu}.
     *
     * @throws MissingException if Cresset has none
     */
    static Callee of(String torchName) {
        var name = plainName(torchName);
        if (name.equals("__getitem__")) {
            return (args, kwargs) -> ((Tensor) args.get(0)).get(index(args.get(1)));
        }
        if (isPresent(name)) {
            return (args, kwargs) -> Torch.call(name, args, functions(kwargs));
        }
        if (name.endsWith("_") && isPresent(name.substring(0, name.length() - 1))) {
            return inPlace(name);
        }
        throw new MissingException(torchName);
    }

    /** Modules among keyword arguments become the functions that an op expects. */
    private static Map<String, Object> functions(Map<String, Object> kwargs) {
        var all = new LinkedHashMap<>(kwargs);
        all.replaceAll(
                (keyword, value) -> {
                    if (!(value instanceof PythonCall call
                            && Classes.construct(call) instanceof BinaryModule module)) {
                        return value;
                    }
                    BinaryOperator<Value> function =
                            (x, y) -> module.forward((Tensor) x, (Tensor) y);
                    return function;
                });
        return all;
    }

    /** The in-place form of an op, by a name that ends in an underscore. */
    static Callee inPlace(String name) {
        var op = name.substring(0, name.length() - 1);
        return (args, kwargs) -> Torch.callInPlace(op, args, kwargs);
    }

    /** True if there is an op of this name. */
    static boolean isPresent(String name) {
        return !Registry.find(name).isEmpty();
    }

    /** The name of the op: without the namespaces that hold most functions. */
    static String plainName(String torchName) {
        var other = OTHER_NAMES.get(torchName);
        if (other != null) {
            return other;
        }
        for (var prefix : List.of("torch.Tensor.", "torch.nn.functional.", "torch.")) {
            if (torchName.startsWith(prefix)) {
                return torchName.substring(prefix.length()).replace('.', '_');
            }
        }
        return torchName;
    }

    /** The entries of an index expression. */
    private static Index[] index(Object index) {
        var entries = new ArrayList<Index>();
        if (index instanceof Decoder.Tuple tuple) {
            tuple.forEach(element -> entries.add(entry(element)));
        } else {
            entries.add(entry(index));
        }
        return entries.toArray(new Index[0]);
    }

    private static Index entry(Object entry) {
        return switch (entry) {
            case null -> Index.NEW_AXIS;
            case Long position -> Index.at(position);
            case Boolean flag -> Index.by(Torch.tensor((boolean) flag));
            case Tensor tensor -> Index.by(tensor);
            case Decoder.Mark mark -> Index.ELLIPSIS;
            case Decoder.SliceValue(Long start, Long stop, Long step) ->
                    new Index.Slice(start, stop, step == null ? 1 : step);
            case List<?> list -> Index.by(Torch.tensor((Object) list));
            default -> throw new OpException("index: cannot index by " + entry);
        };
    }
}
