/** Workloads compared with PyTorch, and JMH benchmarks of kernels. */
module dev.cresset.bench {
    requires dev.cresset;
    requires com.fasterxml.jackson.databind;
    requires jmh.core;

    exports dev.cresset.bench;
}
