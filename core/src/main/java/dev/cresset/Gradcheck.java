package dev.cresset;

import dev.cresset.autograd.AutogradException;
import dev.cresset.op.Scalars;
import dev.cresset.random.Generator;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Checks gradients against differences, as PyTorch's {@code torch.autograd.gradcheck}.
 *
 * <p>The Jacobian that backward passes give must equal the one of central differences {@code (f(x +
 * eps) - f(x - eps)) / (2 eps)} within {@code atol + rtol * |difference|}. Inputs must be float64
 * or complex128, because differences lose half of the digits. Complex inputs and outputs are
 * checked as twice as many real ones, their parts.
 *
 * {@snippet :
 * var x = Torch.randn(DType.FLOAT64, 3, 4).requiresGrad_();
 * Gradcheck.gradcheck(in -> in.get(0).sin().sum(), x);
 * }
 */
public final class Gradcheck {
    private static final double EPS = 1e-6;
    private static final double ATOL = 1e-5;
    private static final double RTOL = 1e-3;

    private Gradcheck() {}

    /**
     * Checks first derivatives with PyTorch's tolerances: {@code eps = 1e-6}, {@code atol = 1e-5},
     * {@code rtol = 1e-3}.
     *
     * @param function computes a tensor of any shape from the inputs; must be deterministic
     * @param inputs float64 tensors, of which at least one requires gradients
     * @throws AutogradException if the Jacobians differ, with both of them in the message
     */
    public static void gradcheck(Function<List<Tensor>, Tensor> function, Tensor... inputs) {
        gradcheck(function, EPS, ATOL, RTOL, inputs);
    }

    /** Checks first derivatives with a step and tolerances of one's own. */
    public static void gradcheck(
            Function<List<Tensor>, Tensor> function,
            double eps,
            double atol,
            double rtol,
            Tensor... inputs) {
        check("gradcheck", ofParts(function, inputs), eps, atol, rtol, parts(inputs));
    }

