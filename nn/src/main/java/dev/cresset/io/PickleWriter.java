package dev.cresset.io;

import dev.cresset.Parameter;
import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Storage;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes values as a pickle of protocol 2, with the instructions and names that {@code
 * torch.load(weights_only=True)} takes. Objects that occur twice are written once.
 */
final class PickleWriter {
    /** Python gives up at about this depth too. */
    private static final int DEEPEST = 500;

    /** Longest integer that PyTorch reads, in bytes. */
    private static final int LONGEST_INTEGER = 255;

    /**
     * A storage of the file; the key is its number.
     *
     * @param storage the memory
     * @param dtype what it holds
     */
    record Stored(Storage storage, DType dtype) {
        long numel() {
            return storage.bytes() / dtype.size();
        }

        long bytes() {
            return numel() * dtype.size();
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Object, Integer> texts = new HashMap<>();
    private final Map<Object, Integer> objects = new IdentityHashMap<>();
    private final List<Stored> storages = new ArrayList<>();
    private final Map<Storage, Integer> keys = new IdentityHashMap<>();

    /** Where in the structure the value lies that is written now, for messages. */
    private final ArrayDeque<String> path = new ArrayDeque<>();

    private int memo;

    /** The pickle of a value. */
    byte[] write(Object value) {
        out.write(0x80);
        out.write(2);
        put(value);
        out.write('.');
        return out.toByteArray();
    }

    /** The storages that the pickle refers to. */
    List<Stored> storages() {
        return storages;
    }

    private void put(Object value) {
        if (value == null) {
            out.write('N');
            return;
        }
        var known = objects.get(value);
        if (known != null) {
            recall(known);
            return;
        }
        switch (value) {
            case Boolean flag -> out.write(flag ? 0x88 : 0x89);
            case Byte _, Short _, Integer _, Long _ -> integer(((Number) value).longValue());
            case BigInteger number -> big(number);
            case Float _, Double _ -> float64(((Number) value).doubleValue());
            case Complex number -> complex(number);
            case String text -> text(text);
            case byte[] bytes -> bytes(bytes);
            case Parameter parameter -> parameter(parameter);
            case Tensor tensor -> tensor(tensor, tensor.requiresGrad());
            case Tuple<?> tuple -> tuple(tuple);
            case List<?> list -> list(list);
            case OrderedDict<?, ?> dict -> orderedDict(dict);
            case Map<?, ?> map -> dict(map);
            case Set<?> set -> set(set);
            case Size size -> size(size);
            case DType dtype -> global("torch", dtype.text());
            case Device device -> device(device);
            case Record record -> fields(record);
            default ->
                    throw problem(
                            "a " + value.getClass().getName() + " cannot be saved; save its state");
        }
    }

    private IllegalArgumentException problem(String text) {
        var place = String.join("", path.reversed());
        return new IllegalArgumentException(
                "save: "
                        + (place.isEmpty() ? "" : "at " + place + ": ")
                        + text
                        + " (null, numbers, truth values, texts, bytes, tensors, lists, tuples,"
                        + " maps, sets, sizes, dtypes, devices and records of those can be saved)");
    }

    private void inside(Object step, Object value) {
        if (path.size() == DEEPEST) {
            throw problem("values lie more than " + DEEPEST + " deep in each other");
        }
        path.push("[" + (step instanceof String ? "\"" + step + "\"" : step) + "]");
        put(value);
        path.pop();
    }

    private void little(long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    private void remember(Object value) {
        objects.put(value, memo);
        remember();
    }

    private void remember() {
        if (memo < 256) {
            out.write('q');
            out.write(memo);
        } else {
            out.write('r');
            little(memo, 4);
        }
        memo++;
    }

    private void recall(int number) {
        if (number < 256) {
            out.write('h');
            out.write(number);
        } else {
            out.write('j');
            little(number, 4);
        }
    }

    private void integer(long number) {
        if (number >= 0 && number < 1 << 8) {
            out.write('K');
            little(number, 1);
        } else if (number >= 0 && number < 1 << 16) {
            out.write('M');
            little(number, 2);
        } else if (number == (int) number) {
            out.write('J');
            little(number, 4);
        } else {
            big(BigInteger.valueOf(number));
        }
    }

    private void big(BigInteger number) {
        if (number.bitLength() < 32) {
            integer(number.longValue());
            return;
        }
        var bytes = number.toByteArray();
        if (bytes.length > LONGEST_INTEGER) {
            throw problem("an integer of " + bytes.length + " bytes cannot be saved");
        }
        out.write(0x8a);
        out.write(bytes.length);
        for (int i = bytes.length - 1; i >= 0; i--) {
            out.write(bytes[i]);
        }
    }

    private void float64(double number) {
        out.write('G');
        little(Long.reverseBytes(Double.doubleToLongBits(number)), 8);
    }

    private void complex(Complex number) {
        global("__builtin__", "complex");
        float64(number.re());
        float64(number.im());
        out.write(0x86);
        out.write('R');
    }

    private void text(String text) {
        var known = texts.get(text);
        if (known != null) {
            recall(known);
            return;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw problem("a text with half of a surrogate pair cannot be saved");
        }
        plainText(text);
        texts.put(text, memo);
        remember();
    }

    private void plainText(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        little(bytes.length, 4);
        out.writeBytes(bytes);
    }

    private void global(String module, String name) {
        var line = "c" + module + "\n" + name + "\n";
        var known = texts.get(line);
        if (known != null) {
            recall(known);
            return;
        }
        out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
        texts.put(line, memo);
        remember();
    }

    private void bytes(byte[] bytes) {
        global("_codecs", "encode");
        plainText(new String(bytes, StandardCharsets.ISO_8859_1));
        text("latin1");
        out.write(0x86);
        out.write('R');
        remember(bytes);
    }

    private void tuple(Tuple<?> tuple) {
        tupleOf(tuple);
        if (!tuple.isEmpty()) {
            remember(tuple);
        }
    }

    private void tupleOf(List<?> items) {
        if (items.isEmpty()) {
            out.write(')');
            return;
        }
        if (items.size() > 3) {
            out.write('(');
        }
        for (int i = 0; i < items.size(); i++) {
            inside(i, items.get(i));
        }
        out.write(items.size() > 3 ? 't' : 0x84 + items.size());
    }

    private void numbers(long... numbers) {
        tupleOf(Arrays.stream(numbers).boxed().toList());
    }

    private void list(List<?> list) {
        out.write(']');
        remember(list);
        items(list);
    }

    private void items(Iterable<?> items) {
        int i = 0;
        for (var item : items) {
            if (i == 0) {
                out.write('(');
            }
            inside(i++, item);
        }
        if (i > 0) {
            out.write('e');
        }
    }

    private void dict(Map<?, ?> map) {
        out.write('}');
        remember(map);
        entries(map);
    }

    private void orderedDict(OrderedDict<?, ?> dict) {
        emptyOrderedDict();
        remember(dict);
        entries(dict);
        if (!dict.attributes().isEmpty()) {
            inside("attributes", dict.attributes());
            out.write('b');
        }
    }

    private void emptyOrderedDict() {
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
    }

    private void entries(Map<?, ?> map) {
        if (map.isEmpty()) {
            return;
        }
        out.write('(');
        map.forEach(
                (key, value) -> {
                    checkKey(key);
                    put(key);
                    inside(key, value);
                });
        out.write('u');
    }

    /** Python takes only keys that cannot change. */
    private void checkKey(Object key) {
        switch (key) {
            case List<?> list when !(list instanceof Tuple) ->
                    throw problem("a list as a key cannot be saved; use a Tuple");
            case Map<?, ?> _, Set<?> _, byte[] _ ->
                    throw problem("a key that can change cannot be saved");
            case null, default -> {}
        }
    }

    private void set(Set<?> set) {
        global("__builtin__", "set");
        out.write(']');
        set.forEach(this::checkKey);
        items(set);
        out.write(0x85);
        out.write('R');
        remember(set);
    }

    private void size(Size size) {
        global("torch", "Size");
        numbers(size.toArray());
        out.write(0x85);
        out.write('R');
    }

    private void device(Device device) {
        global("torch", "device");
        text(device.text());
        out.write(0x85);
        out.write('R');
    }

    /** A record is a tuple of its components. */
    private void fields(Record record) {
        tupleOf(
                Arrays.stream(record.getClass().getRecordComponents())
                        .map(component -> field(record, component))
                        .collect(ArrayList::new, ArrayList::add, ArrayList::addAll));
    }

    private Object field(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            var problem = problem("the record " + record.getClass().getName() + " is not public");
            problem.initCause(e);
            throw problem;
        }
    }

    private void parameter(Parameter parameter) {
        global("torch._utils", "_rebuild_parameter");
        put(parameter.detach());
        out.write(parameter.requiresGrad() ? 0x88 : 0x89);
        emptyOrderedDict();
        out.write(0x87);
        out.write('R');
        remember(parameter);
    }

    private void tensor(Tensor tensor, boolean requiresGrad) {
        var array = tensor.array();
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        var key = key(array.storage(), array.dtype());
        out.write('(');
        text("storage");
        global("torch", array.dtype().scalarName() + "Storage");
        text(Integer.toString(key));
        text("cpu");
        integer(storages.get(key).numel());
        out.write('t');
        out.write('Q');
        integer(array.layout().offset());
        numbers(array.layout().sizes());
        numbers(array.layout().strides());
        out.write(requiresGrad ? 0x88 : 0x89);
        emptyOrderedDict();
        out.write('t');
        out.write('R');
        remember(tensor);
    }

    private int key(Storage storage, DType dtype) {
        var known = keys.get(storage);
        if (known == null) {
            keys.put(storage, storages.size());
            storages.add(new Stored(storage, dtype));
            return storages.size() - 1;
        }
        if (storages.get(known).dtype != dtype) {
            throw problem(
                    "Cannot save multiple tensors or storages that view the same data as different"
                            + " types: "
                            + storages.get(known).dtype
                            + " and "
                            + dtype
                            + "; clone() one of them");
        }
        return known;
    }
}
