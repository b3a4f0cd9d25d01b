package dev.cresset.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    /** Texts that Python's repr gives. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5e-324",
                "1e-323",
                "1.5e-323",
                "2.2250738585072014e-308",
                "1e-08",
                "0.0001",
                "0.1",
                "1.0",
                "-2.5",
                "1e+16",
                "1234567890123456.0",
                "1.7976931348623157e+308",
                "1e+23"
            })
    void asPython(String text) {
        assertEquals(text, Numbers.python(Double.parseDouble(text)));
    }
}
