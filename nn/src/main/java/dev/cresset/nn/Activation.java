package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A function without parameters as a module; some may overwrite their input. */
abstract class Activation extends Module implements UnaryModule {
    private final String options;
    private final UnaryOperator<Tensor> function;

    /**
     * A function with what stands in the parentheses of its printed form.
     *
     * @param options options as PyTorch prints them, e.g. {@code alpha=1.0}
     * @param function what is computed
     */
    Activation(String options, UnaryOperator<Tensor> function) {
        this.options = options;
        this.function = function;
    }

    /** A function that has a form in place. */
    Activation(
            String options,
            InPlace inPlace,
            UnaryOperator<Tensor> function,
            UnaryOperator<Tensor> functionInPlace) {
        this(
                inPlace == InPlace.OUT_OF_PLACE
                        ? options
                        : Stream.of(options, "inplace=True")
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(", ")),
                inPlace == InPlace.OUT_OF_PLACE ? function : functionInPlace);
    }

    @Override
    public final Tensor forward(Tensor x) {
        return function.apply(x);
    }

    @Override
    protected final String extraRepr() {
        return options;
    }
}
