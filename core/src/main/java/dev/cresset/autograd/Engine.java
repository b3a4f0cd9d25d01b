package dev.cresset.autograd;

import dev.cresset.op.Backends;
import dev.cresset.op.Copying;
import dev.cresset.op.SparseValue;
import dev.cresset.op.Value;
import dev.cresset.op.ValueOps;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * One backward pass.
 *
 * <p>Nodes are visited from the latest recorded to the earliest. A node is recorded after
 * everything it reads, so when its turn comes every consumer of its results has been visited and
 * its gradients are complete: no counting of dependencies is needed.
 *
 * <p>Note [Exclusive gradients]: a gradient computed by a rule is usually seen by the engine alone.
 * As long as that can be proved (it shares no memory with another gradient, with a saved value or
 * with anything handed out) its memory is given back the moment it has been used, a leaf takes it
 * over without a copy, and sums accumulate in place. That is most of the memory traffic of
 * training.
 */
public final class Engine {
    /** Smaller saved values are not worth counting. */
    private static final long COUNTED = 1 << 20;

    private final boolean retainGraph;
    private final boolean createGraph;
    private final PriorityQueue<Node> queue =
            new PriorityQueue<>(Comparator.comparingLong((Node n) -> -n.sequence()));
    private Map<Node, Pending> overflow;
    private Map<Variable, Integer> captured;
    private Map<Node, int[]> capturedAt;
    private Variable[] captures;
    private Set<Node> useful;

    /**
     * Addresses of large values that were saved for this pass and are needed no longer. Not the
     * storages: those shall be collected before the pass ends, if need be.
     */
    private final Set<Long> freed = new HashSet<>();

    private long freedBytes;

    private Engine(boolean retainGraph, boolean createGraph) {
        this.retainGraph = retainGraph;
        this.createGraph = createGraph;
    }

    /**
     * Accumulates gradients into the leaves.
     *
     * @param outputs where to start
     * @param gradients one per output
     * @param retainGraph keep saved values for another pass
     * @param createGraph record the pass itself, so that gradients can be differentiated
     */
    public static void backward(
            List<? extends Variable> outputs,
            List<? extends Variable> gradients,
            boolean retainGraph,
            boolean createGraph) {
        var engine = new Engine(retainGraph || createGraph, createGraph);
        engine.run(outputs, gradients);
    }

    /**
     * Gradients with respect to given variables; leaves are left alone.
     *
     * @return one per input, null where the outputs do not depend on it
     */
    public static Variable[] grad(
            List<? extends Variable> outputs,
            List<? extends Variable> inputs,
            List<? extends Variable> gradients,
            boolean retainGraph,
            boolean createGraph) {
        var engine = new Engine(retainGraph || createGraph, createGraph);
        var distinct = new IdentityHashMap<Variable, Integer>();
        var once = new ArrayList<Variable>();
        for (var input : inputs) {
            if (distinct.putIfAbsent(input, once.size()) == null) {
                once.add(input);
            }
        }
        engine.capture(once);
        engine.findUseful(outputs);
        engine.run(outputs, gradients);
        return inputs.stream()
                .map(input -> engine.captures[distinct.get(input)])
                .toArray(Variable[]::new);
    }

    private void capture(List<? extends Variable> inputs) {
        captured = new IdentityHashMap<>();
        capturedAt = new IdentityHashMap<>();
        captures = new Variable[inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            var input = inputs.get(i);
            var node = input.gradFn();
            if (node == null) {
                captured.put(input, i);
            } else {
                var slots =
                        capturedAt.computeIfAbsent(
                                node,
                                n -> {
                                    var none = new int[n.results()];
                                    Arrays.fill(none, -1);
                                    return none;
                                });
                slots[input.output()] = i;
            }
        }
    }

