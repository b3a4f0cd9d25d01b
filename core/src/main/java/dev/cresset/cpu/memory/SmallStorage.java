package dev.cresset.cpu.memory;

import dev.cresset.spi.Device;
import dev.cresset.spi.Storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A storage in a cell of a slab. */
final class SmallStorage extends Storage {
    private static final VarHandle SLAB = slabField();

    /** Keeps the memory; null once released. */
    private Slab slab;

    SmallStorage(long address, long bytes, Slab slab) {
        super(address, bytes, Device.cpu());
        this.slab = slab;
    }

    private static VarHandle slabField() {
        try {
            return MethodHandles.lookup().findVarHandle(SmallStorage.class, "slab", Slab.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public void release() {
        var held = (Slab) SLAB.getAndSet(this, (Slab) null);
        if (held != null) {
            held.allocator.cells().put(held, address());
        }
    }
}
