package dev.cresset.io;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * The Python names that pickles of values may mention, and what they mean here: those that {@code
 * torch.load(weights_only=True)} allows, as far as Cresset has such values.
 */
final class PickleGlobals {
    /** Modules that PyTorch refuses whatever the name. */
    private static final List<String> BLOCKED = List.of("sys", "os", "posix", "nt");

    /** Modules that have other names in the pickles of protocol 2 or of old versions. */
    private static final Map<String, String> MODULES =
            Map.of(
                    "__builtin__", "builtins",
                    "copy_reg", "copyreg",
                    "commands", "subprocess",
                    "cPickle", "pickle",
                    "Queue", "queue",
                    "cStringIO", "io",
                    "urllib2", "urllib.request",
                    "SocketServer", "socketserver",
                    "torch.tensor", "torch._tensor");

    /** How deep tuples may lie in each other. */
    private static final int DEEPEST = 100;

    /** More dimensions than PyTorch's operators take. */
    private static final int MOST_DIMENSIONS = 64;

    /** Gives the storage for an id that stands in a pickle. */
    interface Storages {
        Stored load(StorageType type, String key, long numel, Object view) throws IOException;
    }

    /**
     * A storage, or a part of one.
     *
     * @param flat its elements as a vector
     * @param offset where the part begins
     * @param numel elements of the part
     */
    record Stored(Tensor flat, long offset, long numel) {}

    /** Something that has a name in the file. */
    interface Global {
        /** Its full name. */
        String name();

        /** What a call gives. */
        default Object call(Tuple<?> args, PickleGlobals in) throws IOException {
            throw in.in.problem(name() + " is called, which is no function of values");
        }
    }

    /**
     * A class of storages.
     *
     * @param dtype what they hold
     */
    record StorageType(String name, DType dtype) implements Global {}

    /** A class that is only mentioned. */
    record Mentioned(String name) implements Global {}

    private interface Body {
        Object call(PickleGlobals in, Tuple<?> args) throws IOException;
    }

    /** A function with the numbers of arguments that it takes. */
    private record Function(String name, int least, int most, Body body) implements Global {
        @Override
        public Object call(Tuple<?> args, PickleGlobals in) throws IOException {
            if (args.size() < least || args.size() > most) {
                throw in.in.problem(name + " is called with " + args.size() + " arguments");
            }
            return body.call(in, args);
        }
    }

    private static final Map<String, Object> TABLE = new HashMap<>();

    private static void function(String name, int least, int most, Body body) {
        TABLE.put(name, new Function(name, least, most, body));
    }

    static {
        for (var dtype : DType.values()) {
            var storage = "torch." + dtype.scalarName() + "Storage";
            TABLE.put(storage, new StorageType(storage, dtype));
            TABLE.put(dtype.toString(), dtype);
        }
        TABLE.put("torch.Tensor", new Mentioned("torch.Tensor"));
        function("torch._utils._rebuild_tensor", 4, 4, PickleGlobals::tensor);
        function("torch._utils._rebuild_tensor_v2", 6, 7, PickleGlobals::tensor);
        function("torch._tensor._rebuild_from_type_v2", 4, 4, PickleGlobals::ofType);
        function("torch._utils._rebuild_parameter", 3, 3, PickleGlobals::parameter);
        function("torch._utils._rebuild_parameter_with_state", 4, 4, PickleGlobals::parameter);
        function("torch.nn.parameter.Parameter", 1, 2, PickleGlobals::parameter);
        function("torch.Size", 1, 1, (g, args) -> new Size(g.integers("size", args.get(0))));
        function("torch.device", 1, 2, PickleGlobals::device);
        function("collections.OrderedDict", 0, 1, PickleGlobals::orderedDict);
        function("collections.Counter", 0, 1, PickleGlobals::counter);
        function("builtins.set", 0, 1, PickleGlobals::set);
        function("builtins.complex", 2, 2, PickleGlobals::complex);
        function("builtins.bytearray", 0, 1, PickleGlobals::bytes);
        function("_codecs.encode", 2, 2, PickleGlobals::encoded);
    }

    private final PickleInput in;
    private final Storages storages;
    private final LongConsumer charge;
    private final Map<Tensor, Map<Marks, Tensor>> computed = new IdentityHashMap<>();

