package dev.cresset.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;

class JavaGemmTest {
    /** The JIT compiler's FreqInlineSize. */
    private static final int LARGEST_INLINED = 325;

    /** See Note [Depth of inlining] in {@link JavaGemm}. */
    @Test
    void theEntryIsTooLargeToBeInlined() throws IOException {
        byte[] bytes;
        try (var file = JavaGemm.class.getResourceAsStream("JavaGemm.class")) {
            bytes = file.readAllBytes();
        }
        int length =
                ClassFile.of().parse(bytes).methods().stream()
                        .filter(method -> method.methodName().equalsString("multiply"))
                        .map(method -> (CodeAttribute) method.code().orElseThrow())
                        .mapToInt(CodeAttribute::codeLength)
                        .sum();
        assertTrue(length > LARGEST_INLINED, () -> length + " bytes");
    }
}
