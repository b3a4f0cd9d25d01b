package dev.cresset.autograd;

import dev.cresset.op.Copies;
import dev.cresset.op.Op;
import dev.cresset.op.Pointwise;
import dev.cresset.op.SparseValue;
import dev.cresset.op.Tape;
import dev.cresset.op.Value;
import dev.cresset.op.View;
import dev.cresset.spi.Array;

import java.util.List;
import java.util.function.Function;

/**
 * The tape of define-by-run: results remember their op and arguments where gradients are wanted.
 */
public final class RecordingTape implements Tape {
    /** Makes sparse gradients. */
    @FunctionalInterface
    public interface SparseFactory {
        /** See {@link Tape#sparse}. */
        SparseValue of(Value indices, Value values, long[] sizes);
    }

    private final Function<Array, ? extends Variable> factory;
    private final SparseFactory sparseFactory;

    /** A tape whose values and sparse gradients are made by factories. */
    public RecordingTape(Function<Array, ? extends Variable> factory, SparseFactory sparseFactory) {
        this.factory = factory;
        this.sparseFactory = sparseFactory;
    }

    @Override
    public SparseValue sparse(Value indices, Value values, long[] sizes) {
        return sparseFactory.of(indices, values, sizes);
    }

    @Override
    public Value wrap(Array array) {
        return factory.apply(array);
    }

    @Override
    public Value wrapHidden(Array array) {
        var variable = factory.apply(array);
        variable.hide();
        return variable;
    }

    @Override
    public boolean recording() {
        return GradMode.enabled();
    }

    @Override
    public Value[] record(Op op, Object[] args, Value[] outputs) {
        if (op instanceof View) {
            ((Variable) outputs[0]).viewOf((Variable) args[0]);
        }
        if (!GradMode.enabled() || !op.differentiable() || !anyRequiresGrad(args)) {
            return outputs;
        }
        var results = new Variable[outputs.length];
        for (int r = 0; r < results.length; r++) {
            results[r] = (Variable) outputs[r];
        }
        var node = Node.of(op, args, results);
        for (int r = 0; r < results.length; r++) {
            if (results[r].dtype().isDifferentiable()) {
                results[r].linkTo(node, r);
            }
        }
        if (op.savesResult()) {
            node.saveResults(results);
        }
        return outputs;
    }

    private static boolean anyRequiresGrad(Object[] args) {
        for (Object arg : args) {
            if (arg instanceof Variable v) {
                if (v.requiresGrad()) {
                    refuseInference(v);
                    return true;
                }
            } else if (arg instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Variable v && v.requiresGrad()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static void refuseInference(Variable v) {
        if (v.isInference() && v.isLeaf()) {
            throw new AutogradException(
                    "Inference tensors cannot be saved for backward. To work around you can make a"
                            + " clone to get a normal tensor and use it in autograd.");
        }
    }

    @Override
    public Value recordInPlace(Op op, Value self, Object[] args, InPlace computation) {
        var target = (Variable) self;
        boolean tracks = GradMode.enabled() && anyRequiresGrad(args);
        if (GradMode.enabled()) {
            refuseLeaf(target);
        }
        Node node = null;
        if (tracks) {
            var recorded = args;
            if (op.differentiable() && op.savesArgument(0)) {
                recorded = args.clone();
                recorded[0] = before(target);
            }
            node = Node.of(op, recorded, new Variable[] {target});
        }
        // Elementwise ops write in whatever order the memory has; see Note [Hidden formats].
        var array = op instanceof Pointwise ? target.physical() : target.array();
        computation.into(array, args);
        array.storage().bump();
        if (node != null) {
            relink(target, node);
            if (op.differentiable() && op.savesResult()) {
                node.saveResults(new Variable[] {target});
            }
        }
        return self;
    }

    private static void refuseLeaf(Variable target) {
        if (target.requiresGrad() && target.isLeaf()) {
            throw new AutogradException(
                    "a leaf Variable that requires grad is being used in an in-place operation."
                            + " Wrap the change in noGrad() or use the form that returns a new"
                            + " tensor");
        }
        var base = target.base();
        if (base != null && base.requiresGrad() && base.isLeaf()) {
            throw new AutogradException(
                    "a view of a leaf Variable that requires grad is being used in an in-place"
                            + " operation. Wrap the change in noGrad()");
        }
    }

    /** The content before the change, with the history before the change. */
    private Variable before(Variable target) {
        var array = target.array();
        var copy = factory.apply(Copies.copyTo(array, array.dtype()));
        if (target.gradFn() != null) {
            copy.linkTo(target.gradFn(), target.output());
        }
        return copy;
    }

    private static void relink(Variable target, Node node) {
        var base = target.base();
        if (base == null) {
            target.rewrite(node);
        } else {
            var relative = Slices.relative(target, base);
            base.rewrite(Node.copySlices(base, node, relative));
        }
    }

    @Override
    public Value replace(Value self, Array array) {
        ((Variable) self).replaceArray(array);
        return self;
    }

    @Override
    public Value relayoutInPlace(View op, Value self, Object[] args) {
        var target = (Variable) self;
        if (GradMode.enabled()) {
            refuseLeaf(target);
        }
        boolean tracks = GradMode.enabled() && target.requiresGrad();
        var layout = op.layout(args);
        var moved = factory.apply(target.array().with(layout));
        var node = tracks ? Node.of(op, args, new Variable[] {moved}) : null;
        target.replaceArray(target.array().with(layout));
        target.array().storage().bump();
        if (node != null) {
            target.linkTo(node, 0);
        }
        return self;
    }
}
