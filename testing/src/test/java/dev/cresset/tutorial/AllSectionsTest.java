package dev.cresset.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/** Every recorded section has its test. */
class AllSectionsTest {
    @Test
    void everySectionIsPlayed() throws Exception {
        var played = new TreeSet<String>();
        var folder = Path.of(TutorialSection.class.getResource("").toURI());
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.endsWith("Test.class")) {
                    var type =
                            Class.forName(
                                    getClass().getPackageName() + "." + name.replace(".class", ""));
                    if (TutorialSection.class.isAssignableFrom(type)) {
                        var constructor = type.getDeclaredConstructor();
                        played.add(((TutorialSection) constructor.newInstance()).name());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(TutorialSection.sections()), played);
    }
}