    /**
     * The names in one pickle.
     *
     * @param charge is told how many values a call copies
     */
    PickleGlobals(PickleInput in, Storages storages, LongConsumer charge) {
        this.in = in;
        this.storages = storages;
        this.charge = charge;
    }

    /** What a name means. */
    Object find(String writtenModule, String name) {
        var module = MODULES.getOrDefault(writtenModule, writtenModule);
        var full = module + "." + name;
        var found = TABLE.get(full);
        if (found == null) {
            throw in.refusal(full, refusal(module, full));
        }
        return found;
    }

    private static String refusal(String module, String full) {
        if (BLOCKED.contains(module)) {
            return "Trying to load unsupported GLOBAL "
                    + full
                    + " whose module "
                    + module
                    + " is blocked. It could run any program: the file was made to attack its"
                    + " reader, do not load it anywhere";
        }
        return "Unsupported global: GLOBAL "
                + full
                + " was not an allowed global by default. "
                + why(module, full);
    }

    private static String why(String module, String full) {
        if (module.equals("torch.serialization") || full.contains("sparse")) {
            return "Sparse tensors are not read; save t.to_dense()";
        }
        if (full.startsWith("torch._utils._rebuild_")
                || full.startsWith("torch.q")
                || full.endsWith("Storage")
                || full.matches("torch\\.(u?int|float|complex|bits|q?u?int)[0-9a-z_]+")) {
            return "Cresset has no such tensors; it reads dense ones of "
                    + Arrays.stream(DType.values())
                            .map(DType::text)
                            .collect(Collectors.joining(", "));
        }
        if (module.startsWith("numpy")) {
            return "NumPy's values are not read; save tensors and Python numbers";
        }
        if (module.equals("builtins") || module.equals("subprocess")) {
            return "It could run code, and loading a file must run none";
        }
        return "It is a whole pickled object: to build it, code of its class would have to run,"
                + " and loading a file must run none. Of a module, save the state_dict():"
                + " torch.save(model.state_dict(), path)";
    }

    /** What the call of a name gives. */
    Object call(Global global, Tuple<?> args) throws IOException {
        return global.call(args, this);
    }

    private Tuple<?> args(Object value, String what) {
        if (value instanceof Tuple<?> tuple) {
            return tuple;
        }
        throw in.problem(what + " is " + kind(value) + ", not a tuple");
    }

    /** A value that may stand in the result: not a part of the file's machinery. */
    Object value(Object value) {
        check(value, 0);
        return value;
    }

    private void check(Object value, int depth) {
        switch (value) {
            case Global global ->
                    throw in.problem("the class or function " + global.name() + " as a value");
            case Stored stored -> throw in.problem("a storage as a value; save the tensor instead");
            case Tuple<?> tuple -> {
                if (depth > DEEPEST) {
                    throw in.problem("tuples lie more than " + DEEPEST + " deep in each other");
                }
                charge.accept(tuple.size());
                for (var item : tuple) {
                    check(item, depth + 1);
                }
            }
            case null, default -> {}
        }
    }

    /** A value that may be a key: one that cannot change. */
    Object key(Object value) {
        checkKey(value, 0);
        return value;
    }

    private void checkKey(Object value, int depth) {
        switch (value) {
            case String _, Number _, Boolean _, DType _, Device _, Size _ -> charge.accept(1);
            case null -> {}
            case Tuple<?> tuple when depth < 8 -> tuple.forEach(item -> checkKey(item, depth + 1));
            default -> throw in.problem(kind(value) + " as a key of a dict or member of a set");
        }
    }

    /** The storage of a persistent id. */
    Stored storage(Tuple<?> id) throws IOException {
        if (id.size() < 5
                || id.size() > 6
                || !"storage".equals(id.get(0))
                || !(id.get(1) instanceof StorageType type)
                || !(id.get(3) instanceof String)
                || !(id.get(4) instanceof Long numel)) {
            throw in.problem(
                    id.isEmpty() || !"module".equals(id.get(0))
                            ? "the id of a storage is not as torch.save writes it"
                            : "a whole pickled module with its source; save the state_dict()");
        }
        var key = id.get(2) instanceof Long number ? number.toString() : id.get(2);
        if (!(key instanceof String text)) {
            throw in.problem("the key of a storage is " + kind(key));
        }
        if (numel < 0 || numel > Long.MAX_VALUE / 16) {
            throw in.problem("storage " + text + " has " + numel + " elements");
        }
        return storages.load(type, text, numel, id.size() == 6 ? id.get(5) : null);
    }

