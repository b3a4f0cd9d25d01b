package dev.cresset.op;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import java.util.ArrayList;

/**
 * Runs pointwise variants: finds the common sizes, chooses the memory order of the result, calls
 * the kernel.
 *
 * <p>Hidden operands stay hidden: see Note [Hidden formats] in {@link Formats}.
 */
final class Elementwise {
    private static final long[] NONE = {};

    private Elementwise() {}

    /** A result and whether its memory order is hidden. */
    record Result(Array array, boolean hidden) {}

    static Result[] compute(Variant variant, Object[] given, int results) {
        var args = variant.fits() ? Fitting.of(variant, given) : given;
        if (variant.divides()) {
            checkDivisor(args[1]);
        }
        if (Meta.among(args)) {
            return withoutMemory(variant, args, results);
        }
        var positions = variant.tensors();
        int count = positions.length;
        var inputs = new Array[count];
        boolean plain = !variant.complex();
        Layout first = null;
        for (int i = 0; i < count; i++) {
            var array = ((Value) args[positions[i]]).physical();
            inputs[i] = array;
            var layout = array.layout();
            plain = plain && layout.isContiguous() && (first == null || layout.sameSizes(first));
            first = first == null ? layout : first;
        }
        var outputs = new Result[results];
        if (plain) {
            var layout = first.withOffset(0);
            var pointers = new long[results + count];
            try (var _ = AddressUse.begin()) {
                for (int r = 0; r < results; r++) {
                    var array = NewArray.empty(variant.output(), layout);
                    outputs[r] = new Result(array, false);
                    pointers[r] = array.address();
                }
                for (int i = 0; i < count; i++) {
                    pointers[results + i] = inputs[i].address();
                }
                if (layout.numel() > 0) {
                    variant.kernel().runContiguous(layout.numel(), pointers, params(variant, args));
                }
            }
            return outputs;
        }
        var sizes = broadcast(inputs);
        var order = order(variant, args, inputs, sizes);
        for (int r = 0; r < results; r++) {
            outputs[r] = new Result(NewArray.empty(variant.output(), order.layout), order.hidden);
        }
        var arrays = new Array[results + count];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = k < results ? outputs[k].array() : inputs[k - results];
        }
        run(variant, sizes, arrays, params(variant, args));
        return outputs;
    }

    /** Sizes, order and dtype of the results; see Note [Meta tensors] in {@link Meta}. */
    private static Result[] withoutMemory(Variant variant, Object[] args, int results) {
        var inputs = inputs(variant, args);
        Meta.checkSame(variant.op().name(), inputs);
        var order = order(variant, args, inputs, broadcast(inputs));
        var outputs = new Result[results];
        for (int r = 0; r < results; r++) {
            outputs[r] = new Result(Meta.empty(variant.output(), order.layout), order.hidden);
        }
        return outputs;
    }

    private static Array[] inputs(Variant variant, Object[] args) {
        var positions = variant.tensors();
        var inputs = new Array[positions.length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = ((Value) args[positions[i]]).physical();
        }
        return inputs;
    }

    /** Runs a variant with one result into existing memory, whose sizes must be the common ones. */
    static void into(Variant variant, Object[] given, Array target) {
        var args = variant.fits() ? Fitting.of(variant, given) : given;
        if (variant.divides()) {
            checkDivisor(args[1]);
        }
        var inputs = inputs(variant, args);
        var sizes = broadcast(inputs);
        Copies.checkSizes("in-place operation", sizes, target.layout().sizes());
        if (Meta.is(target)) {
            Meta.checkSame(variant.op().name(), inputs);
            return;
        }
        var destination = target;
        if (variant.output() != target.dtype() || overlaps(target, inputs)) {
            destination = NewArray.empty(variant.output(), sizes);
        }
        var arrays = new Array[inputs.length + 1];
        arrays[0] = destination;
        System.arraycopy(inputs, 0, arrays, 1, inputs.length);
        run(variant, sizes, arrays, params(variant, args));
        if (destination != target) {
            Copies.copy(destination, target);
        }
    }

    /** True if an input shares memory with the target under another layout. */
    private static boolean overlaps(Array target, Array[] inputs) {
        for (var input : inputs) {
            if (input.storage() == target.storage()
                    && !(input.layout().equals(target.layout())
                            && input.dtype() == target.dtype())) {
                return true;
            }
        }
        return false;
    }

    /** Runs a multi-result step over arrays of equal sizes. */
    static void run(Pointwise op, Array[] results, Array[] inputs, double... numbers) {
        var args = new Object[inputs.length + numbers.length];
        for (int i = 0; i < inputs.length; i++) {
            args[i] = new Plain(inputs[i]);
        }
        for (int j = 0; j < numbers.length; j++) {
            args[inputs.length + j] = numbers[j];
        }
        var variant = op.variant(args);
        var arrays = new Array[results.length + inputs.length];
        System.arraycopy(results, 0, arrays, 0, results.length);
        System.arraycopy(inputs, 0, arrays, results.length, inputs.length);
        checkMemory(op, variant, results, inputs);
        run(variant, inputs[0].layout().sizes(), arrays, params(variant, args));
    }

    /** A step writes where it is told to, so the memory must be what it computes. */
    private static void checkMemory(
            Pointwise op, Variant variant, Array[] results, Array[] inputs) {
        var sizes = inputs[0].layout().sizes();
        for (var result : results) {
            Check.that(
                    result.layout().hasSizes(sizes) && result.dtype() == variant.output(),
                    "%s: writes %s of sizes %s, but the memory given holds %s of sizes %s; convert the"
                            + " optimiser's state along with its parameters",
                    op.name(),
                    variant.output(),
                    sizes,
                    result.dtype(),
                    result.layout());
        }
        for (var input : inputs) {
            Check.that(
                    java.util.Arrays.equals(Check.broadcast(input.layout().sizes(), sizes), sizes),
                    "%s: operand of sizes %s does not fit %s",
                    op.name(),
                    input.layout(),
                    sizes);
        }
    }

    private static void run(Variant variant, long[] sizes, Array[] arrays, long[] params) {
        var real = variant.complex() ? parts(arrays) : arrays;
        try (var _ = AddressUse.begin()) {
            runLoops(variant.kernel(), sizes, real, params);
        }
    }

    /** Runs a kernel with one output over operands that broadcast to the given sizes. */
    static void run(PointwiseKernel kernel, long[] sizes, Array... arrays) {
        try (var _ = AddressUse.begin()) {
            runLoops(kernel, sizes, arrays, NONE);
        }
    }

    /** The operands of the kernel of a complex variant: both parts of what is complex. */
    private static Array[] parts(Array[] arrays) {
        var parts = new ArrayList<Array>(2 * arrays.length);
        for (var array : arrays) {
            if (array.dtype().isComplex()) {
                parts.add(Parts.re(array));
                parts.add(Parts.im(array));
            } else {
                parts.add(array);
            }
        }
        return parts.toArray(new Array[0]);
    }

    private static void runLoops(
            PointwiseKernel kernel, long[] sizes, Array[] arrays, long[] params) {
        var pointers = new long[arrays.length];
        boolean plain = true;
        for (int k = 0; k < arrays.length; k++) {
            pointers[k] = arrays[k].address();
            var layout = arrays[k].layout();
            plain = plain && layout.isContiguous() && layout.hasSizes(sizes);
        }
        if (arrays[0].numel() == 0) {
            return;
        }
        if (plain) {
            kernel.runContiguous(arrays[0].numel(), pointers, params);
            return;
        }
        var layouts = new Layout[arrays.length];
        var itemSizes = new int[arrays.length];
        for (int k = 0; k < arrays.length; k++) {
            layouts[k] = arrays[k].layout();
            itemSizes[k] = arrays[k].dtype().size();
        }
        kernel.run(Plan.of(sizes, layouts, itemSizes), pointers, params);
    }

    private static long[] broadcast(Array[] inputs) {
        var sizes = inputs[0].layout().sizes();
        for (int i = 1; i < inputs.length; i++) {
            if (!inputs[i].layout().hasSizes(sizes)) {
                sizes = Check.broadcast(sizes, inputs[i].layout().sizes());
            }
        }
        return sizes;
    }

    private record Order(Layout layout, boolean hidden) {}

    /**
     * The memory order of the result: that of the first full-size operand if it is dense. A hidden
     * order goes on to the result as long as the user sees nothing but row-major operands, also
     * where only some of them are hidden: reading those few in another order costs less than
     * reordering everything that follows.
     */
    private static Order order(Variant variant, Object[] args, Array[] inputs, long[] sizes) {
        Layout order = null;
        Layout hiddenOrder = null;
        boolean hidden = false;
        boolean rowMajor = true;
        for (int i = 0; i < inputs.length; i++) {
            var layout = inputs[i].layout();
            boolean isHidden = ((Value) args[variant.tensors()[i]]).hidden();
            hidden |= isHidden;
            if (layout.hasSizes(sizes)) {
                order = order == null ? layout : order;
                rowMajor &= isHidden || layout.isContiguous();
                hiddenOrder = hiddenOrder == null && isHidden ? layout : hiddenOrder;
            }
        }
        if (hiddenOrder != null && rowMajor && hiddenOrder.isDense()) {
            return new Order(hiddenOrder.withOffset(0), true);
        }
        if (hidden) {
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = ((Value) args[variant.tensors()[i]]).array();
            }
            return order(variant, args, inputs, sizes);
        }
        if (order == null || !order.isDense()) {
            return new Order(Layout.contiguous(sizes), false);
        }
        return new Order(order.withOffset(0), false);
    }

    private static long[] params(Variant variant, Object[] args) {
        int plain = args.length - variant.operands();
        int count = plain + variant.numbers().length;
        if (count == 0) {
            return NONE;
        }
        if (variant.complex()) {
            return complexParams(variant, args, plain);
        }
        var params = new long[count];
        for (int j = 0; j < plain; j++) {
            params[j] = Scalars.bits(args[variant.operands() + j], variant.compute());
        }
        for (int j = 0; j < variant.numbers().length; j++) {
            params[plain + j] = Scalars.bits(args[variant.numbers()[j]], variant.compute());
        }
        return params;
    }

    /** Every number as its two parts. */
    private static long[] complexParams(Variant variant, Object[] args, int plain) {
        var params = new long[2 * (plain + variant.numbers().length)];
        for (int j = 0; j < params.length / 2; j++) {
            int at = j < plain ? variant.operands() + j : variant.numbers()[j - plain];
            var z =
                    args[at] instanceof Boolean b
                            ? Complex.of(b ? 1 : 0)
                            : Complex.of((Number) args[at]);
            params[2 * j] = Double.doubleToRawLongBits(z.re());
            params[2 * j + 1] = Double.doubleToRawLongBits(z.im());
        }
        return params;
    }

    private static void checkDivisor(Object divisor) {
        boolean zero;
        if (divisor instanceof Value v && Meta.is(v.physical())) {
            zero = false;
        } else if (divisor instanceof Value v) {
            var array = Copies.dense(v.array(), DType.BOOL);
            try (var _ = AddressUse.begin()) {
                zero =
                        Backends.cpu().indexing().countTrue(array.address(), array.numel())
                                < array.numel();
            }
        } else {
            zero = Scalars.toLong(divisor) == 0;
        }
        Check.that(!zero, "ZeroDivisionError: integer division or modulo by zero");
    }

    /** The values of results. */
    static Value[] wrap(Tape tape, Result[] results) {
        var values = new Value[results.length];
        for (int r = 0; r < results.length; r++) {
            values[r] =
                    results[r].hidden
                            ? tape.wrapHidden(results[r].array)
                            : tape.wrap(results[r].array);
        }
        return values;
    }

    /** A number as a 0-d value without history. */
    static Value number(Object number) {
        var array = NewArray.empty(Scalars.typeOf(number));
        Creations.fill("scalar_tensor", array, number);
        return new Plain(array);
    }

    /** An array as a value without history. */
    static Value plain(Array array) {
        return new Plain(array);
    }

    /** An array posing as a value where no history is wanted. */
    private record Plain(Array array) implements Value {
        @Override
        public Array physical() {
            return array;
        }

        @Override
        public boolean hidden() {
            return false;
        }

        @Override
        public DType dtype() {
            return array.dtype();
        }

        @Override
        public Layout layout() {
            return array.layout();
        }

        @Override
        public boolean requiresGrad() {
            return false;
        }

        @Override
        public Tape tape() {
            throw new IllegalStateException("a plain array has no tape");
        }
    }
}
