package dev.cresset.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Writes a file so that at any time, also after a crash or a full disk, its name stands for the
 * whole old content or the whole new one.
 *
 * <p>Note [Leftovers]. A process that is killed leaves its temporary file. The next write of the
 * same file removes it, but must not take away that of a write going on elsewhere. So a writer
 * holds a lock on its temporary file, from before the first byte until the file has its final name,
 * and only what can be locked is removed; the operating system drops the lock when the process
 * dies. A writer may lose its file between creating and locking it: it then finds no file under the
 * name and takes another. Writes of this JVM are known by name, since opening their files here
 * would drop their locks. Where a file system has no locks, nothing is removed.
 */
final class AtomicFile {
    /** Writes the content. */
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private static final Set<Path> GOING_ON = ConcurrentHashMap.newKeySet();
    private static final String MARK = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private AtomicFile() {}

    /** Writes beside the file, waits for the disk, then takes the name. */
    static void write(Path file, Content content) throws IOException {
        var given = file.toAbsolutePath();
        var target = given.getParent().toRealPath().resolve(given.getFileName());
        removeLeftovers(target);
        while (!written(target, content)) {
            // Another process took the new file for a leftover before it was locked.
            Thread.onSpinWait();
        }
    }

    private static boolean written(Path target, Content content) throws IOException {
        var temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        GOING_ON.add(temporary);
        try {
            try (var channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                lock(channel);
                if (!Files.exists(temporary)) {
                    return false;
                }
                content.writeTo(channel);
                channel.force(true);
                replace(temporary, target);
                return true;
            }
        } finally {
            Files.deleteIfExists(temporary);
            GOING_ON.remove(temporary);
        }
    }

    private static void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            log("no locks on this file system", e);
        }
    }

    private static synchronized void removeLeftovers(Path target) {
        var name = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + MARK);
        try (var files =
                Files.newDirectoryStream(
                        target.getParent(),
                        path -> name.matcher(path.getFileName().toString()).matches())) {
            for (var file : files) {
                if (!GOING_ON.contains(file)) {
                    removeUnlessLocked(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log("a folder that cannot be listed is written to all the same", e);
        }
    }

    private static void removeUnlessLocked(Path leftover) {
        try (var channel = FileChannel.open(leftover, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.delete(leftover);
            }
        } catch (IOException | OverlappingFileLockException e) {
            log("another's, or gone by now: " + leftover, e);
        }
    }

    private static void log(String message, Exception e) {
        System.getLogger("dev.cresset").log(System.Logger.Level.DEBUG, message, e);
    }

    private static void replace(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
