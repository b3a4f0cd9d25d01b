/** Tensors, autograd, operators and the CPU backend. */
module dev.cresset.core {
    requires static jdk.incubator.vector;

    exports dev.cresset.spi;
}
