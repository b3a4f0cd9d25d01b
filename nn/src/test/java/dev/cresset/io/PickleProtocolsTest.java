package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Tuple;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same value in all pickle protocols and both formats of real PyTorch; {@code torch/make.py}
 * among the resources wrote the files.
 */
class PickleProtocolsTest {
    @TempDir Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(PickleProtocolsTest.class.getResource("torch/" + name + ".pt").toURI());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zip_2",
                "zip_3",
                "zip_4",
                "zip_5",
                "legacy_2",
                "legacy_3",
                "legacy_4",
                "legacy_5"
            })
    void everyProtocol(String name) throws IOException, URISyntaxException {
        var value = (Map<?, ?>) TorchFile.load(resource(name));
        check(value);
        var copy = folder.resolve("copy.pt");
        TorchFile.save(value, copy);
        check((Map<?, ?>) TorchFile.load(copy));
    }

    private static void check(Map<?, ?> value) {
        assertArrayEquals(new byte[] {0, -1, 65}, (byte[]) value.get("bytes"));
        assertArrayEquals(new byte[] {'x', 'y'}, (byte[]) value.get("bytearray"));
        assertEquals(Set.of(1L, 2L), value.get("set"));
        assertEquals(Tuple.of(1L, Tuple.of(2.5, null, true), Tuple.of()), value.get("tuple"));
        var huge = BigInteger.TWO.pow(70);
        assertEquals(
                List.of(
                        huge,
                        huge.negate(),
                        BigInteger.TWO.pow(63),
                        (long) Integer.MIN_VALUE,
                        255L,
                        256L,
                        65536L),
                value.get("huge"));
        assertEquals("ü键😀".repeat(30), value.get("text"));
        assertEquals(new Complex(1.5, -2), value.get("complex"));
        assertInstanceOf(OrderedDict.class, value.get("ordered"));
        assertEquals(Map.of("a", 1L), value.get("ordered"));
        assertEquals(Map.of("a", 2L, "b", 1L), value.get("counter"));
        assertEquals("three", value.get(3L));
        assertEquals(new Device("cuda", 1), value.get("device"));
        var loop = (List<?>) value.get("loop");
        assertSame(loop, loop.get(1));

        var base = (Tensor) value.get("base");
        assertTrue(Torch.arange(6).toFloat().view(2, 3).equal(base));
        assertSame(base, value.get("again"));
        assertTrue(base.t().equal((Tensor) value.get("transposed")));
        base.fill_(8);
        assertEquals(48, ((Tensor) value.get("transposed")).sum().item());
        base.copy_(Torch.arange(6).view(2, 3));
        var z = new Complex(1, 2);
        assertEquals(
                Torch.tensor(z, new Complex(-0.0, -3.5)).toString(),
                value.get("complex64").toString());
        assertTrue(
                Torch.tensor(z)
                        .view(1)
                        .to(DType.COMPLEX128)
                        .equal((Tensor) value.get("complex128")));
        assertTrue(
                Torch.tensor(z.conj(), new Complex(3, 0)).equal((Tensor) value.get("conjugate")));
        assertTrue(Torch.tensor(new double[] {-2}).equal((Tensor) value.get("negative")));
        assertFalse(assertInstanceOf(Parameter.class, value.get("parameter")).requiresGrad());
        assertEquals(2, ((Tensor) value.get("buffer")).sum().item());
        assertTrue(((Tensor) value.get("gradient")).requiresGrad());
    }

    @ParameterizedTest
    @CsvSource({
        "bad_sparse, torch._utils._rebuild_sparse_tensor, to_dense()",
        "bad_uint16, torch._utils._rebuild_tensor_v3, no such tensors",
        "bad_float8, torch._utils._rebuild_tensor_v3, no such tensors",
        "bad_numpy, numpy._core.multiarray._reconstruct, NumPy's values",
    })
    void whatThereIsNot(String name, String global, String reason) throws URISyntaxException {
        var file = resource(name);
        var e = assertThrows(RefusedGlobalException.class, () -> TorchFile.load(file));
        assertEquals(global, e.global());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = "bad_script")
    void programs(String name) throws URISyntaxException {
        var file = resource(name);
        var e = assertThrows(FileFormatException.class, () -> TorchFile.load(file));
        assertTrue(e.getMessage().contains("TorchScript"), e.getMessage());
    }
}