    /** Complex inputs as float64 leaves of their parts, in the same memory. */
    private static Tensor[] parts(Tensor[] inputs) {
        var parts = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            parts[i] =
                    input.isComplex()
                            ? Torch.viewAsReal(input.detach())
                                    .detach()
                                    .requiresGrad_(input.learning())
                            : input;
        }
        return parts;
    }

    /** The function of the parts of its inputs that gives the parts of its output. */
    private static Function<List<Tensor>, Tensor> ofParts(
            Function<List<Tensor>, Tensor> function, Tensor[] inputs) {
        return list -> {
            var whole = new ArrayList<Tensor>();
            for (int i = 0; i < inputs.length; i++) {
                boolean complex = inputs[i].isComplex();
                whole.add(complex ? Torch.viewAsComplex(list.get(i)) : list.get(i));
            }
            var output = function.apply(whole);
            return output.isComplex() ? Torch.viewAsReal(output) : output;
        };
    }

    /**
     * Checks second derivatives: {@link #gradcheck} of the gradients themselves, with respect to
     * the inputs and to a random gradient of the output.
     *
     * @param function computes a tensor of any shape from the inputs; must be deterministic
     * @param inputs float64 tensors, of which at least one requires gradients
     * @throws AutogradException if the Jacobians of the gradients differ
     */
    public static void gradgradcheck(Function<List<Tensor>, Tensor> function, Tensor... inputs) {
        gradgradcheck(function, EPS, ATOL, RTOL, inputs);
    }

    /** Checks second derivatives with a step and tolerances of one's own. */
    public static void gradgradcheck(
            Function<List<Tensor>, Tensor> function,
            double eps,
            double atol,
            double rtol,
            Tensor... inputs) {
        checkTwice(ofParts(function, inputs), eps, atol, rtol, parts(inputs));
    }

    private static void checkTwice(
            Function<List<Tensor>, Tensor> function,
            double eps,
            double atol,
            double rtol,
            Tensor... inputs) {
        var output = function.apply(List.of(inputs));
        var cotangent =
                Torch.empty(output.dtype(), output.layout().sizes())
                        .normal_(0, 1, new Generator().manualSeed(0))
                        .requiresGrad_();
        var all = Arrays.copyOf(inputs, inputs.length + 1);
        all[inputs.length] = cotangent;
        check("gradgradcheck", list -> gradients(function, list), eps, atol, rtol, all);
    }

    /** All gradients in a row; the last element of the list is the gradient of the output. */
    private static Tensor gradients(Function<List<Tensor>, Tensor> function, List<Tensor> list) {
        int count = list.size() - 1;
        var inputs = list.subList(0, count);
        try (var on = Torch.enableGrad()) {
            var output = function.apply(inputs);
            var gradients =
                    Torch.grad(
                            List.of(output),
                            wanted(inputs),
                            List.of(list.get(count)),
                            GraphOption.CREATE_GRAPH,
                            GraphOption.ALLOW_UNUSED);
            var flat = new ArrayList<Tensor>();
            for (var gradient : gradients) {
                if (gradient != null) {
                    flat.add(gradient.reshape(gradient.numel()));
                }
            }
            return Torch.cat(flat);
        }
    }

    private static List<Tensor> wanted(List<Tensor> inputs) {
        return inputs.stream().filter(Tensor::requiresGrad).toList();
    }

    private static void check(
            String name,
            Function<List<Tensor>, Tensor> function,
            double eps,
            double atol,
            double rtol,
            Tensor... inputs) {
        var list = List.of(inputs);
        var wanted = wanted(list);
        if (wanted.isEmpty()) {
            throw new AutogradException(
                    name
                            + ": expects at least one input tensor to require gradient, but none of"
                            + " the them have requires_grad=True.");
        }
        for (var input : wanted) {
            if (input.dtype() != DType.FLOAT64) {
                throw new AutogradException(
                        name
                                + ": expects float64 inputs, got "
                                + input.dtype()
                                + "; differences are too coarse in other dtypes, use toDouble()");
            }
        }
        var output = function.apply(list);
        if (!output.requiresGrad()) {
            throw new AutogradException(
                    name + ": none of the outputs require grad; is the function differentiable?");
        }
        var analytical = analytical(output, wanted);
        for (int i = 0; i < wanted.size(); i++) {
            var numerical = numerical(function, list, wanted.get(i), output.numel(), eps);
            compare(name, i, analytical.get(i), numerical, atol, rtol);
        }
    }

    /** For each input the Jacobian {@code [output element][input element]}. */
    private static List<double[][]> analytical(Tensor output, List<Tensor> inputs) {
        int rows = Math.toIntExact(output.numel());
        var jacobians = new ArrayList<double[][]>();
        for (var input : inputs) {
            jacobians.add(new double[rows][Math.toIntExact(input.numel())]);
        }
        for (int row = 0; row < rows; row++) {
            var unit = Torch.zeros(output.dtype(), output.layout().sizes());
            Scalars.write(unit.dtype(), unit.array().address() + 8L * row, 1);
            var gradients =
                    Torch.grad(
                            List.of(output),
                            inputs,
                            List.of(unit),
                            GraphOption.RETAIN_GRAPH,
                            GraphOption.ALLOW_UNUSED);
            for (int i = 0; i < inputs.size(); i++) {
                if (gradients.get(i) != null) {
                    jacobians.get(i)[row] = gradients.get(i).detach().toDoubleArray();
                }
            }
        }
        return jacobians;
    }

    private static double[][] numerical(
            Function<List<Tensor>, Tensor> function,
            List<Tensor> inputs,
            Tensor input,
            long outputs,
            double eps) {
        var jacobian = new double[Math.toIntExact(outputs)][Math.toIntExact(input.numel())];
        var array = input.array();
        try (var off = Torch.noGrad()) {
            for (int k = 0; k < input.numel(); k++) {
                long address = address(array, k);
                double center = Scalars.read(DType.FLOAT64, address);
                Scalars.write(DType.FLOAT64, address, center + eps);
                var above = function.apply(inputs).detach().toDoubleArray();
                Scalars.write(DType.FLOAT64, address, center - eps);
                var below = function.apply(inputs).detach().toDoubleArray();
                Scalars.write(DType.FLOAT64, address, center);
                for (int row = 0; row < above.length; row++) {
                    jacobian[row][k] = (above[row] - below[row]) / (2 * eps);
                }
            }
        }
        return jacobian;
    }

    /** Address of the element with a row-major index. */
    private static long address(Array array, long index) {
        var layout = array.layout();
        long offset = layout.offset();
        for (int d = layout.dim() - 1; d >= 0; d--) {
            offset += index % layout.size(d) * layout.stride(d);
            index /= layout.size(d);
        }
        return array.storage().address() + offset * array.dtype().size();
    }

    private static void compare(
            String name,
            int input,
            double[][] analytical,
            double[][] numerical,
            double atol,
            double rtol) {
        for (int row = 0; row < numerical.length; row++) {
            for (int k = 0; k < numerical[row].length; k++) {
                double difference = Math.abs(analytical[row][k] - numerical[row][k]);
                if (!(difference <= atol + rtol * Math.abs(numerical[row][k]))) {
                    throw new AutogradException(
                            name
                                    + ": Jacobian mismatch for output 0 with respect to input "
                                    + input
                                    + ", at output element "
                                    + row
                                    + " and input element "
                                    + k
                                    + ",\nnumerical: "
                                    + Arrays.deepToString(numerical)
                                    + "\nanalytical: "
                                    + Arrays.deepToString(analytical));
                }
            }
        }
    }
}
