package dev.cresset.autograd;

import dev.cresset.op.Args;
import dev.cresset.op.Backward;
import dev.cresset.op.Op;
import dev.cresset.op.SparseValue;
import dev.cresset.op.Value;
import dev.cresset.op.ValueOps;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * One recorded operation: data only, no code. The gradient rule is the op's.
 *
 * <p>Values among the arguments are numbered in order of appearance, elements of lists included;
 * each has an edge to where its gradient goes: a node's result, a leaf, or nowhere.
 */
public final class Node {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final Op op;
    private final long sequence;

    /** The arguments without values. */
    private final Object[] plain;

    /** Number of the first value of each argument, one more entry at the end. */
    private final int[] first;

    /** Per value: a {@link Node}, a leaf {@link Variable}, or null. */
    private final Object[] targets;

    private final int[] targetOutputs;
    private final Layout[] layouts;
    private final DType[] dtypes;
    private final Layout[] resultLayouts;
    private Saved[] savedArguments;
    private Saved[] savedResults;
    private boolean freed;
    private List<Retained> retained;
    private Slice slice;

    /** Where the engine collects gradients of the results while it runs. */
    Pending pending;

    /** A saved value with the version of its memory at that time. */
    private record Saved(Variable variable, int version) {}

    private record Retained(Variable variable, int output) {}

    /** An in-place operation on a view: what was done to which part of the base. */
    private record Slice(Node inner, Layout view) {}

    private Node(Op op, Object[] plain, int[] first, int values, Layout[] resultLayouts) {
        this.op = op;
        this.sequence = SEQUENCE.getAndIncrement();
        this.plain = plain;
        this.first = first;
        this.targets = new Object[values];
        this.targetOutputs = new int[values];
        this.layouts = new Layout[values];
        this.dtypes = new DType[values];
        this.resultLayouts = resultLayouts;
    }

