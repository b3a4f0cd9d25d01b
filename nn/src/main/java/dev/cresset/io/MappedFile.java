package dev.cresset.io;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file in memory, whose parts are tensors; it is there as long as one of them is. */
final class MappedFile {
    private final MemorySegment content;

    private MappedFile(FileChannel channel) throws IOException {
        content = channel.map(MapMode.PRIVATE, 0, channel.size(), Arena.ofAuto());
    }

    /**
     * Maps a file so that changes stay in memory; nothing where the system asks for a permission to
     * write that is not there.
     */
    static Optional<MappedFile> of(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return Optional.of(new MappedFile(channel));
        } catch (AccessDeniedException | java.nio.file.ReadOnlyFileSystemException e) {
            return Optional.empty();
        }
    }

    /**
     * A row-major tensor over a part of the file, or nothing where the part does not begin at a
     * multiple of the element size.
     */
    Optional<Tensor> tensor(DType dtype, long position, long... sizes) {
        long bytes = dtype.size();
        for (long size : sizes) {
            bytes *= size;
        }
        if (position % dtype.size() != 0 || bytes == 0 || position > content.byteSize() - bytes) {
            return Optional.empty();
        }
        var tensor = Torch.fromMemorySegment(content.asSlice(position, bytes), dtype, sizes);
        TensorBytes.normalize(tensor);
        return Optional.of(tensor);
    }
}