    /** The nodes from which an input can be reached. */
    private void findUseful(List<? extends Variable> outputs) {
        useful = new HashSet<>();
        var visited = new HashSet<Node>();
        var order = new PriorityQueue<>(Comparator.comparingLong((Node n) -> -n.sequence()));
        for (var output : outputs) {
            if (output.gradFn() != null && visited.add(output.gradFn())) {
                order.add(output.gradFn());
            }
        }
        var reached = new ArrayList<Node>();
        while (!order.isEmpty()) {
            var node = order.poll();
            reached.add(node);
            for (int i = 0; i < node.values(); i++) {
                if (node.target(i) instanceof Node next && visited.add(next)) {
                    order.add(next);
                }
            }
        }
        for (var node : reached.reversed()) {
            boolean leads = capturedAt.containsKey(node);
            for (int i = 0; i < node.values() && !leads; i++) {
                leads = isWanted(node.target(i));
            }
            if (leads) {
                useful.add(node);
            }
        }
    }

    private boolean isWanted(Object target) {
        return switch (target) {
            case null -> false;
            case Node node -> useful == null || useful.contains(node);
            case Variable leaf -> captured == null || captured.containsKey(leaf);
            default -> false;
        };
    }

    private void run(List<? extends Variable> outputs, List<? extends Variable> gradients) {
        try (var mode = GradMode.set(createGraph)) {
            for (int i = 0; i < outputs.size(); i++) {
                var output = outputs.get(i);
                var node = output.gradFn();
                Object target = node == null ? output : node;
                if (isWanted(target)) {
                    deliver(target, output.output(), gradients.get(i), false);
                }
            }
            while (!queue.isEmpty()) {
                visit(queue.poll());
            }
            tellFreed();
        } finally {
            for (var node : queue) {
                node.pending = null;
            }
        }
    }

    /**
     * Saved values cannot be given back at once, for the user may hold them too. Most often nobody
     * does, and as training repeats the same step, the end of a pass is when most memory waits for
     * the garbage collector.
     */
    private void tellFreed() {
        if (freedBytes > 0) {
            Backends.cpu().unreachable(freedBytes);
        }
    }

    private void noteFreed(Storage storage) {
        if (storage.bytes() >= COUNTED
                && storage.device().equals(Device.cpu())
                && freed.add(storage.address())) {
            freedBytes += storage.bytes();
        }
    }

