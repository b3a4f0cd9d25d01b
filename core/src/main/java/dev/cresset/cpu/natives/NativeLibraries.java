package dev.cresset.cpu.natives;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds, unpacks and loads the native libraries.
 *
 * <p>Note [Native libraries]: oneDNN and OpenBLAS come as shared objects inside jars on the class
 * path ({@code org.bytedeco:dnnl} and {@code org.bytedeco:openblas} with the platform's name as
 * classifier). Each is unpacked once per version into a per-user cache folder and loaded when the
 * first op wants it, never before: a program that only multiplies small matrices loads nothing.
 * What cannot be loaded is reported once through {@link System.Logger}, and the Java kernels take
 * over. {@code -Dcresset.natives=off} turns all of them off.
 */
public final class NativeLibraries {
    /** A published library: its jars, and per platform the files to load, dependencies first. */
    enum Library {
        ONEDNN(
                "dnnl",
                "3.11-1.5.13",
                Map.of(
                        Platform.LINUX_X86_64, List.of("libgomp.so.1", "libdnnl.so.3"),
                        Platform.LINUX_ARM64, List.of("libgomp.so.1", "libdnnl.so.3"),
                        Platform.MACOSX_ARM64, List.of("libomp.dylib", "libdnnl.3.dylib"),
                        Platform.MACOSX_X86_64, List.of("libiomp5.dylib", "libdnnl.3.dylib"),
                        Platform.WINDOWS_X86_64, List.of("dnnl.dll"))),
        OPENBLAS(
                "openblas",
                "0.3.31-1.5.13",
                Map.of(
                        Platform.LINUX_X86_64,
                        List.of(
                                "libgcc_s.so.1",
                                "libquadmath.so.0",
                                "libgfortran.so.5",
                                "libopenblas.so.0"),
                        Platform.LINUX_ARM64,
                        List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"),
                        Platform.MACOSX_ARM64,
                        List.of(
                                "libgcc_s.1.1.dylib",
                                "libquadmath.0.dylib",
                                "libgfortran.5.dylib",
                                "libopenblas.0.dylib"),
                        Platform.MACOSX_X86_64,
                        List.of(
                                "libgcc_s.1.1.dylib",
                                "libquadmath.0.dylib",
                                "libgfortran.5.dylib",
                                "libopenblas.0.dylib"),
                        Platform.WINDOWS_X86_64,
                        List.of("libopenblas.dll")));

        private final String artifact;
        private final String version;
        private final Map<Platform, List<String>> files;

        Library(String artifact, String version, Map<Platform, List<String>> files) {
            this.artifact = artifact;
            this.version = version;
            this.files = files;
        }

        List<String> files(Platform platform) {
            return files.getOrDefault(platform, List.of());
        }

        String resource(Platform platform, String file) {
            return "org/bytedeco/%s/%s/%s".formatted(artifact, platform.classifier(), file);
        }

        String coordinates(Platform platform) {
            return "org.bytedeco:%s:%s:%s".formatted(artifact, version, platform.classifier());
        }

        String folder(Platform platform) {
            return "%s-%s-%s".formatted(artifact, version, platform.classifier());
        }
    }

    private static final System.Logger LOG = System.getLogger("dev.cresset.natives");
    private static final boolean ENABLED =
            !"off".equalsIgnoreCase(System.getProperty("cresset.natives"));
    private static final String MISSING = "not available: ";
    private static final Map<Library, String> STATES = new ConcurrentHashMap<>();

    private NativeLibraries() {}

    /** False under {@code -Dcresset.natives=off}. */
    public static boolean enabled() {
        return ENABLED;
    }

