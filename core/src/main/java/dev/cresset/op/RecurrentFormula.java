package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.PointwiseKernel;

import java.util.Collections;
import java.util.List;

/**
 * What the cells compute at one step beside matrix products, forward and backward, as a few
 * formulas, hence kernels.
 *
 * <p>Forward formulas also give what the backward ones read: the gates after their nonlinearity,
 * and the states from before the step, which are overwritten by the new ones. They are short,
 * because HotSpot turns short vector code into good machine code early and reliably. In backward
 * formulas dh is the gradient that comes from the next step and dy the one that comes from the
 * output.
 */
enum RecurrentFormula {
    /** Inputs: sum, h. Outputs: h before, output, h. */
    TANH_FORWARD(2, in(1), tanh(in(0)), tanh(in(0))),
    /** As {@link #TANH_FORWARD}. */
    RELU_FORWARD(2, in(1), in(0).max(Expr.of(0)), in(0).max(Expr.of(0))),
    /** Inputs: output, dh, dy. Output: gradient of the sum. */
    TANH_BACKWARD(3, flatTanh(in(1).add(in(2)), in(0))),
    /** As {@link #TANH_BACKWARD}. */
    RELU_BACKWARD(3, Expr.where(in(0).gt(0), in(1).add(in(2)), Expr.of(0))),
    /** Input and output: a gate that opens and closes. */
    GATE(1, sigmoid(in(0))),
    /** Inputs: i, f, g, c. Outputs: g, c before, c. */
    LSTM_MEMORY(4, tanh(in(2)), in(3), in(1).mul(in(3)).add(in(0).mul(tanh(in(2))))),
    /** Inputs: o, c, h. Outputs: tanh(c), h before, output, h. */
    LSTM_OUTPUT(3, tanh(in(1)), in(2), in(0).mul(tanh(in(1))), in(0).mul(tanh(in(1)))),
    /** Inputs: o, c. Outputs: tanh(c), h. */
    LSTM_OUTPUT_PROJECTED(2, tanh(in(1)), in(0).mul(tanh(in(1)))),
    /**
     * Inputs: i, f, g, o, tanh(c), c before, dc, dh, dy. Outputs: gradients of i, f, g, o before
     * their nonlinearities, dc.
     */
    LSTM_BACKWARD(9, Lstm.backward(in(7).add(in(8)))),
    /** As {@link #LSTM_BACKWARD} without dy. */
    LSTM_BACKWARD_PROJECTED(8, Lstm.backward(in(7))),
    /** Inputs: the parts of a gate from the input and from h. Output: the gate. */
    GATE_OF_SUM(2, sigmoid(in(0).add(in(1)))),
    /** Inputs: r, z, n from the input, n from h, h. Outputs: n, q, h before, output, h. */
    GRU_OUTPUT(5, Gru.output(in(3))),
    /** As {@link #GRU_OUTPUT}, one more input: the bias of n from h. */
    GRU_OUTPUT_BIASED(6, Gru.output(in(3).add(in(5)))),
    /**
     * Inputs: r, z, n, q, h before, dh, dy. Outputs: gradients of r, z, n from the input, of r, z,
     * n from h, dh without what goes through the product.
     */
    GRU_BACKWARD(7, Gru.backward()),
    /** Inputs: a, b. Output: a + b. */
    SUM(2, in(0).add(in(1)));

    private final int inputs;
    private final List<Expr> outputs;
    private PointwiseKernel float32;
    private PointwiseKernel float64;

    RecurrentFormula(int inputs, Expr... outputs) {
        this.inputs = inputs;
        this.outputs = List.of(outputs);
    }

    /** Number of inputs and outputs. */
    int operands() {
        return inputs + outputs.size();
    }

    /** The kernel for float32 or float64; the same one at every call. */
    synchronized PointwiseKernel kernel(DType dtype) {
        var known = dtype == DType.FLOAT32 ? float32 : float64;
        if (known != null) {
            return known;
        }
        var formula =
                new Formula(
                        outputs,
                        dtype.compute(),
                        Collections.nCopies(outputs.size(), dtype),
                        Collections.nCopies(inputs, dtype));
        var kernel = Backends.cpu().compile(formula);
        if (dtype == DType.FLOAT32) {
            float32 = kernel;
        } else {
            float64 = kernel;
        }
        return kernel;
    }

    private static Expr in(int index) {
        return Expr.in(index);
    }

    private static Expr tanh(Expr x) {
        return Expr.call(Fn.TANH, x);
    }

    private static Expr sigmoid(Expr x) {
        return Expr.call(Fn.SIGMOID, x);
    }

    /** The gradient before a hyperbolic tangent with result y. */
    private static Expr flatTanh(Expr gradient, Expr y) {
        return gradient.mul(y.square().rsub(1));
    }

    /** The gradient before a logistic function with result y. */
    private static Expr flatSigmoid(Expr gradient, Expr y) {
        return gradient.mul(y.rsub(1).mul(y));
    }

    private static final class Lstm {
        static Expr[] backward(Expr dh) {
            var i = in(0);
            var f = in(1);
            var g = in(2);
            var o = in(3);
            var dc = in(6).add(flatTanh(dh.mul(o), in(4)));
            return new Expr[] {
                flatSigmoid(dc.mul(g), i),
                flatSigmoid(dc.mul(in(5)), f),
                flatTanh(dc.mul(i), g),
                flatSigmoid(dh.mul(in(4)), o),
                dc.mul(f)
            };
        }
    }

    private static final class Gru {
        static Expr[] output(Expr q) {
            var n = tanh(in(2).add(in(0).mul(q)));
            var h = in(4).sub(n).mul(in(1)).add(n);
            return new Expr[] {n, q, in(4), h, h};
        }

        static Expr[] backward() {
            var r = in(0);
            var z = in(1);
            var n = in(2);
            var dh = in(5).add(in(6));
            var dn = flatTanh(dh.mul(z.rsub(1)), n);
            var dz = flatSigmoid(dh.mul(in(4).sub(n)), z);
            var dr = flatSigmoid(dn.mul(in(3)), r);
            return new Expr[] {dr, dz, dn, dr, dz, dn.mul(r), dh.mul(z)};
        }
    }
}
