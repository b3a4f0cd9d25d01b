/** Tensors, autograd, operators and the CPU backend. */
module dev.cresset.core {
    // Optional: without it the kernels fall back to scalar loops.
    requires static jdk.incubator.vector;
    requires java.management;
    requires jdk.management;

    exports dev.cresset;
    exports dev.cresset.autograd;
    exports dev.cresset.expr;
    exports dev.cresset.op;
    exports dev.cresset.random;
    exports dev.cresset.spi;
    exports dev.cresset.text;

    uses dev.cresset.op.OpTable;
    uses dev.cresset.spi.Backend;

    provides dev.cresset.spi.Backend with
            dev.cresset.cpu.CpuBackend;
}
