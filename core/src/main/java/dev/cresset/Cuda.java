package dev.cresset;

import dev.cresset.op.Backends;
import dev.cresset.op.OpException;
import dev.cresset.spi.Backend;
import dev.cresset.spi.MemoryStatistics;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The graphics processors of this machine: PyTorch's {@code torch.cuda}.
 *
 * {@snippet :
 * var device = Device.of(Cuda.isAvailable() ? "cuda" : "cpu");
 * model.to(device);
 * }
 */
public final class Cuda {
    private static final String TYPE = "cuda";

    private static volatile int current;

    private Cuda() {}

    private static List<Backend> backends() {
        return Backends.of(TYPE);
    }

    /** True if tensors can live on a graphics processor. */
    public static boolean isAvailable() {
        return deviceCount() > 0;
    }

    /** Number of graphics processors that can be used. */
    public static int deviceCount() {
        return backends().size();
    }

    /**
     * Number of the device that {@code cuda} without a number means.
     *
     * @throws OpException if there is none
     */
    public static int currentDevice() {
        if (!isAvailable()) {
            throw Backends.missingCuda("current_device");
        }
        return current;
    }

    /**
     * Says which device {@code cuda} without a number means.
     *
     * @throws OpException if there is no device of that number
     */
    public static void setDevice(int index) {
        if (!isAvailable()) {
            throw Backends.missingCuda("set_device");
        }
        if (index < 0 || index >= deviceCount()) {
            throw new OpException(
                    "set_device: invalid device ordinal "
                            + index
                            + ", this machine has "
                            + deviceCount());
        }
        current = index;
    }

    /** Bytes in tensors on graphics processors; 0 where there is none. */
    public static long memoryAllocated() {
        return sum(MemoryStatistics::allocated);
    }

    /** Largest value of {@link #memoryAllocated} so far. */
    public static long maxMemoryAllocated() {
        return sum(MemoryStatistics::peak);
    }

    /** Bytes held on graphics processors, in tensors or for reuse. */
    public static long memoryReserved() {
        return sum(statistics -> statistics.allocated() + statistics.cached());
    }

    private static long sum(ToLongFunction<MemoryStatistics> figure) {
        return backends().stream().map(Backend::memory).mapToLong(figure).sum();
    }
}
