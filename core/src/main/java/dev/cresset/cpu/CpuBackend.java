package dev.cresset.cpu;

import dev.cresset.cpu.conv.CpuWindows;
import dev.cresset.cpu.gemm.CpuContractions;
import dev.cresset.cpu.index.CpuIndexing;
import dev.cresset.cpu.kernel.CpuKernels;
import dev.cresset.cpu.memory.NativeAllocator;
import dev.cresset.cpu.order.CpuOrdering;
import dev.cresset.cpu.reduce.CpuReductions;
import dev.cresset.cpu.rows.CpuNormalizations;
import dev.cresset.spi.Backend;
import dev.cresset.spi.Contractions;
import dev.cresset.spi.Device;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Indexing;
import dev.cresset.spi.MemoryStatistics;
import dev.cresset.spi.Normalizations;
import dev.cresset.spi.Ordering;
import dev.cresset.spi.PointwiseKernel;
import dev.cresset.spi.Reductions;
import dev.cresset.spi.Storage;
import dev.cresset.spi.Windows;

/** The processor: generated kernels, oneDNN and OpenBLAS where present, plain Java everywhere. */
public final class CpuBackend implements Backend {
    private final NativeAllocator allocator = new NativeAllocator();
    private final Reductions reductions = new CpuReductions(CpuKernels::compile);
    private final Contractions contractions = new CpuContractions();
    private final Windows windows = new CpuWindows();
    private final Normalizations normalizations = new CpuNormalizations();
    private final Indexing indexing = new CpuIndexing();
    private final Ordering ordering = new CpuOrdering();

    /** Made by {@link java.util.ServiceLoader}. */
    public CpuBackend() {}

    @Override
    public Device device() {
        return Device.cpu();
    }

    @Override
    public Storage allocate(long bytes) {
        return allocator.allocate(bytes);
    }

    @Override
    public PointwiseKernel compile(Formula formula) {
        return CpuKernels.compile(formula);
    }

    @Override
    public Reductions reductions() {
        return reductions;
    }

    @Override
    public Contractions contractions() {
        return contractions;
    }

    @Override
    public Windows windows() {
        return windows;
    }

    @Override
    public Normalizations normalizations() {
        return normalizations;
    }

    @Override
    public Indexing indexing() {
        return indexing;
    }

    @Override
    public Ordering ordering() {
        return ordering;
    }

    @Override
    public int threads() {
        return Parallel.numThreads();
    }

    @Override
    public void threads(int count) {
        Parallel.setNumThreads(count);
    }

    @Override
    public void unreachable(long bytes) {
        allocator.unreachable(bytes);
    }

    @Override
    public MemoryStatistics memory() {
        return allocator.statistics();
    }
}
