package dev.cresset;

import dev.cresset.autograd.AutogradException;
import dev.cresset.autograd.Node;
import dev.cresset.autograd.RecordingTape;
import dev.cresset.autograd.Variable;
import dev.cresset.op.Conversions;
import dev.cresset.op.OpException;
import dev.cresset.op.OpIndexException;
import dev.cresset.op.Scalars;
import dev.cresset.op.Tape;
import dev.cresset.op.ValueOps;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.TensorText;

import java.util.List;

/**
 * A multi-dimensional array of numbers of one {@link DType}, with gradients on demand.
 *
 * <p>Tensors are made by the functions of {@link Torch}. Methods have PyTorch's names in camelCase
 * and PyTorch's order of arguments; a trailing underscore means that the tensor itself changes.
 * Memory lies outside of the Java heap and is taken back by itself; there is nothing to close.
 *
 * {@snippet :
 * var x = Torch.tensor(1.0, 2.0, 3.0).requiresGrad_();
 * var y = x.square().sum();
 * y.backward();
 * System.out.println(x.grad()); // tensor([2., 4., 6.])
 * }
 */
public sealed class Tensor extends Variable
        implements AttributeMethods,
                PointwiseMethods,
                SpecialMethods,
                AliasMethods,
                ReductionMethods,
                StatisticsMethods,
                ShapeMethods,
                ShapeFormMethods,
                IndexingMethods,
                ProductMethods,
                InPlaceMethods,
                ElementaryInPlaceMethods,
                PairInPlaceMethods,
                PlacementInPlaceMethods,
                AliasInPlaceMethods,
                ExchangeMethods,
                SparseMethods,
                ComplexMethods
        permits Parameter, Buffer {
    private static final RecordingTape TAPE = new RecordingTape(Tensor::new, SparseGradient::of);

    Tensor(Array array) {
        super(array);
    }

    /** A tensor over an array, without history. */
    static Tensor of(Array array) {
        return new Tensor(array);
    }

    @Override
    public final Tape tape() {
        return TAPE;
    }

    /** Where the memory is. */
    public final Device device() {
        return physical().storage().device();
    }

    /** The sizes. */
    public final Size shape() {
        return new Size(layout().sizes());
    }

    /** The sizes. */
    public final Size size() {
        return shape();
    }

    /** The size of a dimension; negative counts from the end. */
    public final long size(long dim) {
        return layout().size(index(dim));
    }

    private int index(long d) {
        int dims = layout().dim();
        if (d < -dims || d >= dims) {
            throw new OpIndexException(
                    dims == 0
                            ? "size: Dimension specified as " + d + " but tensor has no dimensions"
                            : "Dimension out of range (expected to be in range of ["
                                    + -dims
                                    + ", "
                                    + (dims - 1)
                                    + "], but got "
                                    + d
                                    + ")");
        }
        return (int) (d < 0 ? d + dims : d);
    }

    /** Number of dimensions. */
    public final int dim() {
        return layout().dim();
    }

    /** Number of elements. */
    public final long numel() {
        return layout().numel();
    }

    /** Strides in elements. */
    public final long[] stride() {
        return array().layout().strides();
    }

    /** Stride of a dimension in elements. */
    public final long stride(long dim) {
        return array().layout().stride(index(dim));
    }

    /** Position of the first element in the storage, in elements. */
    public final long storageOffset() {
        return array().layout().offset();
    }

    /** True if the elements lie in row-major order without gaps. */
    public final boolean isContiguous() {
        return hidden() || layout().isContiguous();
    }

    /** True for float16, bfloat16, float32, float64; not for complex dtypes. */
    public final boolean isFloatingPoint() {
        return dtype().isFloatingPoint();
    }

    /** Bytes per element. */
    public final int elementSize() {
        return dtype().size();
    }

    /** The only element as a Java number: Boolean, Long, Double or Complex. */
    public final Object itemObject() {
        return Scalars.of(single());
    }

    /** The only element as a double; a complex one must be real. */
    public final double item() {
        return Scalars.read(single());
    }

    /** The only element as an integer; fractions are cut off. */
    public final long itemLong() {
        return Scalars.readLong(single());
    }

    /** The array, which must have one element. */
    final Array single() {
        if (isMeta()) {
            throw new OpException(
                    "item: Tensor.item() cannot be called on meta tensors. Cannot copy out of meta"
                            + " tensor; no data!");
        }
        if (numel() != 1) {
            throw new OpException(
                    "item: a Tensor with "
                            + numel()
                            + " elements cannot be converted to Scalar; index a single element"
                            + " first or use a toArray method");
        }
        return array();
    }

    /** This tensor if row-major, else a row-major copy. */
    public final Tensor contiguous() {
        return (Tensor) ValueOps.contiguous(this);
    }

    /** A copy that carries gradients back. */
    @Override
    public final Tensor clone() {
        return (Tensor) ValueOps.clone(this);
    }

    /** The same memory without history. */
    public final Tensor detach() {
        return new Tensor(array());
    }

    /** Forgets the history of this tensor. */
    public final Tensor detach_() {
        forget();
        return this;
    }

    /** The same memory without history; PyTorch's {@code data}. */
    public final Tensor data() {
        return detach();
    }

    /**
     * Replaces memory, sizes and dtype by those of another tensor, keeping the flags of this one.
     */
    public final void data(Tensor newData) {
        replaceArray(newData.array());
    }

    /** Any layout over the storage; strides and offset in elements. */
    public final Tensor asStrided(long[] sizes, long[] strides, long storageOffset) {
        return (Tensor) Conversions.AS_STRIDED.value(this, sizes, strides, storageOffset);
    }

    /** Asks for gradients of this leaf. */
    public final Tensor requiresGrad_() {
        return requiresGrad_(Learning.LEARNED);
    }

    /** Asks for gradients of this leaf, or freezes it. */
    public final Tensor requiresGrad_(Learning learning) {
        leafRequiresGrad(learning == Learning.LEARNED);
        return this;
    }

    /** Whether gradients flow to this tensor, for {@link #requiresGrad_(Learning)} of another. */
    public final Learning learning() {
        return requiresGrad() ? Learning.LEARNED : Learning.FROZEN;
    }

    /** Keeps the gradient of this computed tensor too. */
    public final Tensor retainGrad() {
        retain();
        return this;
    }

    /** True if the gradient of this computed tensor is kept. */
    public final boolean retainsGrad() {
        return retains();
    }

    /**
     * The accumulated gradient, or null if there is none.
     *
     * @throws AutogradException if the gradient is sparse; see {@link #sparseGrad()}
     */
    public final Tensor grad() {
        if (accumulatedSparse() != null) {
            throw new AutogradException(
                    "grad: the gradient of this tensor is sparse; ask for sparseGrad(), or for"
                            + " sparseGrad().toDense()");
        }
        return (Tensor) accumulated();
    }

    /** Replaces the accumulated gradient, sparse or not; null clears it. */
    public final void grad(Tensor gradient) {
        if (gradient != null) {
            checkGradient(gradient.shape(), gradient.dtype());
        }
        accumulated(gradient);
    }

    /**
     * The accumulated gradient if it is sparse, as that of an embedding with {@code sparse=True};
     * else null.
     */
    public final SparseTensor sparseGrad() {
        return accumulatedSparse() instanceof SparseGradient gradient ? gradient.tensor() : null;
    }

    /** Replaces the accumulated gradient by a sparse one; null clears it. */
    public final void sparseGrad(SparseTensor gradient) {
        if (gradient != null) {
            checkGradient(gradient.shape(), gradient.dtype());
        }
        accumulatedSparse(gradient == null ? null : new SparseGradient(gradient));
    }

    private void checkGradient(Size sizes, DType type) {
        if (!sizes.equals(shape())) {
            throw new AutogradException(
                    "grad: assigned grad has data of a different size: "
                            + sizes
                            + " for "
                            + shape());
        }
        if (type != dtype()) {
            throw new AutogradException(
                    "grad: assigned grad has data of a different type: "
                            + type
                            + " for "
                            + dtype());
        }
    }

    /** Accumulates gradients of this one-element tensor into the leaves that it depends on. */
    public final void backward() {
        Gradients.backward(this, null);
    }

    /** Accumulates gradients with options. */
    public final void backward(GraphOption... options) {
        Gradients.backward(this, null, options);
    }

    /** Accumulates gradients of {@code sum(this * gradient)}. */
    public final void backward(Tensor gradient, GraphOption... options) {
        Gradients.backward(this, gradient, options);
    }

    /** The graph that computed this tensor as an indented text. */
    public final String graph() {
        return GraphText.of(this);
    }

    /** The nodes that computed this tensor, or null for a leaf. */
    public final Node node() {
        return gradFn();
    }

    /** True if sizes, dtype and all elements are equal. */
    public final boolean equal(Tensor other) {
        return dtype() == other.dtype()
                && layout().sameSizes(other.layout())
                && (numel() == 0 || eq(other).all().itemLong() != 0);
    }

    /** True if all elements are close within {@code 1e-8 + 1e-5 * |other|}. */
    public final boolean allclose(Tensor other) {
        return allclose(other, 1e-5, 1e-8);
    }

    /** True if all elements are close within {@code atol + rtol * |other|}. */
    public final boolean allclose(Tensor other, double rtol, double atol) {
        return Calls.call(dev.cresset.op.Comparisons.ISCLOSE, this, other, rtol, atol, false)
                        .all()
                        .itemLong()
                != 0;
    }

    /** The tensors of the first dimension, for iteration. */
    public final List<Tensor> rows() {
        return unbind(0);
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        var node = gradFn();
        return TensorText.of(array(), node == null ? null : node.name(), requiresGrad());
    }
}
