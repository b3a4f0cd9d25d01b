package dev.cresset.autograd;

import dev.cresset.op.Copies;
import dev.cresset.op.Copying;
import dev.cresset.op.SparseValue;
import dev.cresset.op.Value;
import dev.cresset.op.ValueOps;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** A tensor with its place in the graph: the part of it that autograd needs to know. */
public abstract class Variable implements Value {
    private Array array;
    private boolean hidden;
    private boolean leafRequiresGrad;
    private Node node;
    private int output;
    private Variable grad;
    private SparseValue sparseGrad;
    private boolean retainsGrad;
    private boolean inference;

    /** The variable of which this one is a view; never a view itself. */
    private Variable base;

    /** On a base: how often its history was rewritten by in-place operations. */
    private int rewrites;

    /** On a view: the value of {@link #rewrites} for which {@link #node} is right. */
    private int seenRewrites;

    /** A leaf without gradient. */
    protected Variable(Array array) {
        this.array = array;
        this.inference = GradMode.inference();
    }

    @Override
    public final Array array() {
        if (hidden) {
            reveal();
        }
        return array;
    }

    private synchronized void reveal() {
        if (hidden) {
            var fresh = Copies.contiguous(array);
            for (int v = 0; v < array.storage().version(); v++) {
                fresh.storage().bump();
            }
            array = fresh;
            hidden = false;
        }
    }

    @Override
    public final Array physical() {
        return array;
    }

    @Override
    public final boolean hidden() {
        return hidden;
    }

    /** Says that the memory order is not the one the user is told. */
    final void hide() {
        hidden = !array.layout().isContiguous();
    }

    @Override
    public final DType dtype() {
        return array.dtype();
    }

    @Override
    public final Layout layout() {
        return array.layout();
    }

    @Override
    public final boolean requiresGrad() {
        return leafRequiresGrad || gradFn() != null;
    }

    /** Sets the flag of a leaf. */
    protected final void leafRequiresGrad(boolean flag) {
        if (gradFn() != null) {
            throw new AutogradException(
                    "requires_grad_: you can only change requires_grad flags of leaf variables."
                            + " If you want to use a computed variable in a subgraph that doesn't"
                            + " require differentiation use detach()");
        }
        if (flag && !dtype().isDifferentiable()) {
            throw new AutogradException(
                    "requires_grad_: only Tensors of floating point and complex dtype can require"
                            + " gradients, got "
                            + dtype());
        }
        if (flag && inference && !GradMode.inference()) {
            throw new AutogradException(
                    "requires_grad_: Setting requires_grad=True on inference tensor outside"
                            + " InferenceMode is not allowed; clone() it first");
        }
        leafRequiresGrad = flag;
    }

    /** The node that computed this variable, or null for a leaf. */
    public final Node gradFn() {
        if (base != null && seenRewrites != base.rewrites) {
            seenRewrites = base.rewrites;
            node = null;
            if (base.requiresGrad()) {
                var relative = Slices.relative(this, base);
                var whole = dtype() == base.dtype() ? base : reinterpreted(base);
                var args =
                        new Object[] {
                            whole, relative.sizes(), relative.strides(), relative.offset()
                        };
                node = Node.of(Copying.AS_STRIDED, args, new Variable[] {this});
                output = 0;
            }
        }
        return node;
    }

    /** A base as elements of the dtype of this view of it, recorded in any case. */
    private Value reinterpreted(Variable whole) {
        try (var _ = GradMode.set(true)) {
            return ValueOps.reinterpret(whole, dtype(), -1);
        }
    }

    /** Which result of {@link #gradFn} this is. */
    final int output() {
        return output;
    }

    /** True if no recorded operation computed this variable. */
    public final boolean isLeaf() {
        return gradFn() == null;
    }

    /** Whether its memory holds what an operation computed: not that of a leaf or of its views. */
    final boolean isComputed() {
        return base == null ? !isLeaf() : base.isComputed();
    }

    /** The variable of which this is a view, or null. */
    final Variable base() {
        return base;
    }

    /** True if this was created in inference mode. */
    public final boolean isInference() {
        return inference;
    }

    /** Number of in-place changes of the memory. */
    public final int version() {
        return array.storage().version();
    }

    final void linkTo(Node newNode, int result) {
        node = newNode;
        output = result;
        leafRequiresGrad = false;
    }

    final void viewOf(Variable viewed) {
        base = viewed.base == null ? viewed : viewed.base;
        seenRewrites = base.rewrites;
    }

    /** Replaces the history after an in-place operation. */
    final void rewrite(Node newNode) {
        linkTo(newNode, 0);
        rewrites++;
    }

    /** Replaces memory and layout; the history is the caller's affair. */
    protected final void replaceArray(Array newArray) {
        array = newArray;
        hidden = false;
    }

    /** Forgets the history. */
    protected final void forget() {
        if (base != null) {
            throw new AutogradException(
                    "detach_: Can't detach views in-place. Use detach() instead");
        }
        node = null;
        leafRequiresGrad = false;
    }

    /** The accumulated gradient, or null. */
    protected final Variable accumulated() {
        return grad;
    }

    /** Replaces the accumulated gradient; null clears it. */
    protected final void accumulated(Variable newGrad) {
        grad = newGrad;
        sparseGrad = null;
    }

    /** The accumulated gradient if it is sparse, or null. */
    protected final SparseValue accumulatedSparse() {
        return sparseGrad;
    }

    /** Replaces the accumulated gradient by a sparse one; null clears it. */
    protected final void accumulatedSparse(SparseValue newGrad) {
        grad = null;
        sparseGrad = newGrad;
    }

    /** Asks for the gradient of a computed variable to be kept too. */
    protected final void retain() {
        if (!requiresGrad()) {
            throw new AutogradException(
                    "retain_grad: can't retain_grad on Tensor that has requires_grad=False");
        }
        if (!isLeaf() && !retainsGrad) {
            retainsGrad = true;
            gradFn().retain(this, output);
        }
    }

    /** True if the gradient of this computed variable is kept. */
    protected final boolean retains() {
        return retainsGrad;
    }
}
