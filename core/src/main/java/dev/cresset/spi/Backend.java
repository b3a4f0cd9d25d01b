package dev.cresset.spi;

/**
 * What a device must be able to do. Found through {@link java.util.ServiceLoader}; nothing above
 * this package names a concrete backend.
 */
public interface Backend {
    /** The device this backend computes on. */
    Device device();

    /** Memory of at least {@code bytes} bytes with undefined content. */
    Storage allocate(long bytes);

    /** The kernel of a formula; equal formulas give the same kernel. */
    PointwiseKernel compile(Formula formula);

    /** Reductions, scans, softmax. */
    Reductions reductions();

    /** Matrix products. */
    Contractions contractions();

    /** Convolution and pooling. */
    Windows windows();

    /** Batch and layer normalisation. */
    Normalizations normalizations();

    /** Moving elements by index. */
    Indexing indexing();

    /** Sorting. */
    Ordering ordering();

    /** Number of threads used by kernels. */
    int threads();

    /** Sets the number of threads used by kernels, native libraries included; at least 1. */
    void threads(int count);

    /** Tells the allocator that about so many bytes have probably just become unreachable. */
    void unreachable(long bytes);

    /** What the allocator holds. */
    MemoryStatistics memory();
}
