package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file in memory, whose parts are storages of tensors.
 *
 * <p>Note [Unmapping]: the mapping ends when no storage of it is reachable any more. An address
 * keeps nothing alive (Note [Addresses in use] in {@link AddressUse}), so a kernel may still read
 * at that moment; the mapping waits for all uses that can know its address.
 */
final class MappedFile {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final long size;

    private MappedFile(Arena arena, FileChannel channel) throws IOException {
        size = channel.size();
        address = channel.map(MapMode.PRIVATE, 0, size, arena).address();
        long birth = AddressUse.birth();
        var maker = AddressUse.ofThread();
        CLEANER.register(this, () -> end(arena, birth, maker));
    }

    /**
     * Maps a file so that changes stay in memory; nothing where the system asks for a permission to
     * write that is not there.
     */
    static Optional<MappedFile> of(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return Optional.of(new MappedFile(Arena.ofShared(), channel));
        } catch (AccessDeniedException | java.nio.file.ReadOnlyFileSystemException e) {
            return Optional.empty();
        }
    }

    private static void end(Arena arena, long birth, AddressUse maker) {
        var uses = new AddressUse.InProgress();
        while (uses.concern(birth, maker) && !uses.over()) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                // Rather a mapping too long than one too short.
                return;
            }
        }
        arena.close();
    }

    /** A part of the file. */
    private static final class Part extends Storage {
        /** Keeps the mapping. */
        private final MappedFile file;

        Part(MappedFile file, long position, long bytes) {
            super(file.address + position, bytes, Device.cpu());
            this.file = file;
        }

        /** Its memory goes back with that of the whole file. */
        @Override
        public void release() {}

        @Override
        public String toString() {
            return bytes() + " of " + file.size + " mapped bytes";
        }
    }

    /**
     * A row-major tensor over a part of the file, or nothing where the part does not begin at a
     * multiple of the element size.
     */
    Optional<Tensor> tensor(DType dtype, long position, long... sizes) {
        var layout = Layout.contiguous(sizes);
        long bytes = layout.numel() * dtype.size();
        if (position % dtype.size() != 0 || bytes == 0 || position > size - bytes) {
            return Optional.empty();
        }
        var array = new Array(new Part(this, position, bytes), layout, dtype);
        var tensor = (Tensor) Torch.empty(0).tape().wrap(array);
        TensorBytes.normalize(tensor);
        return Optional.of(tensor);
    }
}
