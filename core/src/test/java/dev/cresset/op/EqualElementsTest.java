package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Which of many equal elements is found; recorded with PyTorch 2.13. */
class EqualElementsTest {
    private static Tensor values(DType dtype, int n) {
        var values = LongStream.range(0, n).map(i -> i * i * 7919 % 13).toArray();
        return Torch.tensor(values, dtype);
    }

    private static long checksum(Tensor indices) {
        long sum = 0;
        for (long index : indices.toLongArray()) {
            sum = (sum * 31 + index + 1) % 1000003;
        }
        return sum;
    }

    private static Tensor indices(String op, Object... args) {
        return (Tensor) ((List<?>) Torch.call(op, List.of(args), Map.of())).get(1);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 5, 3, true, true, 3042",
        "FLOAT32, 5, 3, true, false, 4902",
        "FLOAT32, 5, 3, false, true, 1027",
        "FLOAT32, 5, 3, false, false, 1957",
        "FLOAT32, 17, 9, true, true, 50592",
        "FLOAT32, 17, 9, true, false, 919906",
        "FLOAT32, 17, 9, false, true, 881707",
        "FLOAT32, 17, 9, false, false, 466570",
        "FLOAT32, 40, 30, true, true, 137823",
        "FLOAT32, 40, 30, true, false, 606198",
        "FLOAT32, 40, 30, false, true, 107730",
        "FLOAT32, 40, 30, false, false, 724097",
        "FLOAT32, 200, 2, true, true, 285",
        "FLOAT32, 200, 2, true, false, 285",
        "FLOAT32, 200, 2, false, true, 435",
        "FLOAT32, 200, 2, false, false, 435",
        "FLOAT32, 1000, 15, true, true, 572257",
        "FLOAT32, 1000, 15, true, false, 572257",
        "FLOAT32, 1000, 15, false, true, 316556",
        "FLOAT32, 1000, 15, false, false, 316556",
        "FLOAT32, 1000, 700, true, true, 134483",
        "FLOAT32, 1000, 700, true, false, 682445",
        "FLOAT32, 1000, 700, false, true, 410520",
        "FLOAT32, 1000, 700, false, false, 165047",
        "FLOAT32, 3000, 40, true, true, 583703",
        "FLOAT32, 3000, 40, true, false, 583703",
        "FLOAT32, 3000, 40, false, true, 683006",
        "FLOAT32, 3000, 40, false, false, 683006",
        "INT64, 5, 3, true, true, 3042",
        "INT64, 5, 3, true, false, 4902",
        "INT64, 5, 3, false, true, 1027",
        "INT64, 5, 3, false, false, 1957",
        "INT64, 17, 9, true, true, 50592",
        "INT64, 17, 9, true, false, 919906",
        "INT64, 17, 9, false, true, 881707",
        "INT64, 17, 9, false, false, 466570",
        "INT64, 40, 30, true, true, 137823",
        "INT64, 40, 30, true, false, 606198",
        "INT64, 40, 30, false, true, 107730",
        "INT64, 40, 30, false, false, 724097",
        "INT64, 200, 2, true, true, 285",
        "INT64, 200, 2, true, false, 285",
        "INT64, 200, 2, false, true, 435",
        "INT64, 200, 2, false, false, 435",
        "INT64, 1000, 15, true, true, 572257",
        "INT64, 1000, 15, true, false, 572257",
        "INT64, 1000, 15, false, true, 316556",
        "INT64, 1000, 15, false, false, 316556",
        "INT64, 1000, 700, true, true, 134483",
        "INT64, 1000, 700, true, false, 682445",
        "INT64, 1000, 700, false, true, 410520",
        "INT64, 1000, 700, false, false, 165047",
        "INT64, 3000, 40, true, true, 583703",
        "INT64, 3000, 40, true, false, 583703",
        "INT64, 3000, 40, false, true, 683006",
        "INT64, 3000, 40, false, false, 683006",
    })
    void topk(DType dtype, int n, int k, boolean largest, boolean sorted, long expected) {
        var found = indices("topk", values(dtype, n), k, 0, largest, sorted);
        assertEquals(expected, checksum(found));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 2, 1, 3",
        "17, 6, 10, 4",
        "40, 14, 36, 22",
        "1000, 334, 231, 750",
    })
    void ranks(int n, int k, long kthvalue, long median) {
        var values = values(DType.INT64, n);
        assertEquals(kthvalue, indices("kthvalue", values, k, 0).itemLong());
        assertEquals(median, indices("median", values, 0).itemLong());
    }
}
