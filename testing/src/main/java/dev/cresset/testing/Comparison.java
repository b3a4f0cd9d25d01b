package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Compares results with recorded ones: same dtype, same sizes, and {@code |got - want| <= atol +
 * rtol * |want|}.
 */
final class Comparison {
    private final Decoder decoder;
    private final double rtol;
    private final double atol;
    private final boolean metadataOnly;

    private Comparison(Decoder decoder, double rtol, double atol, boolean metadataOnly) {
        this.decoder = decoder;
        this.rtol = rtol;
        this.atol = atol;
        this.metadataOnly = metadataOnly;
    }

    /** The comparison that a tolerance entry asks for. */
    static Comparison of(TensorFile file, JsonNode tolerance) {
        return new Comparison(
                new Decoder(file, Decoder.Leaves.WITHOUT_GRADIENTS),
                tolerance.path("rtol").doubleValue(),
                tolerance.path("atol").doubleValue(),
                false);
    }

    /** Only dtypes and sizes count. */
    static Comparison ofMetadata(TensorFile file) {
        return new Comparison(new Decoder(file, Decoder.Leaves.WITHOUT_GRADIENTS), 0, 0, true);
    }

    /** Throws a {@link Mismatch} if {@code got} is not what was recorded. */
    void check(JsonNode want, Object got) {
        if (want.has("tensor")) {
            checkTensor(want, got);
        } else if (want.has("sparse_coo")) {
            checkSparse((SparseTensor) decoder.value(want, ""), got);
        } else if (want.has("list") || want.has("tuple")) {
            checkList(want.has("list") ? want.get("list") : want.get("tuple"), got);
        } else if (want.has("dict")) {
            checkMap(want.get("dict"), got);
        } else {
            checkPlain(decoder.value(want, ""), got);
        }
    }

    private void checkTensor(JsonNode want, Object got) {
        var expected = decoder.tensor(want);
        if (!(got instanceof Tensor actual)) {
            throw new Mismatch(Text.of(expected), Text.of(got));
        }
        if (actual.dtype() != expected.dtype() || !actual.layout().sameSizes(expected.layout())) {
            throw new Mismatch(Text.kind(expected), Text.kind(actual));
        }
        if (!metadataOnly) {
            checkElements(expected.array(), actual.array());
        }
    }

    /** The same positions and sums of values at them, of the same dtype and sizes. */
    private void checkSparse(SparseTensor want, Object got) {
        if (!(got instanceof SparseTensor actual)
                || actual.dtype() != want.dtype()
                || !actual.shape().equals(want.shape())) {
            throw new Mismatch("" + want, "" + got);
        }
        var expected = want.coalesce();
        var found = actual.coalesce();
        if (!found.indices().equal(expected.indices())) {
            throw new Mismatch("" + expected, "" + found);
        }
        checkElements(expected.values().array(), found.values().array());
    }

    private void checkElements(Array want, Array got) {
        var wanted = Elements.numbers(want);
        var found = Elements.numbers(got);
        long wrong = 0;
        int first = -1;
        for (int i = 0; i < wanted.length; i++) {
            if (!same(wanted[i], found[i])) {
                wrong++;
                first = first < 0 ? i : first;
            }
        }
        if (wrong > 0) {
            var sizes = want.layout().sizes();
            throw new Mismatch(
                    wanted[first]
                            + " at "
                            + Arrays.toString(position(first, sizes))
                            + " of "
                            + Text.kind(want.dtype(), sizes),
                    found[first] + "; " + wrong + " of " + wanted.length + " elements differ");
        }
    }

    private boolean same(Number want, Number got) {
        return switch (want) {
            case Double d -> close(d, (Double) got);
            case Complex z -> close(z, (Complex) got);
            default -> want.equals(got);
        };
    }

    /** Complex numbers are close by their distance; where parts are not finite, part by part. */
    private boolean close(Complex want, Complex got) {
        if (!Double.isFinite(want.abs()) || !Double.isFinite(got.abs())) {
            return close(want.re(), got.re()) && close(want.im(), got.im());
        }
        return Math.hypot(got.re() - want.re(), got.im() - want.im()) <= atol + rtol * want.abs();
    }

    private boolean close(double want, double got) {
        return want == got
                || (Double.isNaN(want) && Double.isNaN(got))
                || (!Double.isInfinite(want)
                        && Math.abs(got - want) <= atol + rtol * Math.abs(want));
    }

    private static long[] position(long index, long[] sizes) {
        var position = new long[sizes.length];
        for (int d = sizes.length - 1; d >= 0; d--) {
            position[d] = index % sizes[d];
            index /= sizes[d];
        }
        return position;
    }

    private void checkList(JsonNode want, Object got) {
        var list = Paths.elements(got);
        if (list == null || list.size() != want.size()) {
            throw new Mismatch("a list of " + want.size() + " values", Text.of(got));
        }
        for (int i = 0; i < want.size(); i++) {
            try {
                check(want.get(i), list.get(i));
            } catch (Mismatch mismatch) {
                throw mismatch.in("result " + i);
            }
        }
    }

    /** The same keys in the same order, with values that fit. */
    private void checkMap(JsonNode want, Object got) {
        var keys = new ArrayList<Object>();
        want.forEach(entry -> keys.add(decoder.value(entry.get(0), "")));
        if (!(got instanceof Map<?, ?> map) || !keys.equals(List.copyOf(map.keySet()))) {
            throw new Mismatch(
                    "the keys " + keys,
                    got instanceof Map<?, ?> map ? "" + map.keySet() : Text.of(got));
        }
        for (int i = 0; i < keys.size(); i++) {
            try {
                check(want.get(i).get(1), map.get(keys.get(i)));
            } catch (Mismatch mismatch) {
                throw mismatch.in("" + keys.get(i));
            }
        }
    }

    private void checkPlain(Object want, Object got) {
        boolean same =
                switch (want) {
                    case Double d -> got instanceof Number n && close(d, n.doubleValue());
                    case Complex z -> got instanceof Number n && close(z, Complex.of(n));
                    case Long l -> got instanceof Number n && l == n.longValue();
                    case null -> got == null;
                    default -> want.equals(got);
                };
        if (!same) {
            throw new Mismatch(Text.of(want), Text.of(got));
        }
    }

    /** The value at a path inside of results, e.g. {@code ""} or {@code 1/0}. */
    static Tensor at(Object results, String path) {
        Object value = results;
        for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("/"))) {
            value = Paths.elements(value).get(Integer.parseInt(step));
        }
        return (Tensor) value;
    }
}
