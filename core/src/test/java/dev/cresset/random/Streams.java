package dev.cresset.random;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Replays recorded streams, one step a line:
 *
 * <ul>
 *   <li>{@code seed <n>};
 *   <li>{@code state <crc32>}: the state now, with {@code ~} behind it without the cached normal,
 *       whose last bit belongs to the mathematical library;
 *   <li>{@code <fill> <dtype> <n> <parameters> = <expected>}: elements as little-endian hex, after
 *       an optional {@code ~<units in the last place>}, or {@code crc <crc32>}. A parameter {@code
 *       hex:<dtype>:<digits>} is a tensor.
 * </ul>
 *
 * After a failure the lines up to the next seed are skipped.
 */
final class Streams {
    private final Generator generator = new Generator();
    private final List<String> failures = new ArrayList<>();
    private boolean failed;
    private String last = "";
    private long worstUlps;

    /** Replays a file given as argument: for whole bundles, converted to lines. */
    public static void main(String[] args) throws IOException {
        var streams = new Streams();
        var lines = Files.readAllLines(Path.of(args[0]));
        lines.forEach(streams::line);
        streams.failures.forEach(System.out::println);
        System.out.println(
                lines.size()
                        + " lines, "
                        + streams.failures.size()
                        + " failures, worst difference in ulps "
                        + streams.worstUlps);
    }

    List<String> failures() {
        return failures;
    }

    void line(String line) {
        String[] words = line.split(" ");
        if (failed && !words[0].equals("seed")) {
            return;
        }
        failed = false;
        int before = failures.size();
        replay(line, words);
        failed = failures.size() > before;
    }

    private void replay(String line, String[] words) {
        switch (words[0]) {
            case "", "#" -> {}
            case "seed" -> generator.manualSeed(Long.parseLong(words[1]));
            case "state" -> {
                byte[] state = generator.state();
                if (words.length > 2) {
                    // The cached normal, which may differ in its last bit.
                    Arrays.fill(state, 5024, 5032, (byte) 0);
                }
                String got = crc(state);
                if (!got.equals(words[1])) {
                    failures.add("state: " + got + " instead of " + words[1] + " after " + last);
                }
            }
            default -> {
                last = line;
                fill(line, words);
            }
        }
    }

    private void fill(String line, String[] words) {
        var dtype = DType.valueOf(words[1].toUpperCase(Locale.ROOT));
        int n = Integer.parseInt(words[2]);
        try (var arena = Arena.ofConfined()) {
            // A byte more than needed, set to a sign, shows writes beyond the end.
            long bytes = (long) n * dtype.size();
            long address = arena.allocate(bytes + 1, 64).address();
            Memory.setByte(address + bytes, (byte) 77);
            call(arena, words, dtype, n, address);
            byte[] got = new byte[(int) bytes];
            for (int i = 0; i < got.length; i++) {
                got[i] = Memory.getByte(address + i);
            }
            if (Memory.getByte(address + bytes) != 77) {
                failures.add("written beyond the end: " + line);
            }
            int at = 0;
            while (!words[at].equals("=")) {
                at++;
            }
            long ulps = 0;
            if (at + 1 < words.length && words[at + 1].startsWith("~")) {
                ulps = Long.parseLong(words[++at].substring(1));
            }
            boolean equal =
                    at + 1 == words.length
                            ? n == 0
                            : words[at + 1].equals("crc")
                                    ? crc(got).equals(words[at + 2])
                                    : close(dtype, got, words[at + 1], ulps);
            if (!equal) {
                String start = line.length() > 300 ? line.substring(0, 300) : line;
                String bits = HexFormat.of().formatHex(got, 0, Math.min(got.length, 160));
                failures.add(start + "\n    got " + bits);
            }
        }
    }

    private void call(Arena arena, String[] w, DType dtype, int n, long a) {
        Generator g = generator;
        switch (w[0]) {
            case "uniform" -> Distributions.uniform(g, dtype, a, n, number(w, 3), number(w, 4));
            case "normal" -> Distributions.normal(g, dtype, a, n, number(w, 3), number(w, 4));
            case "normalEach" ->
                    Distributions.normalEach(g, dtype, a, n, number(w, 3), number(w, 4));
            case "logNormal" -> Distributions.logNormal(g, dtype, a, n, number(w, 3), number(w, 4));
            case "cauchy" -> Distributions.cauchy(g, dtype, a, n, number(w, 3), number(w, 4));
            case "exponential" -> Distributions.exponential(g, dtype, a, n, number(w, 3));
            case "geometric" -> Distributions.geometric(g, dtype, a, n, number(w, 3));
            case "bernoulli" -> Distributions.bernoulli(g, dtype, a, n, number(w, 3));
            case "bernoulliEach" ->
                    Distributions.bernoulli(g, dtype, a, n, kind(w[3]), tensor(arena, w[3]));
            case "random" -> Distributions.random(g, dtype, a, n);
            case "randomFrom" -> Distributions.randomFrom(g, dtype, a, n, Long.parseLong(w[3]));
            case "randint" ->
                    Distributions.randint(
                            g, dtype, a, n, Long.parseLong(w[3]), Long.parseLong(w[4]));
            case "randperm" -> Distributions.randperm(g, dtype, a, n);
            case "poisson" -> Distributions.poisson(g, dtype, a, n, tensor(arena, w[3]));
            case "gamma" -> Distributions.standardGamma(g, dtype, a, n, tensor(arena, w[3]));
            case "binomial" ->
                    Distributions.binomial(
                            g, dtype, a, n, tensor(arena, w[3]), tensor(arena, w[4]));
            case "multinomial", "choice" -> {
                int rows = Integer.parseInt(w[4]);
                int categories = Integer.parseInt(w[5]);
                long weights = tensor(arena, w[3]);
                int samples = n / rows;
                if (w[0].equals("multinomial")) {
                    Distributions.multinomialWithReplacement(
                            g, kind(w[3]), weights, rows, categories, samples, a);
                } else {
                    Distributions.multinomialWithoutReplacement(
                            g, kind(w[3]), weights, rows, categories, samples, a);
                }
            }
            default -> throw new IllegalArgumentException(w[0]);
        }
    }

    private static double number(String[] words, int at) {
        return Double.parseDouble(words[at]);
    }

    private static DType kind(String tensor) {
        return DType.valueOf(tensor.split(":")[1].toUpperCase(Locale.ROOT));
    }

    private static long tensor(Arena arena, String text) {
        byte[] bytes = HexFormat.of().parseHex(text.split(":")[2]);
        long address = arena.allocate(bytes.length, 64).address();
        for (int i = 0; i < bytes.length; i++) {
            Memory.setByte(address + i, bytes[i]);
        }
        return address;
    }

    private boolean close(DType dtype, byte[] got, String expected, long ulps) {
        byte[] want = HexFormat.of().parseHex(expected);
        if (want.length != got.length) {
            return false;
        }
        int size = dtype.size();
        for (int i = 0; i < got.length; i += size) {
            long difference = Math.abs(ordered(got, i, size) - ordered(want, i, size));
            if (difference > ulps) {
                return false;
            }
            worstUlps = Math.max(worstUlps, difference);
        }
        return true;
    }

    /** The bits of an element as a number that grows with the value, also across zero. */
    private static long ordered(byte[] bytes, int at, int size) {
        long bits = bytes[at + size - 1];
        for (int i = size - 2; i >= 0; i--) {
            bits = bits << 8 | (bytes[at + i] & 0xff);
        }
        long sign = 1L << (8 * size - 1);
        return bits < 0 ? -(bits & (sign - 1)) : bits;
    }

    private static String crc(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
