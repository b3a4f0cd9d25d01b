package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cresset.Tensor;
import dev.cresset.op.OpRow.Lie;
import dev.cresset.spi.Device;
import dev.cresset.spi.NoDataException;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every op of {@link OpRows}, called with tensors without memory, gives tensors without memory that
 * have the sizes, strides and dtype of the true result, or refuses with a clear error.
 */
class MetaPropertyTest {
    private static boolean takesTensors(OpRow row) {
        return row.args().stream().anyMatch(MetaPropertyTest::isTensor);
    }

    private static boolean isTensor(Object arg) {
        return arg instanceof OpRow.Draw
                || arg instanceof List<?> list
                        && list.stream().anyMatch(MetaPropertyTest::isTensor);
    }

    private static Object withoutMemory(Object value) {
        return switch (value) {
            case Tensor tensor -> tensor.to(Device.meta());
            case List<?> list when list.stream().anyMatch(Tensor.class::isInstance) ->
                    list.stream().map(MetaPropertyTest::withoutMemory).toList();
            case null, default -> value;
        };
    }

    @TestFactory
    Stream<DynamicTest> sizesAndTypesAreThoseOfTheTrueResult() {
        return OpRows.all().stream()
                .filter(MetaPropertyTest::takesTensors)
                .map(row -> dynamicTest(row.name(), () -> checkBoth(row)));
    }

    private static void checkBoth(OpRow row) {
        check(row, Lie.CONTIGUOUS);
        if (!OpPropertyTest.readsLayout(row)) {
            check(row, Lie.STRIDED);
        }
    }

    /** True if the op gave a result. */
    private static boolean check(OpRow row, Lie lie) {
        var arguments = row.arguments(lie).stream().map(MetaPropertyTest::withoutMemory).toList();
        Object actual;
        try {
            actual = row.call(arguments);
        } catch (OpException | NoDataException refusal) {
            assertTrue(refusal.getMessage().toLowerCase().contains("meta"), refusal.toString());
            return false;
        }
        assertLike(row.call(row.arguments(lie)), actual, lie);
        return true;
    }

    private static void assertLike(Object expected, Object actual, Lie lie) {
        switch (expected) {
            case Tensor e -> {
                var a = (Tensor) actual;
                assertTrue(a.isMeta(), "numbers out of nothing: " + a);
                assertEquals(e.dtype(), a.dtype());
                assertEquals(e.shape(), a.shape());
                // Gaps in the memory of an argument are not there without memory.
                if (lie == Lie.CONTIGUOUS && e.numel() > 0) {
                    assertArrayEquals(e.stride(), a.stride());
                }
            }
            case List<?> list -> {
                var other = (List<?>) actual;
                assertEquals(list.size(), other.size());
                for (int i = 0; i < list.size(); i++) {
                    assertLike(list.get(i), other.get(i), lie);
                }
            }
            default -> assertEquals(expected, actual);
        }
    }

    /** So that none can lose its rule unnoticed. */
    @Test
    void mostOpsHaveARule() {
        var with = new TreeSet<String>();
        var without = new TreeSet<String>();
        for (var row : OpRows.all()) {
            if (takesTensors(row)) {
                (check(row, Lie.CONTIGUOUS) ? with : without).add(row.name());
            }
        }
        assertTrue(with.size() >= 420, with.size() + "; none: " + without);
    }
}
