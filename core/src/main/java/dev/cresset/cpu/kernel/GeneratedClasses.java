package dev.cresset.cpu.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns programs into loaded classes, and counts them.
 *
 * <p>{@code -Dcresset.debug.kernels=DIR} writes every class file, and the program it computes as
 * text, to a directory.
 */
final class GeneratedClasses {
    private static final String DUMP = System.getProperty("cresset.debug.kernels", "");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private GeneratedClasses() {}

    /** How many classes were generated so far. */
    static int count() {
        return COUNT.get();
    }

    /**
     * The loops of a program, or {@code otherwise} if their code would be too large to be compiled.
     *
     * @param repeats bit k is set if operand k repeats one element along a row
     */
    static GeneratedLoop load(Program program, int repeats, GeneratedLoop otherwise) {
        byte[] bytes = Generator.generate(program, repeats, GeneratorTarget.here());
        if (bytes.length == 0) {
            return otherwise;
        }
        int number = COUNT.incrementAndGet();
        if (!DUMP.isEmpty()) {
            dump(program, repeats, number, bytes);
        }
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            var constructor =
                    lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
            return (GeneratedLoop) constructor.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot load the kernel of\n" + program, e);
        }
    }

    private static void dump(Program program, int repeats, int number, byte[] bytes) {
        try {
            var directory = Files.createDirectories(Path.of(DUMP));
            var name = String.format("kernel-%04d", number);
            var formula = program.formula();
            Files.write(directory.resolve(name + ".class"), bytes);
            Files.writeString(
                    directory.resolve(name + ".txt"),
                    "%s -> %s in %s, repeated operands %s%n%s%n"
                            .formatted(
                                    formula.inputTypes(),
                                    formula.outputTypes(),
                                    formula.compute(),
                                    Integer.toBinaryString(repeats),
                                    program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
