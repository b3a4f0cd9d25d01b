package dev.cresset.spi;

/**
 * A device has no memory left for a tensor. The message says how much was asked for, what is in
 * use, and lists the largest storages that are still reachable.
 *
 * <p>Nothing is broken by it: after tensors have become unreachable the next allocation may
 * succeed.
 */
public final class DeviceMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception with the whole report as its message. */
    public DeviceMemoryException(String message) {
        super(message);
    }
}
