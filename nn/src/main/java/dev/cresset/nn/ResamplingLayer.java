package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.text.Numbers;

import java.util.stream.Collectors;

/** What layers share that change the resolution. */
abstract class ResamplingLayer extends Module implements UnaryModule {
    private final Resize.Options options;

    ResamplingLayer(Resize.Options options) {
        this.options = options;
    }

    @Override
    public final Tensor forward(Tensor x) {
        return Functional.interpolate(x, options);
    }

    @Override
    protected final String extraRepr() {
        var factors = options.scale();
        var how =
                factors.isEmpty()
                        ? "size=" + SizeText.given(options.size())
                        : factors.size() == 1
                                ? "scale_factor=" + Numbers.python(factors.getFirst())
                                : factors.stream()
                                        .map(Numbers::python)
                                        .collect(Collectors.joining(", ", "scale_factor=(", ")"));
        return how + ", mode='" + options.mode().text() + "'";
    }
}
