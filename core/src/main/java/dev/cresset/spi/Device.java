package dev.cresset.spi;

/**
 * Where a tensor lives.
 *
 * @param type kind of device, {@code cpu}
 * @param index number of the device among its kind
 */
public record Device(String type, int index) {
    private static final Device CPU = new Device("cpu", 0);

    /** The processor and its main memory. */
    public static Device cpu() {
        return CPU;
    }

    /** PyTorch's text for it, e.g. {@code cpu}. */
    @Override
    public String toString() {
        return type.equals("cpu") ? type : type + ":" + index;
    }
}
