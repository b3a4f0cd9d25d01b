package dev.cresset.io;

import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads Python pickles of protocols 2 to 5, and runs nothing.
 *
 * <p>Note [Restricted unpickling]: a pickle is a program for a small stack machine, and in Python
 * its instruction {@code REDUCE} may call anything by name. Here a name is looked up in the short
 * table of {@link PickleGlobals}, whose entries build plain values; any other name ends the reading
 * at once, before anything was built with it. What a name means is written in this package, so no
 * file can reach code by reflection, class loading or a service. The work is bounded too: lengths
 * are compared with what the file holds before memory is taken for them, and values that are copied
 * by calls are counted.
 */
final class PickleReader {
    /** Values that calls may copy in the shortest pickle. */
    private static final long FREE_COPIES = 1 << 20;

    /** Longest integer, in bytes. */
    private static final int LONGEST_INTEGER = 1024;

    private final PickleInput in;
    private final PickleGlobals globals;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final ArrayList<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private long copies;

    PickleReader(PickleInput in, PickleGlobals.Storages storages) {
        this.in = in;
        this.globals = new PickleGlobals(in, storages, this::charge);
        this.copies = FREE_COPIES + 8 * in.length();
    }

    /** Calls may copy as many values as the pickle has bytes, several times. */
    private void charge(long values) {
        copies -= values;
        if (copies < 0) {
            throw in.problem("it copies values again and again, which no saved file does");
        }
    }

    /** The value of the pickle. */
    Object read() throws IOException {
        while (true) {
            int opcode = in.next();
            if (opcode == '.') {
                return globals.value(pop());
            }
            step(opcode);
        }
    }

    /** To be called when the content of the storages comes after the pickle, and is there. */
    void settle() {
        globals.settle();
    }

