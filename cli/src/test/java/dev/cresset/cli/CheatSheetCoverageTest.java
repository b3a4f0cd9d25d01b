package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Map.entry;

import dev.cresset.Cuda;
import dev.cresset.Gradcheck;
import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.data.DataLoader;
import dev.cresset.io.Checkpoint;
import dev.cresset.io.Numpy;
import dev.cresset.io.Safetensors;
import dev.cresset.io.SavedDict;
import dev.cresset.io.TorchFile;
import dev.cresset.nn.Clipping;
import dev.cresset.nn.Functional;
import dev.cresset.nn.Init;
import dev.cresset.nn.Module;
import dev.cresset.nn.PackedSequence;
import dev.cresset.nn.ParameterVectors;
import dev.cresset.nn.Sequential;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.scheduler.LRScheduler;
import dev.cresset.optim.scheduler.Scheduler;
import dev.cresset.random.Generator;
import dev.cresset.vision.Images;
import dev.cresset.viz.SummaryWriter;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every public name that users of PyTorch look for stands in a Java snippet of docs/cheatsheet.md;
 * as {@link CheatSheetTest} runs the snippets, the page cannot show a call that does not exist.
 */
class CheatSheetCoverageTest {
    private static final List<Class<?>> FACES =
            List.of(
                    Torch.class,
                    Tensor.class,
                    SparseTensor.class,
                    Cuda.class,
                    Gradcheck.class,
                    Generator.class,
                    Functional.class,
                    Init.class,
                    Clipping.class,
                    ParameterVectors.class,
                    PackedSequence.class,
                    Module.class,
                    Sequential.class,
                    Optimizer.class,
                    ParamGroup.class,
                    LRScheduler.class,
                    DataLoader.class,
                    TorchFile.class,
                    SavedDict.class,
                    Checkpoint.class,
                    Safetensors.class,
                    Numpy.class,
                    Images.class,
                    SummaryWriter.class);

    /** One class of each package whose public classes are listed. */
    private static final List<Class<?>> PACKAGES =
            List.of(
                    Tensor.class,
                    Images.class,
                    Module.class,
                    Optimizer.class,
                    Scheduler.class,
                    DataLoader.class,
                    TorchFile.class,
                    SummaryWriter.class);

    /** Names that nobody comes looking for, and why. */
    private static final Map<String, String> LEFT_OUT =
            Map.ofEntries(
                    entry("array", "what ops compute with"),
                    entry("physical", "what ops compute with"),
                    entry("layout", "what ops compute with"),
                    entry("hidden", "what ops compute with"),
                    entry("tape", "how ops record gradients"),
                    entry("node", "gradFn as backends see it"),
                    entry("Torch", "imported statically"),
                    entry("CycledMomentum", "a part of the options of CyclicLR and OneCycleLR"),
                    entry("FileFormatException", "thrown, not made"),
                    entry("RefusedGlobalException", "thrown, not made"),
                    entry("close", "called by try with resources"),
                    entry("iterator", "called by a for loop"),
                    entry("entrySet", "of java.util.Map"));

    private static final Pattern WORD = Pattern.compile("\\w+");

    @Test
    void everyPublicNameHasARow() throws IOException, URISyntaxException {
        var names = new TreeMap<String, Set<String>>();
        for (var face : FACES) {
            names.put(face.getName(), methods(face));
        }
        for (var member : PACKAGES) {
            names.put(member.getPackageName(), classes(member));
        }
        var shown = shown();
        names.values()
                .forEach(of -> of.removeIf(n -> shown.contains(n) || LEFT_OUT.containsKey(n)));
        names.values().removeIf(Set::isEmpty);
        assertEquals(Map.of(), names, "names without a row in docs/cheatsheet.md");
    }

    private static Set<String> shown() throws IOException {
        return CheatSheet.snippets().stream()
                .flatMap(code -> WORD.matcher(code).results())
                .map(result -> result.group())
                .collect(Collectors.toSet());
    }

    private static Set<String> methods(Class<?> face) {
        return Arrays.stream(face.getMethods())
                .filter(method -> !method.isSynthetic() && isOurs(method) && !ofObject(method))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Methods of Java's collections need no row. */
    private static boolean isOurs(Method method) {
        return method.getDeclaringClass().getName().startsWith("dev.cresset.");
    }

    private static boolean ofObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(
                        own ->
                                own.getName().equals(method.getName())
                                        && Arrays.equals(
                                                own.getParameterTypes(),
                                                method.getParameterTypes()));
    }

    /** The public classes beside this one that are not abstract. */
    private static Set<String> classes(Class<?> member) throws IOException, URISyntaxException {
        var home = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(home)) {
            return classes(home, member);
        }
        try (var jar = FileSystems.newFileSystem(home)) {
            return classes(jar.getPath("/"), member);
        }
    }

    private static Set<String> classes(Path home, Class<?> member) throws IOException {
        var folder = home.resolve(member.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("-"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> isShown(member, name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isShown(Class<?> member, String name) {
        try {
            var type =
                    Class.forName(
                            member.getPackageName() + '.' + name, false, member.getClassLoader());
            return !type.isMemberClass()
                    && Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
