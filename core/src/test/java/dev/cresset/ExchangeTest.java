package dev.cresset;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

class ExchangeTest {
    static Stream<Object> arrays() {
        return Stream.of(
                new float[] {1.5f, -2, 3e30f},
                new double[][] {{1, 2}, {3, Math.PI}},
                new long[][][] {{{1, Long.MIN_VALUE}}, {{3, 4}}},
                new int[][] {{1, 2, 3}},
                new short[] {Short.MIN_VALUE, 7},
                new byte[][] {{-1}, {127}},
                new boolean[][] {{true, false}, {false, true}},
                new float[2][3][4][5],
                new float[0],
                new double[3][0]);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysComeBackAsTheyWere(Object array) {
        var there = fromArray(array);
        assertEquals(JavaArrays.rank(array.getClass()), there.dim());
        var back = there.toArray();
        assertSame(array.getClass(), back.getClass());
        assertTrue(Objects.deepEquals(array, back));
        assertTrue(Objects.deepEquals(array, there.toArray(array.getClass())));
    }

    @Test
    void arraysAreConverted() {
        var x = tensor(new int[][] {{1, 2}, {300, -4}}, DType.FLOAT64);
        assertArrayEquals(new long[][] {{1, 2}, {300, -4}}, x.toArray(long[][].class));
        assertArrayEquals(new byte[] {1, 2, 44, -4}, x.toByteArray());
        assertArrayEquals(new float[][] {{1, 300}, {2, -4}}, x.t().toArray(float[][].class));
        assertArrayEquals(new short[] {1, 2, 300, -4}, x.toShortArray());
        assertArrayEquals(new int[] {200}, (int[]) tensor(new long[] {200}, DType.UINT8).toArray());
        assertEquals(2.5, tensor(2.5).toArray());
        assertEquals(List.of(List.of(1.0, 2.0), List.of(300.0, -4.0)), x.tolist());
        assertEquals(true, tensor(true).tolist());
        assertArrayEquals(
                new float[] {1, 2, 3}, tensor(List.of(1.0, 2f, 3), DType.FLOAT32).toFloatArray());
        assertArrayEquals(
                new double[][] {{1, 2}, {3, 4}},
                tensor(List.of(new double[] {1, 2}, new long[] {3, 4}), DType.FLOAT64)
                        .toArray(double[][].class));
    }

    @Test
    void wrongArraysAreRefused() {
        var x = ones(2, 2);
        var rank = assertThrows(OpException.class, () -> x.toArray(float[].class));
        assertTrue(rank.getMessage().contains("torch.Size([2, 2])"));
        assertThrows(OpException.class, () -> x.toArray(String[][].class));
        assertThrows(OpException.class, () -> x.toArray(char[][].class));
        assertThrows(OpException.class, () -> fromArray(new char[] {'a'}));
        assertThrows(OpException.class, () -> fromArray("text"));
        var ragged = assertThrows(OpException.class, () -> fromArray(new double[][] {{1, 2}, {3}}));
        assertTrue(ragged.getMessage().contains("expected sequence of length 2 at dim 1 (got 1)"));
        assertThrows(OpException.class, () -> tensor(new Object[] {new double[2], 3}));
        assertThrows(OpException.class, () -> tensor(new char[] {'a'}));
    }

    @Test
    void directBuffersShareTheirMemory() {
        var bytes = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
        var floats = bytes.asFloatBuffer();
        floats.put(1, 5);
        floats.position(1);
        var x = frombuffer(floats);
        assertEquals("tensor([5., 0., 0., 0., 0.])", x.toString());
        x.set(7, 4);
        assertEquals(7, floats.get(5));
        floats.put(2, 9);
        assertEquals(9, x.get(1).item());
        assertEquals(
                "tensor([0, 5], dtype=torch.int32)",
                frombuffer(bytes.limit(8).slice(), DType.INT32)
                        .div(1084227584, Rounding.FLOOR)
                        .mul(5)
                        .toString());
    }

    @Test
    void otherBuffersAreCopied() {
        var heap = FloatBuffer.wrap(new float[] {1, 2, 3});
        heap.position(1);
        var x = frombuffer(heap);
        heap.put(1, 8);
        assertEquals("tensor([2., 3.])", x.toString());
        assertEquals(1, heap.position());

        var swapped = ByteBuffer.allocateDirect(8).order(ByteOrder.BIG_ENDIAN).asIntBuffer();
        swapped.put(0, 258).put(1, -1);
        assertEquals("tensor([258,  -1], dtype=torch.int32)", frombuffer(swapped).toString());

        var readOnly = ByteBuffer.allocateDirect(2).put(0, (byte) -3).asReadOnlyBuffer();
        var copy = frombuffer(readOnly);
        copy.add_(1);
        assertEquals("tensor([-2,  1], dtype=torch.int8)", copy.toString());
        assertEquals(-3, readOnly.get(0));

        var odd =
                assertThrows(
                        OpException.class, () -> frombuffer(ByteBuffer.allocate(6), DType.FLOAT32));
        assertTrue(odd.getMessage().contains("must be a multiple of element size (4)"));
        assertThrows(OpException.class, () -> frombuffer(java.nio.CharBuffer.wrap(new char[1])));
    }

    @Test
    void segmentsAreShared() {
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocate(48, 8);
            var x = fromMemorySegment(segment, DType.FLOAT64, 2, 3);
            x.copy_(arange(6.0).view(2, 3));
            assertEquals(4, segment.getAtIndex(ValueLayout.JAVA_DOUBLE, 4));
            segment.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, -1);
            assertEquals(14, x.sum().item());
        }
    }

    @Test
    void closedArenasAreNoticed() {
        Tensor x;
        try (var arena = Arena.ofShared()) {
            x = fromMemorySegment(arena.allocate(1 << 16), DType.FLOAT32, 1 << 14);
            x.zero_();
        }
        for (Runnable use :
                List.<Runnable>of(
                        () -> x.add(1),
                        () -> x.add_(1),
                        () -> x.sum(),
                        () -> x.item(),
                        () -> x.get(0).item(),
                        () -> x.toString(),
                        () -> x.view(128, 128).matmul(ones(128, 128)),
                        () -> x.toFloatArray(),
                        () -> x.memorySegment())) {
            assertThrows(RuntimeException.class, use::run);
        }
    }

    @Test
    void wrongSegmentsAreRefused() {
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocate(64, 8);
            for (Runnable wrong :
                    List.<Runnable>of(
                            () -> fromMemorySegment(segment, DType.FLOAT64, 9),
                            () -> fromMemorySegment(segment.asSlice(1), DType.INT16, 2),
                            () -> fromMemorySegment(segment.asReadOnly(), DType.INT16, 2),
                            () ->
                                    fromMemorySegment(
                                            MemorySegment.ofArray(new byte[9]), DType.INT8, 2))) {
                assertThrows(OpException.class, wrong::run);
            }
        }
    }

    @Test
    void tensorsShowTheirMemory() {
        var x = zeros(2, 3);
        var segment = x.memorySegment();
        assertEquals(24, segment.byteSize());
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, 5, 2);
        x.set(4, 0, 0);
        assertEquals(4, segment.getAtIndex(ValueLayout.JAVA_FLOAT, 0));
        assertEquals(2, x.get(1, 2).item());
        assertEquals(2, x.get(1).byteBuffer().asFloatBuffer().get(2));
        assertEquals(x.dataPtr(), segment.address());
        assertThrows(OpException.class, () -> x.t().memorySegment());
        assertEquals(0, zeros(0).memorySegment().byteSize());
    }

    /** The segment alone keeps the memory of its tensor, and a tensor that of its segment. */
    @Test
    @Tag("slow")
    void memoryStaysAsLongAsItIsShown() {
        var segment = full(new long[] {1 << 16}, 3.5).memorySegment();
        var tensor =
                fromMemorySegment(Arena.ofAuto().allocate(1 << 18), DType.FLOAT32, 1 << 16)
                        .fill_(2.5);
        for (int i = 0; i < 20; i++) {
            System.gc();
            full(new long[] {1 << 16}, 7);
        }
        for (int i = 0; i < 1 << 16; i++) {
            assertEquals(3.5f, segment.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
        assertEquals(2.5 * (1 << 16), tensor.sum().item());
        assertInstanceOf(float[].class, tensor.toArray());
    }
}
