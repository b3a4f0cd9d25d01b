package dev.cresset.op;

import dev.cresset.spi.Backend;
import dev.cresset.spi.Device;

import java.util.List;
import java.util.ServiceLoader;

/** The backends that are present. */
public final class Backends {
    private static final List<Backend> ALL =
            ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private static final Backend CPU =
            of(Device.cpu().type()).stream()
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "no backend found: cresset-core is incomplete"));

    private Backends() {}

    /** The processor's backend. */
    public static Backend cpu() {
        return CPU;
    }

    /** What is wrong where a graphics processor is asked for and there is none. */
    public static OpException missingCuda(String op) {
        return new OpException(
                op
                        + ": Torch not compiled with CUDA enabled: Cresset found no backend for"
                        + " graphics processors here; compute on Device.cpu(), and ask"
                        + " Cuda.isAvailable() before choosing cuda");
    }

    /**
     * A device on which tensors can live.
     *
     * @throws OpException if it is one that this machine has not
     */
    public static Device supported(String op, Device device) {
        return switch (device.type()) {
            case "cpu", "meta" -> device;
            case "cuda" -> throw missingCuda(op);
            default ->
                    throw Check.error(
                            "%s: there is no backend for %s; tensors live on Device.cpu()",
                            op, device);
        };
    }

    /** The backends of a type of device, one a device; none where this machine has no such. */
    public static List<Backend> of(String type) {
        return ALL.stream().filter(backend -> backend.device().type().equals(type)).toList();
    }
}