    private void step(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(in.next());
            case 0x95 -> in.int64(); // FRAME: a hint for buffering
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> popMark();
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) in.next());
            case 'M' -> push((long) in.uint16());
            case 'J' -> push((long) in.int32());
            case 0x8a -> push(integer(in.next()));
            case 0x8b -> push(integer(in.int32()));
            case 'G' -> push(in.float64());
            case 'X' -> push(in.utf8(in.int32() & 0xffffffffL));
            case 0x8c -> push(in.utf8(in.next()));
            case 0x8d -> push(in.utf8(in.int64()));
            case 'U' -> push(in.utf8(in.next())); // texts of Python 2
            case 'T' -> push(in.utf8(in.int32()));
            case 'C' -> push(in.bytes(in.next()));
            case 'B' -> push(in.bytes(in.int32() & 0xffffffffL));
            case 0x8e, 0x96 -> push(in.bytes(in.int64()));
            case ')' -> push(Tuple.of());
            case 't' -> push(Tuple.of(popMark().toArray()));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case ']' -> push(new ArrayList<>());
            case 'a' -> append(Collections.singletonList(pop()));
            case 'e' -> append(popMark());
            case '}' -> push(new LinkedHashMap<>());
            case 's' -> setItems(tuple(2));
            case 'u' -> setItems(popMark());
            case 0x8f -> push(new LinkedHashSet<>());
            case 0x90 -> addItems(popMark());
            case 0x91 -> {
                var set = new LinkedHashSet<Object>();
                popMark().forEach(item -> set.add(globals.key(item)));
                push(set);
            }
            case 'q' -> memo.put(in.next(), peek());
            case 'r' -> memo.put(in.int32(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> push(remembered(in.next()));
            case 'j' -> push(remembered(in.int32()));
            case 'c' -> push(globals.find(in.line(), in.line()));
            case 0x93 -> {
                var name = text(pop());
                push(globals.find(text(pop()), name));
            }
            case 'R', 0x81 -> call();
            case 'b' -> build(pop());
            case 'Q' -> push(persistent(pop()));
            default ->
                    throw in.problem(
                            "0x"
                                    + Integer.toHexString(opcode)
                                    + " is no instruction that pickles of values have"
                                    + " (protocols 2 to 5)");
        }
    }

    private void protocol(int version) {
        if (version > 5) {
            throw in.problem("pickle protocol " + version + ", which is newer than 5");
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    private Object pop() {
        if (stack.size() <= floor()) {
            throw in.problem("it takes a value where there is none");
        }
        return stack.removeLast();
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw in.problem("it takes a value where there is none");
        }
        return stack.getLast();
    }

    private List<Object> popMark() {
        if (marks.isEmpty()) {
            throw in.problem("a run of values ends that never began");
        }
        var run = stack.subList(marks.removeLast(), stack.size());
        var values = new ArrayList<>(run);
        run.clear();
        return values;
    }

    private Tuple<Object> tuple(int size) {
        var items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return Tuple.of(items);
    }

    private Object integer(int bytes) throws IOException {
        if (bytes < 0 || bytes > LONGEST_INTEGER) {
            throw in.problem("an integer of " + bytes + " bytes");
        }
        if (bytes == 0) {
            return 0L;
        }
        var little = in.bytes(bytes);
        for (int i = 0, j = bytes - 1; i < j; i++, j--) {
            byte low = little[i];
            little[i] = little[j];
            little[j] = low;
        }
        var value = new BigInteger(little);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw in.problem("a name is " + PickleGlobals.kind(value) + ", not a text");
    }

    private Object remembered(int key) {
        var value = memo.get(key);
        if (value == null && !memo.containsKey(key)) {
            throw in.problem("it refers to value " + key + ", which there is not");
        }
        return value;
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof ArrayList<?> list)) {
            throw in.problem("it appends to " + PickleGlobals.kind(peek()));
        }
        @SuppressWarnings("unchecked")
        var target = (ArrayList<Object>) list;
        items.forEach(item -> target.add(globals.value(item)));
    }

    private void setItems(List<Object> items) {
        if (!(peek() instanceof LinkedHashMap<?, ?> map) || items.size() % 2 != 0) {
            throw in.problem("it sets items of " + PickleGlobals.kind(peek()));
        }
        @SuppressWarnings("unchecked")
        var target = (LinkedHashMap<Object, Object>) map;
        for (int i = 0; i < items.size(); i += 2) {
            target.put(globals.key(items.get(i)), globals.value(items.get(i + 1)));
        }
    }

    private void addItems(List<Object> items) {
        if (!(peek() instanceof LinkedHashSet<?> set)) {
            throw in.problem("it adds to " + PickleGlobals.kind(peek()));
        }
        @SuppressWarnings("unchecked")
        var target = (Set<Object>) set;
        items.forEach(item -> target.add(globals.key(item)));
    }

    private void call() throws IOException {
        var args = pop();
        var function = pop();
        if (!(args instanceof Tuple<?> tuple)
                || !(function instanceof PickleGlobals.Global global)) {
            throw in.problem(
                    "it calls "
                            + PickleGlobals.kind(function)
                            + " with "
                            + PickleGlobals.kind(args));
        }
        push(globals.call(global, tuple));
    }

    /** Attributes; only those of ordered dicts are kept. */
    private void build(Object state) {
        if (!(peek() instanceof OrderedDict<?, ?> dict) || !(state instanceof Map<?, ?> map)) {
            throw in.problem(
                    "it gives "
                            + PickleGlobals.kind(peek())
                            + " the attributes "
                            + PickleGlobals.kind(state)
                            + ": only those of ordered dicts are read");
        }
        map.forEach((name, value) -> dict.attributes().put(text(name), value));
    }

    private Object persistent(Object id) throws IOException {
        if (id instanceof Tuple<?> tuple) {
            return globals.storage(tuple);
        }
        throw in.problem("the id of a storage is " + PickleGlobals.kind(id));
    }
}