    /** One line per library: loaded, not loaded yet, or why not. Loads nothing. */
    public static String describe() {
        return Stream.of(Library.values())
                .map(
                        library ->
                                "%s %s: %s"
                                        .formatted(
                                                library.artifact,
                                                library.version,
                                                STATES.getOrDefault(library, "not loaded yet")))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Loads a library.
     *
     * @return its symbols, those of its dependencies included; empty if it is turned off or cannot
     *     be loaded, which has been logged then
     */
    static synchronized Optional<SymbolLookup> load(Library library) {
        if (!ENABLED) {
            STATES.put(library, "off (-Dcresset.natives=off)");
            return Optional.empty();
        }
        try {
            var cache = cache();
            SymbolLookup symbols = name -> Optional.empty();
            for (var path : unpack(library, Platform.current(), cache.folder)) {
                symbols = open(path).or(symbols);
                if (cache.temporary) {
                    path.toFile().deleteOnExit();
                }
            }
            STATES.put(library, "loaded");
            return Optional.of(symbols);
        } catch (IOException | IllegalArgumentException | IllegalCallerException e) {
            boolean first = STATES.values().stream().noneMatch(s -> s.startsWith(MISSING));
            STATES.put(library, MISSING + e.getMessage());
            LOG.log(
                    first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                    "natives: {0} cannot be loaded and slower Java code takes its place: {1}",
                    library.artifact,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Opens a shared object for as long as the JVM runs.
     *
     * @throws IOException with the system's reason if it cannot
     */
    static SymbolLookup open(Path path) throws IOException {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            try {
                System.load(path.toAbsolutePath().toString()); // it tells why, the lookup does not
            } catch (UnsatisfiedLinkError reason) {
                throw new IOException(reason.getMessage(), e);
            }
            throw e;
        }
    }

    /** Copies the files of a library out of its jar unless they are there already. */
    static List<Path> unpack(Library library, Platform platform, Path cache) throws IOException {
        var files = library.files(platform);
        if (files.isEmpty()) {
            throw new IOException(
                    "there is no build of it for %s on %s"
                            .formatted(
                                    System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        var folder = Files.createDirectories(cache.resolve(library.folder(platform)));
        var paths = new ArrayList<Path>();
        for (var file : files) {
            paths.add(unpack(resource(library, platform, file), folder.resolve(file)));
        }
        return paths;
    }

    private static URL resource(Library library, Platform platform, String file) {
        var name = library.resource(platform, file);
        var url = NativeLibraries.class.getClassLoader().getResource(name);
        if (url == null) {
            url = ClassLoader.getSystemResource(name);
        }
        if (url == null) {
            throw new IllegalArgumentException(
                    "%s is not on the class path; add %s"
                            .formatted(name, library.coordinates(platform)));
        }
        return url;
    }

    /**
     * Several JVMs may do this at once: each writes a file of its own and moves it into place, so
     * that a file under the final name is always complete; one of the right size is left alone.
     */
    private static Path unpack(URL resource, Path target) throws IOException {
        var connection = resource.openConnection();
        long size = connection.getContentLengthLong();
        if (Files.isRegularFile(target) && Files.size(target) == size) {
            return target;
        }
        var part = Files.createTempFile(target.getParent(), "unpacking", ".part");
        try (var in = connection.getInputStream()) {
            long copied = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (size >= 0 && copied != size) {
                throw new IOException(
                        "%s: %d bytes came instead of %d".formatted(resource, copied, size));
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Where libraries are unpacked; a temporary folder goes when this JVM does. */
    private record Cache(Path folder, boolean temporary) {}

    private static Cache cache() throws IOException {
        var base = cacheBase();
        try {
            var folder = Files.createDirectories(base.resolve("cresset"));
            if (Files.isWritable(folder)) {
                return new Cache(folder, false);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "natives: no cache in {0}: {1}", base, e);
        }
        // A shared temporary folder could hold libraries that someone else planted under a name
        // known beforehand, so the fallback is a fresh folder, at the price of unpacking again.
        return new Cache(Files.createTempDirectory("cresset-natives"), true);
    }

    private static Path cacheBase() {
        var home = Path.of(System.getProperty("user.home"));
        return switch (Platform.current()) {
            case WINDOWS_X86_64 -> environment("LOCALAPPDATA", home.resolve("AppData/Local"));
            case MACOSX_ARM64, MACOSX_X86_64 -> home.resolve("Library/Caches");
            case LINUX_ARM64, LINUX_X86_64, OTHER ->
                    environment("XDG_CACHE_HOME", home.resolve(".cache"));
        };
    }

    private static Path environment(String variable, Path otherwise) {
        var value = System.getenv(variable);
        return value == null || value.isEmpty() ? otherwise : Path.of(value);
    }
}
