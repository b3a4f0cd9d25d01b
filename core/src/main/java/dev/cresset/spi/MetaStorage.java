package dev.cresset.spi;

/**
 * No memory: the storage of tensors on the {@code meta} device, which have sizes and a dtype only.
 *
 * <p>Nothing can be read by accident: whoever asks for the address gets a {@link NoDataException}.
 */
public final class MetaStorage extends Storage {
    private static boolean exist;

    /** A storage that would have this size. */
    public MetaStorage(long bytes) {
        super(bytes, Device.meta());
        exist = true;
    }

    /** False as long as no such storage was ever made, so that ops need not look for them. */
    public static boolean exist() {
        return exist;
    }

    /** There is nothing to give back. */
    @Override
    public void release() {}
}