    private long integer(String what, Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw in.problem("the " + what + " of a tensor is " + kind(value) + ", not an integer");
    }

    private long[] integers(String what, Object value) {
        if (value instanceof Size size) {
            return size.toArray();
        }
        var tuple = args(value, "the " + what + " of a tensor");
        if (tuple.size() > MOST_DIMENSIONS) {
            throw in.problem("a tensor of " + tuple.size() + " dimensions");
        }
        return tuple.stream().mapToLong(item -> integer(what, item)).toArray();
    }

    private Tensor tensor(Tuple<?> args) {
        if (!(args.get(0) instanceof Stored stored)) {
            throw in.problem("a tensor is made of " + kind(args.get(0)) + ", not of a storage");
        }
        long offset = integer("offset", args.get(1));
        var sizes = integers("size", args.get(2));
        var strides = integers("stride", args.get(3));
        checkInside(stored, offset, sizes, strides);
        var flat = stored.flat();
        if (args.size() == 7 && args.get(6) instanceof Map<?, ?> bits) {
            flat = marked(flat, bits);
        }
        var tensor = flat.asStrided(sizes, strides, stored.offset() + offset).detach();
        return args.size() >= 6 && flag(args.get(4)) ? gradients(tensor) : tensor;
    }

    /**
     * PyTorch keeps a conjugate or a negative as a mark on the tensor; here it is computed, once
     * for the whole storage, so that it takes no more memory than the file has.
     */
    private Tensor marked(Tensor flat, Map<?, ?> bits) {
        for (var bit : bits.keySet()) {
            if (!"conj".equals(bit) && !"neg".equals(bit)) {
                throw in.problem("a tensor with the mark " + kind(bit));
            }
        }
        var marks =
                new Marks(
                        bits.containsKey("conj") && flag(bits.get("conj")),
                        bits.containsKey("neg") && flag(bits.get("neg")));
        if (flat.dtype() == DType.BOOL && marks.neg) {
            throw in.problem("a negative of truth values");
        }
        return computed.computeIfAbsent(flat, key -> new HashMap<>())
                .computeIfAbsent(marks, key -> marks.of(flat));
    }

    /** The marks on a tensor. */
    private record Marks(boolean conj, boolean neg) {
        Tensor of(Tensor flat) {
            var conjugate = conj ? flat.conj().resolveConj() : flat;
            return neg ? conjugate.neg() : conjugate;
        }
    }

    /** Computes again what was computed from storages before their content was there. */
    void settle() {
        computed.forEach(
                (flat, results) ->
                        results.forEach(
                                (marks, result) -> {
                                    if (result != flat) {
                                        result.copy_(marks.of(flat));
                                    }
                                }));
    }

    private boolean flag(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw in.problem("a mark of a tensor is " + kind(value));
    }

    private Tensor gradients(Tensor tensor) {
        if (!differentiable(tensor)) {
            throw in.problem("a tensor of " + tensor.dtype() + " requires gradients");
        }
        return tensor.requiresGrad_();
    }

    private static boolean differentiable(Tensor tensor) {
        return tensor.dtype().isFloatingPoint() || tensor.dtype().isComplex();
    }

    private void checkInside(Stored stored, long offset, long[] sizes, long[] strides) {
        boolean fits = sizes.length == strides.length && offset >= 0;
        boolean empty = false;
        long last = offset;
        long count = 1;
        try {
            for (int d = 0; fits && d < sizes.length; d++) {
                fits = sizes[d] >= 0 && strides[d] >= 0;
                empty |= sizes[d] == 0;
                count = Math.multiplyExact(count, Math.max(1, sizes[d]));
                last =
                        Math.addExact(
                                last, Math.multiplyExact(Math.max(0, sizes[d] - 1), strides[d]));
            }
        } catch (ArithmeticException e) {
            fits = false;
        }
        if (!fits || (!empty && last >= stored.numel())) {
            throw in.problem(
                    "a tensor of sizes "
                            + Arrays.toString(sizes)
                            + ", strides "
                            + Arrays.toString(strides)
                            + " and offset "
                            + offset
                            + " does not lie in its storage of "
                            + stored.numel()
                            + " elements");
        }
    }