    /** Records an op with its arguments and results. */
    static Node of(Op op, Object[] args, Variable[] results) {
        var first = new int[args.length + 1];
        int values = 0;
        for (int i = 0; i < args.length; i++) {
            first[i] = values;
            if (args[i] instanceof Variable) {
                values++;
            } else if (args[i] instanceof List<?> list && isValues(list)) {
                values += list.size();
            }
        }
        first[args.length] = values;
        var plain = new Object[args.length];
        var resultLayouts = new Layout[results.length];
        for (int r = 0; r < results.length; r++) {
            resultLayouts[r] = results[r].layout();
        }
        var node = new Node(op, plain, first, values, resultLayouts);
        boolean differentiable = op.differentiable();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case Variable v -> node.attach(first[i], v, differentiable && op.savesArgument(i));
                case List<?> list when isValues(list) -> {
                    for (int k = 0; k < list.size(); k++) {
                        node.attach(
                                first[i] + k,
                                (Variable) list.get(k),
                                differentiable && op.savesArgument(i));
                    }
                }
                case null -> plain[i] = null;
                default -> plain[i] = args[i];
            }
        }
        return node;
    }

    private static boolean isValues(List<?> list) {
        return !list.isEmpty() && list.getFirst() instanceof Value;
    }

    private void attach(int index, Variable v, boolean save) {
        layouts[index] = v.layout();
        dtypes[index] = v.dtype();
        var producer = v.gradFn();
        if (producer != null) {
            targets[index] = producer;
            targetOutputs[index] = v.output();
        } else if (v.requiresGrad()) {
            targets[index] = v;
        }
        if (save) {
            if (savedArguments == null) {
                savedArguments = new Saved[targets.length];
            }
            savedArguments[index] = new Saved(v, v.version());
        }
    }

    /** Keeps the results for the gradient rule. */
    void saveResults(Variable[] results) {
        savedResults = new Saved[results.length];
        for (int r = 0; r < results.length; r++) {
            savedResults[r] = new Saved(results[r], results[r].version());
        }
    }

    /**
     * The node of a base after {@code inner} changed the part of it that a view covers.
     *
     * @param base the base before the change
     * @param view layout of the view relative to the base
     */
    static Node copySlices(Variable base, Node inner, Layout view) {
        int values = inner.targets.length;
        var node =
                new Node(inner.op, inner.plain, inner.first, values, new Layout[] {base.layout()});
        for (int i = 1; i < values; i++) {
            node.targets[i] = inner.targets[i];
            node.targetOutputs[i] = inner.targetOutputs[i];
            node.layouts[i] = inner.layouts[i];
            node.dtypes[i] = inner.dtypes[i];
        }
        node.attach(0, base, false);
        node.slice = new Slice(inner, view);
        return node;
    }

    /** The recorded op. */
    public Op op() {
        return op;
    }

    /** The name PyTorch gives such a node, e.g. {@code MulBackward0}. */
    public String name() {
        return slice != null ? "CopySlices" : op.nodeName();
    }

    /** Position in the order of recording; larger is later. */
    public long sequence() {
        return sequence;
    }

    /** The nodes whose results this one read; leaves appear as the leaf variable. */
    public List<Object> targets() {
        var list = new ArrayList<Object>();
        for (var target : targets) {
            if (target != null) {
                list.add(target);
            }
        }
        return list;
    }

    int values() {
        return targets.length;
    }

    Object target(int i) {
        return targets[i];
    }

    int targetOutput(int i) {
        return targetOutputs[i];
    }

    Layout layout(int i) {
        return layouts[i];
    }

    DType dtype(int i) {
        return dtypes[i];
    }

    int results() {
        return resultLayouts.length;
    }

    void retain(Variable variable, int output) {
        if (retained == null) {
            retained = new ArrayList<>();
        }
        retained.add(new Retained(variable, output));
    }

    /** Hands gradients of results to variables that asked to keep theirs. */
    void deliverRetained(Variable[] grads) {
        if (retained != null) {
            for (var r : retained) {
                var grad = grads[r.output];
                if (grad != null) {
                    r.variable.accumulated(
                            r.variable.accumulated() == null
                                    ? grad
                                    : (Variable) ValueOps.add(r.variable.accumulated(), grad));
                }
            }
        }
    }

    boolean hasRetained() {
        return retained != null;
    }

    /** True if a saved value lies in the given memory. */
    boolean saves(Storage storage) {
        return in(savedArguments, storage)
                || in(savedResults, storage)
                || (slice != null && slice.inner.saves(storage));
    }

    private static boolean in(Saved[] saved, Storage storage) {
        if (saved != null) {
            for (var s : saved) {
                if (s != null && s.variable.physical().storage() == storage) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void nameComputed(Saved[] saved, Consumer<Storage> computed) {
        for (int i = 0; saved != null && i < saved.length; i++) {
            if (saved[i] != null && saved[i].variable.isComputed()) {
                computed.accept(saved[i].variable.physical().storage());
            }
        }
    }

    /**
     * Lets go of saved values; the memory of those that an operation computed is named to the
     * listener.
     */
    void free(Consumer<Storage> computed) {
        freed |= savedArguments != null || savedResults != null;
        nameComputed(savedArguments, computed);
        nameComputed(savedResults, computed);
        savedArguments = null;
        savedResults = null;
        if (slice != null) {
            slice.inner.free(computed);
        }
    }

    /**
     * Runs the gradient rule.
     *
     * @param grads gradient of each result, null where none arrived
     * @param wanted per value: whether its gradient is asked for
     * @param takesSparse takes over a sparse gradient for a target, or refuses to
     * @return per value: its gradient in its own sizes and dtype, or null
     */
    Variable[] apply(
            Variable[] grads, boolean[] wanted, BiPredicate<Object, SparseValue> takesSparse) {
        if (slice != null) {
            return applySlice(grads, wanted);
        }
        if (freed) {
            throw new AutogradException(
                    "backward: Trying to backward through the graph a second time (or directly"
                            + " access saved tensors after they have already been freed). Saved"
                            + " intermediate values of the graph are freed when you call"
                            + " .backward() or autograd.grad(). Specify retain_graph=True if you"
                            + " need to backward through the graph a second time or if you need"
                            + " to access saved tensors after calling backward. ("
                            + name()
                            + ")");
        }
        var result = new Variable[targets.length];
        if (!op.differentiable()) {
            return result;
        }
        Object[] byArgument = op.gradient(new Context(grads, wanted));
        for (int i = 0; i + 1 < first.length; i++) {
            int count = first[i + 1] - first[i];
            for (int k = 0; k < count; k++) {
                int index = first[i] + k;
                Object given = i < byArgument.length ? byArgument[i] : null;
                if (given instanceof List<?> list) {
                    given = list.get(k);
                } else if (given instanceof Object[] array) {
                    given = array[k];
                }
                if (given instanceof SparseValue sparse && wanted[index]) {
                    given = takesSparse.test(targets[index], sparse) ? null : sparse.dense();
                }
                if (given != null && wanted[index]) {
                    result[index] = (Variable) fit((Value) given, index);
                }
            }
        }
        return result;
    }

    /** Sums what broadcasting stretched, and returns to the dtype of the argument. */
    private Value fit(Value gradient, int index) {
        if (gradient.dtype() != dtypes[index]) {
            gradient = ValueOps.to(gradient, dtypes[index]);
        }
        return gradient.layout().sameSizes(layouts[index])
                ? gradient
                : ValueOps.sumTo(gradient, layouts[index].sizes());
    }

    private Variable[] applySlice(Variable[] grads, boolean[] wanted) {
        var view = slice.view;
        var dtype = slice.inner.dtypes[0];
        var base = ValueOps.contiguous(grads[0]);
        var full = ValueOps.reinterpret(base, dtype, -1);
        var part =
                ValueOps.contiguous(
                        ValueOps.asStrided(full, view.sizes(), view.strides(), view.offset()));
        var innerWanted = wanted.clone();
        var result =
                slice.inner.apply(new Variable[] {(Variable) part}, innerWanted, (_, _) -> false);
        if (wanted[0]) {
            var rest = result[0] == null ? ValueOps.zerosLike(part) : result[0];
            var changed =
                    ValueOps.asStridedScatter(
                            full, rest, view.sizes(), view.strides(), view.offset());
            result[0] =
                    (Variable) ValueOps.reinterpret(changed, base.dtype(), base.layout().sizes());
        }
        return result;
    }

    /** What the rule of this node sees. */
    private final class Context implements Backward {
        private final Variable[] grads;
        private final boolean[] wanted;

        Context(Variable[] grads, boolean[] wanted) {
            this.grads = grads;
            this.wanted = wanted;
        }

        @Override
        public Value grad(int i) {
            return grads[i];
        }

        @Override
        public Value value(int i) {
            return unpack(savedArguments[first[i]], "argument " + i);
        }

        @Override
        public Value result(int i) {
            return unpack(savedResults[i], "output " + i);
        }

        private Value unpack(Saved saved, String what) {
            int now = saved.variable.version();
            if (now != saved.version) {
                throw new AutogradException(
                        "backward: one of the variables needed for gradient computation has been"
                                + " modified by an inplace operation: "
                                + what
                                + " of "
                                + name()
                                + " with sizes "
                                + java.util.Arrays.toString(saved.variable.layout().sizes())
                                + " is at version "
                                + now
                                + "; expected version "
                                + saved.version
                                + " instead. Use the form without trailing underscore, or clone()"
                                + " it first");
            }
            return saved.variable;
        }

        @Override
        public Args args() {
            return new Args(plain);
        }

        @Override
        public Layout layout(int i) {
            return layouts[first[i]];
        }

        @Override
        public Layout layout(int i, int element) {
            return layouts[first[i] + element];
        }

        @Override
        public int count(int i) {
            return first[i + 1] - first[i];
        }

        @Override
        public DType dtype(int i) {
            return dtypes[first[i]];
        }

        @Override
        public Layout resultLayout(int i) {
            return resultLayouts[i];
        }

        @Override
        public boolean needs(int i) {
            for (int k = first[i]; k < first[i + 1]; k++) {
                if (wanted[k]) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public String toString() {
        return "<" + name() + ">";
    }
}
