/** Tensors, autograd, operators and the CPU backend. */
module dev.cresset.core {
    // Optional: without it the kernels fall back to scalar loops.
    requires static jdk.incubator.vector;
    requires java.management;
    requires jdk.management;

    exports dev.cresset.expr;
    exports dev.cresset.random;
    exports dev.cresset.spi;
}