    /** A tensor with attributes, which are left out. */
    private Object ofType(Tuple<?> args) throws IOException {
        if (!(args.get(0) instanceof Function function)
                || !function.name().startsWith("torch._utils._rebuild_")) {
            throw in.problem("a tensor is rebuilt by " + kind(args.get(0)));
        }
        return function.call(args(args.get(2), "the arguments of a tensor"), this);
    }

    private Parameter parameter(Tuple<?> args) {
        if (!(args.get(0) instanceof Tensor data)) {
            throw in.problem("a parameter is made of " + kind(args.get(0)) + ", not of a tensor");
        }
        boolean learned = args.size() == 1 || flag(args.get(1));
        if (learned && !differentiable(data)) {
            throw in.problem("a parameter of " + data.dtype() + " requires gradients");
        }
        return learned ? new Parameter(data) : Parameter.frozen(data);
    }

    private Device device(Tuple<?> args) {
        if (!(args.get(0) instanceof String text)) {
            throw in.problem("the name of a device is " + kind(args.get(0)));
        }
        try {
            return args.size() == 1
                    ? Device.of(text)
                    : Device.of(text, Math.toIntExact(integer("device", args.get(1))));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw in.problem(e.getMessage());
        }
    }

    private OrderedDict<Object, Object> orderedDict(Tuple<?> args) {
        var dict = new OrderedDict<Object, Object>();
        if (args.size() == 1) {
            if (!(args.get(0) instanceof List<?> pairs)) {
                throw in.problem("an ordered dict is made of " + kind(args.get(0)));
            }
            charge.accept(pairs.size());
            for (var pair : pairs) {
                if (!(pair instanceof List<?> two) || two.size() != 2) {
                    throw in.problem("an ordered dict is made of " + kind(pair));
                }
                dict.put(key(two.get(0)), value(two.get(1)));
            }
        }
        return dict;
    }

    private Object counter(Tuple<?> args) {
        if (args.isEmpty()) {
            return new LinkedHashMap<Object, Object>();
        }
        if (!(args.get(0) instanceof LinkedHashMap<?, ?> counts)) {
            throw in.problem("a Counter is made of " + kind(args.get(0)));
        }
        charge.accept(counts.size());
        return new LinkedHashMap<Object, Object>(counts);
    }

    private Object set(Tuple<?> args) {
        var set = new LinkedHashSet<Object>();
        if (args.size() == 1) {
            if (!(args.get(0) instanceof ArrayList<?> items)) {
                throw in.problem("a set is made of " + kind(args.get(0)));
            }
            charge.accept(items.size());
            items.forEach(item -> set.add(key(item)));
        }
        return set;
    }

    private Complex complex(Tuple<?> args) {
        if (args.get(0) instanceof Double re && args.get(1) instanceof Double im) {
            return new Complex(re, im);
        }
        throw in.problem("a complex number is made of " + kind(args.get(0)));
    }

    private Object bytes(Tuple<?> args) {
        if (args.isEmpty()) {
            return new byte[0];
        }
        if (!(args.get(0) instanceof byte[] content)) {
            throw in.problem("a bytearray is made of " + kind(args.get(0)));
        }
        charge.accept(content.length);
        return content.clone();
    }

    /** How protocol 2 writes bytes. */
    private Object encoded(Tuple<?> args) {
        if (!(args.get(0) instanceof String text) || !"latin1".equals(args.get(1))) {
            throw in.problem("bytes are not encoded as latin1");
        }
        charge.accept(text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A kind of value for messages. */
    static String kind(Object value) {
        return switch (value) {
            case null -> "None";
            case Tensor _ -> "a tensor";
            case Tuple<?> _ -> "a tuple";
            case List<?> _ -> "a list";
            case OrderedDict<?, ?> _ -> "an ordered dict";
            case Map<?, ?> _ -> "a dict";
            case String _ -> "a text";
            case byte[] _ -> "bytes";
            case Long _, BigInteger _ -> "an integer";
            case Double _ -> "a float";
            case Complex _ -> "a complex number";
            case Boolean _ -> "a truth value";
            case Stored _ -> "a storage";
            case Global global -> global.name();
            default -> "a " + value.getClass().getSimpleName();
        };
    }
}
