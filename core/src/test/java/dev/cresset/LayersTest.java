package dev.cresset;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Arrows point down only: every package may use the packages that its layer lists, and the JDK. */
class LayersTest {
    private static final JavaClasses CORE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.cresset");

    /** A package (with `..` its subpackages too) and the Cresset packages that it may use. */
    record Layer(String name, List<String> uses) {
        static Layer of(String name, String... uses) {
            return new Layer(name, List.of(uses));
        }

        @Override
        public String toString() {
            return name + " -> " + uses;
        }
    }

    private static final String FACE = "dev.cresset";
    private static final String TEXT = "dev.cresset.text..";
    private static final String AUTOGRAD = "dev.cresset.autograd..";
    private static final String OP = "dev.cresset.op..";
    private static final String RANDOM = "dev.cresset.random..";
    private static final String SPI = "dev.cresset.spi..";
    private static final String EXPR = "dev.cresset.expr..";
    private static final String CPU = "dev.cresset.cpu..";

    /** Nobody uses the CPU backend: it is found through the service loader. */
    static List<Layer> layers() {
        return List.of(
                Layer.of(FACE, TEXT, AUTOGRAD, OP, RANDOM, SPI, EXPR),
                Layer.of(AUTOGRAD, OP, RANDOM, SPI, EXPR),
                Layer.of(OP, RANDOM, SPI, EXPR),
                Layer.of(TEXT, OP, SPI),
                Layer.of(CPU, RANDOM, SPI, EXPR),
                Layer.of(RANDOM, SPI),
                Layer.of(SPI, EXPR),
                Layer.of(EXPR));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void arrowsPointDown(Layer layer) {
        var allowed = Stream.concat(Stream.of(layer.name()), layer.uses().stream());
        var packages =
                Stream.concat(
                        allowed, Stream.of("java..", "com.sun.management", "jdk.incubator.vector"));
        classes()
                .that()
                .resideInAPackage(layer.name())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages.toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackageHasALayer() {
        var layers =
                layers().stream()
                        .map(layer -> layer.name().replace("..", ""))
                        .collect(Collectors.toSet());
        Set<String> strangers = new TreeSet<>();
        for (var type : CORE) {
            var name = type.getPackageName();
            if (!name.equals(FACE)
                    && layers.stream()
                            .filter(layer -> !layer.equals(FACE))
                            .noneMatch(layer -> (name + ".").startsWith(layer + "."))) {
                strangers.add(name);
            }
        }
        assertTrue(strangers.isEmpty(), () -> "packages without a layer: " + strangers);
    }

    @Test
    void classFilesAreRead() {
        assertFalse(CORE.that(resideInAnyPackage(SPI)).isEmpty());
    }
}
