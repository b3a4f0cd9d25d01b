package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cresset.Gradcheck;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Interpreter;
import dev.cresset.op.OpRow.Lie;
import dev.cresset.op.OpRow.Trait;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What holds for every op, checked on the rows of {@link OpRows}. */
class OpPropertyTest {
    @Test
    void everyOpHasARow() {
        var without = new TreeSet<>(Registry.names());
        OpRows.all().forEach(row -> without.remove(row.name()));
        assertEquals(new TreeSet<String>(), without, "ops without a row in OpRows");
    }

    @Test
    void otherNamesAreThoseOfOps() {
        Aliases.all()
                .forEach(
                        (other, name) -> {
                            assertEquals(Registry.find(name), Registry.find(other), other);
                            assertFalse(Registry.find(name).isEmpty(), other);
                            assertFalse(Registry.names().contains(other), other);
                        });
    }

    private static Stream<DynamicTest> each(Predicate<OpRow> chosen, Consumer<OpRow> test) {
        return OpRows.all().stream()
                .filter(chosen)
                .map(row -> dynamicTest(row.name(), () -> test.accept(row)));
    }

    /** The layout of the argument decides on the result, or on whether there is one. */
    static boolean readsLayout(OpRow row) {
        return row.name().equals("view")
                || row.name().equals("view_as_complex")
                || row.name().contains("as_strided");
    }

    private static boolean takesTensors(OpRow row) {
        return row.args().stream().anyMatch(a -> a instanceof OpRow.Draw || a instanceof List);
    }

    @TestFactory
    Stream<DynamicTest> stridedArgumentsGiveTheSameResult() {
        return each(
                row ->
                        takesTensors(row)
                                && !readsLayout(row)
                                && !row.is(Trait.UNDEFINED)
                                && !row.is(Trait.RANDOM),
                row -> {
                    var contiguous = row.call(row.arguments(Lie.CONTIGUOUS));
                    var strided = row.call(row.arguments(Lie.STRIDED));
                    assertSameResult(contiguous, strided, row.is(Trait.SUMS) ? 1e-12 : 0);
                });
    }

    private static void assertSameResult(Object expected, Object actual, double tolerance) {
        switch (expected) {
            case Tensor e -> {
                var a = (Tensor) actual;
                assertEquals(e.dtype(), a.dtype());
                assertEquals(e.shape(), a.shape());
                assertArrayEquals(doubles(e), doubles(a), tolerance);
            }
            case List<?> list -> {
                var other = (List<?>) actual;
                assertEquals(list.size(), other.size());
                for (int i = 0; i < list.size(); i++) {
                    assertSameResult(list.get(i), other.get(i), tolerance);
                }
            }
            default -> assertEquals(expected, actual);
        }
    }

    private static double[] doubles(Tensor tensor) {
        var known = tensor.detach();
        return known.isComplex()
                ? Torch.viewAsReal(known.to(DType.COMPLEX128)).toDoubleArray()
                : known.to(DType.FLOAT64).toDoubleArray();
    }

