package dev.cresset.nn;

import dev.cresset.op.OpException;
import dev.cresset.op.OpIndexException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Members in a row, whose names are their positions. */
abstract class Container<E> extends Module implements Iterable<E> {
    private static final String NO_INDEX = ": index %s is out of range of %s members";

    Container() {}

    /** Number of members. */
    public final int size() {
        return registered().size();
    }

    /** Member i; negative counts from the end. */
    @SuppressWarnings("unchecked")
    public final E get(int i) {
        return (E) registered().get(nameAt(i));
    }

    /** The members in order. */
    @SuppressWarnings("unchecked")
    final List<E> all() {
        return (List<E>) new ArrayList<>(registered().values());
    }

    @Override
    public final Iterator<E> iterator() {
        return all().iterator();
    }

    final String nameAt(int i) {
        int at = i < 0 ? i + size() : i;
        if (at < 0 || at >= size()) {
            throw new OpIndexException(name() + String.format(NO_INDEX, i, size()));
        }
        return registered().keySet().stream().skip(at).findFirst().orElseThrow();
    }

    final void add(E member) {
        put(Integer.toString(size()), member);
    }

    final void put(String name, E member) {
        if (member == null) {
            throw new OpException(name() + ": a member cannot be null, at " + name);
        }
        registered().put(name, member);
    }

    /** Makes room at a position, which may be the end, as Python's {@code insert}. */
    final void put(int i, E member) {
        int at = i < 0 ? i + size() : i;
        if (at < 0 || at > size()) {
            throw new OpIndexException(
                    name() + ": Index out of range: " + i + " of " + size() + " members");
        }
        var members = all();
        members.add(at, member);
        replaceAll(members);
    }

    /** Takes a member out; all others are named by their new positions. */
    final E remove(int i) {
        E member = get(i);
        registered().remove(nameAt(i));
        replaceAll(all());
        return member;
    }

    private void replaceAll(List<E> members) {
        registered().clear();
        members.forEach(this::add);
    }

    /** The members from {@code start} (inclusive) to {@code end}, as a slice in Python. */
    final List<String> namesBetween(int start, int end) {
        int from = bound(start);
        return List.copyOf(registered().keySet()).subList(from, Math.max(from, bound(end)));
    }

    private int bound(int i) {
        return Math.clamp(i < 0 ? i + size() : i, 0, size());
    }
}
