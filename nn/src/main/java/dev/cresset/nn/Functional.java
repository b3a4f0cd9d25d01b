package dev.cresset.nn;

/**
 * The functions of PyTorch's {@code torch.nn.functional}, for {@code import static
 * dev.cresset.nn.Functional.*}.
 *
 * <p>Names are PyTorch's in camelCase and arguments in PyTorch's order; options beyond the first
 * few come in the record of their family, shared with the modules: {@link Conv}, {@link Pool},
 * {@link Loss}, {@link Norm}, {@link Resize}.
 *
 * <p>They are written down family by family in the superclasses.
 */
public final class Functional extends AttentionFunctions {
    private Functional() {}
}
