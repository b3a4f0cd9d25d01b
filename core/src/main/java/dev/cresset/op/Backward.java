package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** What a gradient rule may look at. */
public interface Backward {
    /** Gradient with respect to result {@code i}, or null if nothing flowed there. */
    Value grad(int i);

    /** Gradient with respect to the only result. */
    default Value grad() {
        return grad(0);
    }

    /** Argument i, which the op declared as saved. */
    Value value(int i);

    /** Result i, which the op declared as saved. */
    Value result(int i);

    /** The arguments that are not values; values are left out. */
    Args args();

    /** Sizes of the value in argument i. */
    Layout layout(int i);

    /** Sizes of one value of the list in argument i. */
    Layout layout(int i, int element);

    /** Number of values in argument i: 0 for others, 1, or the length of a list. */
    int count(int i);

    /** Dtype of the value in argument i. */
    DType dtype(int i);

    /** Sizes of result i. */
    Layout resultLayout(int i);

    /** True if somebody wants the gradient of argument i (for lists: of any element). */
    boolean needs(int i);

    /** Collects the gradients of all arguments, in order; null where none flows. */
    static Object[] grads(Object... all) {
        return all;
    }
}
