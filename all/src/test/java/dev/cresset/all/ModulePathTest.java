package dev.cresset.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module dev.cresset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules resolve and work as named modules; every other test runs on the class path. */
class ModulePathTest {
    @Test
    void testsRunInTheNamedModule() {
        assertEquals("dev.cresset", getClass().getModule().getName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.cresset.core",
                "dev.cresset.nn",
                "dev.cresset.vision",
                "dev.cresset.viz"
            })
    void oneModuleBringsAll(String name) {
        var module = ModuleLayer.boot().findModule(name);
        assertTrue(module.isPresent(), () -> name + " is not resolved");
        assertTrue(getClass().getModule().canRead(module.get()), () -> name + " is not readable");
    }

    @Test
    void tensorsComputeAndDifferentiate() {
        var x = Torch.tensor(1.0, 2.0, 3.0).requiresGrad_();
        x.mul(x).sum().backward();
        assertTrue(x.grad().equal(Torch.tensor(2.0, 4.0, 6.0)));
    }

    /**
     * As modules the jars with the native libraries would require Java wrappers that we leave out.
     */
    @ParameterizedTest
    @ValueSource(strings = {"dnnl", "openblas"})
    void nativeLibrariesAreOnTheClassPath(String library) {
        assertNotNull(ClassLoader.getSystemResource("org/bytedeco/" + library + "/"));
        assertTrue(ModuleLayer.boot().findModule("org.bytedeco." + library).isEmpty());
    }
}