    @TestFactory
    Stream<DynamicTest> elementwiseOpsTakeEmptyAndZeroDimensionalTensors() {
        return each(
                row -> row.is(Trait.ELEMENTWISE),
                row -> {
                    for (var sizes : new long[][] {{0}, {2, 0, 3}, {}, {1}, {257}, {3, 1, 5}}) {
                        var some = row.withSizes(sizes);
                        var result = (Tensor) some.call(some.arguments(Lie.CONTIGUOUS));
                        assertArrayEquals(sizes, result.shape().toArray());
                        var strided = some.call(some.arguments(Lie.STRIDED));
                        if (!row.is(Trait.UNDEFINED)) {
                            assertSameResult(result, strided, 0);
                        }
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> inPlaceIsTheSameAsOutOfPlace() {
        return each(
                row ->
                        !row.args().isEmpty()
                                && row.args().getFirst() instanceof OpRow.Draw
                                && Registry.find(row.name() + "_").isEmpty()
                                && !row.is(Trait.RANDOM)
                                && !row.is(Trait.UNDEFINED),
                row -> {
                    var self = (Tensor) row.arguments(Lie.CONTIGUOUS).getFirst();
                    if (!(row.call(row.arguments(Lie.CONTIGUOUS)) instanceof Tensor expected)
                            || expected.dtype() != self.dtype()
                            || !expected.shape().equals(self.shape())) {
                        return;
                    }
                    for (var lie : Lie.values()) {
                        var own = row.arguments(lie);
                        var result = Torch.callInPlace(row.name(), own, row.kwargs());
                        assertSame(own.getFirst(), result);
                        assertSameResult(expected, result, row.is(Trait.SUMS) ? 1e-12 : 0);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return each(
                row -> row.is(Trait.GRADIENTS) || row.is(Trait.FIRST_GRADIENT),
                row ->
                        withLeaves(
                                row,
                                (leaves, function) ->
                                        Gradcheck.gradcheck(
                                                function, leaves.toArray(Tensor[]::new))));
    }

    @TestFactory
    Stream<DynamicTest> secondGradients() {
        return each(
                row -> row.is(Trait.GRADIENTS),
                row ->
                        withLeaves(
                                row,
                                (leaves, function) ->
                                        Gradcheck.gradgradcheck(
                                                function, leaves.toArray(Tensor[]::new))));
    }

    private interface LeafTest {
        void run(List<Tensor> leaves, java.util.function.Function<List<Tensor>, Tensor> function);
    }

    /** Makes every float64 tensor of a row a leaf, in both layouts. */
    private static void withLeaves(OpRow row, LeafTest test) {
        for (var lie : Lie.values()) {
            if (lie == Lie.STRIDED && readsLayout(row)) {
                continue;
            }
            var args = row.arguments(lie);
            var leaves = new ArrayList<Tensor>();
            collect(args, leaves);
            leaves.forEach(Tensor::requiresGrad_);
            test.run(leaves, inputs -> joined(row.call(replaced(args, inputs.iterator()))));
        }
    }

    private static void collect(List<?> args, List<Tensor> leaves) {
        for (var arg : args) {
            if (arg instanceof Tensor t && isLeaf(t)) {
                leaves.add(t);
            } else if (arg instanceof List<?> list) {
                collect(list, leaves);
            }
        }
    }

    private static List<Object> replaced(List<?> args, java.util.Iterator<Tensor> leaves) {
        var list = new ArrayList<>();
        for (var arg : args) {
            list.add(
                    arg instanceof Tensor t && isLeaf(t)
                            ? leaves.next()
                            : arg instanceof List<?> inner ? replaced(inner, leaves) : arg);
        }
        return list;
    }

    private static boolean isLeaf(Tensor t) {
        return t.dtype() == DType.FLOAT64 || t.dtype() == DType.COMPLEX128;
    }

    /** All differentiable results in one row. */
    private static Tensor joined(Object result) {
        if (result instanceof Tensor t) {
            return t;
        }
        var parts = new ArrayList<Tensor>();
        for (var one : (List<?>) result) {
            if (one instanceof Tensor t && t.dtype().isDifferentiable()) {
                parts.add(t.reshape(t.numel()));
            }
        }
        return Torch.cat(parts);
    }

    /** Kernels against the definition of their formulas, in all layouts and dtypes. */
    @TestFactory
    Stream<DynamicTest> pointwiseOpsFollowTheInterpreter() {
        return each(
                row -> row.is(Trait.ELEMENTWISE) && pointwise(row) != null && isReal(row),
                row -> {
                    for (var dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
                        for (var sizes : new long[][] {{1}, {7}, {257}, {5, 33}, {2, 3, 17}}) {
                            for (var lie : Lie.values()) {
                                compare(row.withDType(dtype).withSizes(sizes), lie);
                            }
                        }
                    }
                });
    }

    private static boolean isReal(OpRow row) {
        return row.args().stream()
                .noneMatch(arg -> arg instanceof OpRow.Draw d && d.dtype().isComplex());
    }

    private static Pointwise pointwise(OpRow row) {
        return Registry.find(row.name()).getFirst() instanceof Pointwise op
                        && op.formulas().size() == 1
                ? op
                : null;
    }

    private static void compare(OpRow row, Lie lie) {
        var op = pointwise(row);
        var args = row.arguments(lie);
        var bound = op.schema().bindOrNull(args, row.kwargs());
        var result = (Tensor) op.call(bound);
        var inputs = new double[op.operands()][];
        for (int k = 0; k < inputs.length; k++) {
            inputs[k] = bound[k] instanceof Tensor t ? doubles(t) : null;
        }
        var params = new double[bound.length - op.operands()];
        for (int j = 0; j < params.length; j++) {
            params[j] = Scalars.toDouble(bound[op.operands() + j]);
        }
        var got = doubles(result);
        boolean single = row.args().stream().anyMatch(OpPropertyTest::isSingle);
        for (int i = 0; i < got.length; i++) {
            var at = new double[inputs.length];
            for (int k = 0; k < at.length; k++) {
                at[k] = inputs[k] == null ? Scalars.toDouble(bound[k]) : inputs[k][i];
            }
            double want = Interpreter.evaluate(op.formulas().getFirst(), at, params);
            double tolerance = single ? 2e-6 : 1e-13;
            assertEquals(
                    want,
                    got[i],
                    tolerance * Math.max(1, Math.abs(want)),
                    () -> row + " at " + Arrays.toString(at));
        }
    }

    private static boolean isSingle(Object arg) {
        return arg instanceof OpRow.Draw d && d.dtype() == DType.FLOAT32;
    }
}
