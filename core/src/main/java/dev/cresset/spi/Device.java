package dev.cresset.spi;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a tensor lives: PyTorch's {@code torch.device}.
 *
 * @param type kind of device, e.g. {@code cpu} or {@code cuda}
 * @param index number of the device among its kind, or -1 for the current one of that kind
 */
public record Device(String type, int index) {
    private static final List<String> TYPES =
            List.of(
                    "cpu",
                    "cuda",
                    "ipu",
                    "xpu",
                    "mkldnn",
                    "opengl",
                    "opencl",
                    "ideep",
                    "hip",
                    "ve",
                    "fpga",
                    "maia",
                    "xla",
                    "lazy",
                    "vulkan",
                    "mps",
                    "meta",
                    "hpu",
                    "mtia",
                    "privateuseone");

    private static final Pattern NAME = Pattern.compile("([a-z]+)(?::(0|[1-9][0-9]{0,8}))?");

    private static final Device CPU = new Device("cpu", -1);

    private static final Device META = new Device("meta", -1);

    /**
     * A device.
     *
     * @throws IllegalArgumentException for a type that PyTorch does not know
     */
    public Device {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    "Device: Expected one of "
                            + String.join(", ", TYPES)
                            + " device type at start of device string: "
                            + type);
        }
    }

    /** The processor and its main memory. */
    public static Device cpu() {
        return CPU;
    }

    /**
     * The device of tensors without memory, which have sizes and a dtype only: {@code
     * torch.device('meta')}.
     */
    public static Device meta() {
        return META;
    }

    /**
     * A device by PyTorch's text, e.g. {@code cpu}, {@code cuda}, {@code cuda:1}. It need not exist
     * on this machine.
     *
     * @throws IllegalArgumentException for a text that names no device
     */
    public static Device of(String name) {
        var matcher = NAME.matcher(name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Device: Device string must not be empty");
        }
        if (matcher.matches()) {
            var index = matcher.group(2);
            return new Device(matcher.group(1), index == null ? -1 : Integer.parseInt(index));
        }
        throw new IllegalArgumentException(
                "Device: Invalid device string: '"
                        + name
                        + "', expects a text like cuda or cuda:0");
    }

    /** A device by type and number. */
    public static Device of(String type, int index) {
        if (index < 0) {
            throw new IllegalArgumentException(
                    "Device: Device index must not be negative, got " + index);
        }
        return new Device(type, index);
    }

    /** The text that {@link #of(String)} takes: {@code cpu}, {@code cuda:0}. */
    public String text() {
        return index < 0 ? type : type + ":" + index;
    }

    /** PyTorch's printed form: {@code device(type='cuda', index=0)}. */
    @Override
    public String toString() {
        return "device(type='" + type + "'" + (index < 0 ? "" : ", index=" + index) + ")";
    }
}