    private void visit(Node node) {
        var pending = take(node);
        var grads = pending.grads;
        node.deliverRetained(grads);
        boolean shown = createGraph || node.hasRetained();
        if (capturedAt != null && capturedAt.get(node) instanceof int[] slots) {
            for (int r = 0; r < slots.length; r++) {
                if (slots[r] >= 0) {
                    captures[slots[r]] = grads[r];
                    shown = true;
                }
            }
        }
        var wanted = new boolean[node.values()];
        boolean any = false;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = isWanted(node.target(i));
            any |= wanted[i];
        }
        if (any) {
            var results = node.apply(grads, wanted, this::accumulate);
            var owned = shown ? new boolean[results.length] : owned(node, pending, results);
            for (int i = 0; i < results.length; i++) {
                if (results[i] != null) {
                    deliver(node.target(i), node.targetOutput(i), results[i], owned[i]);
                }
            }
            if (!shown) {
                releaseUnused(pending, results);
            }
            if (!retainGraph) {
                node.free(this::noteFreed);
            }
        }
    }

    /** Which gradients are exclusive; see Note [Exclusive gradients]. */
    private static boolean[] owned(Node node, Pending pending, Variable[] results) {
        var owned = new boolean[results.length];
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                continue;
            }
            var storage = results[i].physical().storage();
            boolean exclusive = !node.saves(storage);
            for (int j = 0; j < results.length && exclusive; j++) {
                exclusive =
                        j == i || results[j] == null || results[j].physical().storage() != storage;
            }
            for (int r = 0; r < pending.grads.length && exclusive; r++) {
                var grad = pending.grads[r];
                exclusive =
                        grad == null
                                || grad.physical().storage() != storage
                                || pending.exclusive[r];
            }
            owned[i] = exclusive;
        }
        return owned;
    }

    private static void releaseUnused(Pending pending, Variable[] results) {
        for (int r = 0; r < pending.grads.length; r++) {
            if (pending.grads[r] == null || !pending.exclusive[r]) {
                continue;
            }
            var storage = pending.grads[r].physical().storage();
            boolean used = false;
            for (var result : results) {
                used |= result != null && result.physical().storage() == storage;
            }
            if (!used) {
                storage.release();
            }
        }
    }

    private Pending take(Node node) {
        if (node.pending != null && node.pending.run == this) {
            var pending = node.pending;
            node.pending = null;
            return pending;
        }
        return overflow.remove(node);
    }

    /** The collecting place of a node; a node in use by another run keeps ours in a map. */
    private Pending pending(Node node) {
        if (node.pending != null && node.pending.run == this) {
            return node.pending;
        }
        if (overflow != null && overflow.get(node) instanceof Pending known) {
            return known;
        }
        var fresh = new Pending(this, node.results());
        if (node.pending == null) {
            node.pending = fresh;
        } else {
            overflow = overflow == null ? new IdentityHashMap<>() : overflow;
            overflow.put(node, fresh);
        }
        queue.add(node);
        return fresh;
    }

    private void deliver(Object target, int output, Variable grad, boolean exclusive) {
        switch (target) {
            case Node node -> {
                var pending = pending(node);
                var known = pending.grads[output];
                if (known == null) {
                    pending.grads[output] = grad;
                    pending.exclusive[output] = exclusive;
                } else {
                    pending.grads[output] = sum(known, pending.exclusive[output], grad, exclusive);
                    pending.exclusive[output] = !createGraph;
                }
            }
            case Variable leaf when captured != null -> {
                int slot = captured.get(leaf);
                captures[slot] =
                        captures[slot] == null
                                ? grad
                                : (Variable) ValueOps.add(captures[slot], grad);
            }
            case Variable leaf -> accumulate(leaf, grad, exclusive);
            default -> throw new IllegalStateException("engine: unknown target " + target);
        }
    }

    private Variable sum(Variable a, boolean ownsA, Variable b, boolean ownsB) {
        if (!createGraph && ownsA && dense(a) && a.layout().sameSizes(b.layout())) {
            Copying.ADD_TO.callInPlace(a, b);
            if (ownsB) {
                b.physical().storage().release();
            }
            return a;
        }
        return (Variable) ValueOps.add(a, b);
    }

    private static boolean dense(Variable v) {
        return v.physical().layout().isDense();
    }

    /** A sparse gradient stays sparse in a leaf, unless it is to be handed out or recorded. */
    private boolean accumulate(Object target, SparseValue grad) {
        if (!(target instanceof Variable leaf) || captured != null || createGraph) {
            return false;
        }
        if (leaf.accumulated() != null) {
            grad.addTo(leaf.accumulated());
        } else {
            var known = leaf.accumulatedSparse();
            leaf.accumulatedSparse(known == null ? grad : known.plus(grad));
        }
        return true;
    }

    private void accumulate(Variable leaf, Variable grad, boolean exclusive) {
        if (leaf.accumulatedSparse() != null) {
            leaf.accumulated((Variable) leaf.accumulatedSparse().dense());
        }
        var known = leaf.accumulated();
        if (createGraph) {
            leaf.accumulated(known == null ? grad : (Variable) ValueOps.add(known, grad));
        } else if (known == null) {
            boolean take =
                    exclusive && (grad.hidden() || sameOrder(grad.array().layout(), leaf.layout()));
            leaf.accumulated(take ? grad : (Variable) copy(grad));
        } else {
            Copying.ADD_TO.callInPlace(known, grad);
            if (exclusive) {
                grad.physical().storage().release();
            }
        }
    }

    private static boolean sameOrder(Layout a, Layout b) {
        return a.isContiguous() && (b.isContiguous() || !b.isDense());
    }

    private static Value copy(Variable grad) {
        return ValueOps.clone(grad);
    }
}
