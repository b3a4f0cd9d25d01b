package dev.cresset.io;

import dev.cresset.spi.DType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands at the beginning of a {@code .npy} file: magic, version, and a Python dict as text.
 *
 * @param dtype what the array holds
 * @param swapped whether the numbers are big-endian
 * @param fortran whether the first dimension varies fastest
 * @param shape the sizes
 */
record NpyHeader(DType dtype, boolean swapped, boolean fortran, long[] shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** As long as NumPy reads without being asked to. */
    private static final int LONGEST = 10_000;

    private static final int ALIGNMENT = 64;

    /** Digits for which NumPy leaves room, so that an array can grow in its file. */
    private static final int GROWTH = 21;

    private static final int MOST_DIMENSIONS = 64;

    /** NumPy's codes of kind and bytes, and PyTorch's names. */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("b1", "bool"),
                    Map.entry("u1", "uint8"),
                    Map.entry("u2", "uint16"),
                    Map.entry("u4", "uint32"),
                    Map.entry("u8", "uint64"),
                    Map.entry("i1", "int8"),
                    Map.entry("i2", "int16"),
                    Map.entry("i4", "int32"),
                    Map.entry("i8", "int64"),
                    Map.entry("f2", "float16"),
                    Map.entry("f4", "float32"),
                    Map.entry("f8", "float64"),
                    Map.entry("c8", "complex64"),
                    Map.entry("c16", "complex128"));

    private static final Map<String, DType> TYPES = new LinkedHashMap<>();
    private static final Map<DType, String> CODES = new HashMap<>();

    static {
        for (var dtype : DType.values()) {
            NAMES.forEach(
                    (code, name) -> {
                        if (name.equals(dtype.text())) {
                            TYPES.put(code, dtype);
                            CODES.put(dtype, code);
                        }
                    });
        }
    }

    /** The code of a dtype, or null where NumPy has no such numbers. */
    static String code(DType dtype) {
        return CODES.get(dtype);
    }

    /** The beginning of a file in the oldest version that can hold it: 1.0. */
    ByteBuffer encode() {
        var code = CODES.get(dtype);
        var sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        var text =
                "{'descr': '"
                        + (code.endsWith("1") ? '|' : '<')
                        + code
                        + "', 'fortran_order': "
                        + (fortran ? "True" : "False")
                        + ", 'shape': ("
                        + sizes
                        + (shape.length == 1 ? ",)" : ")")
                        + ", }";
        if (shape.length > 0) {
            long growing = fortran ? shape[shape.length - 1] : shape[0];
            text += " ".repeat(GROWTH - Long.toString(growing).length());
        }
        // NumPy adds a whole line where nothing would be needed.
        int used = MAGIC.length + 4 + text.length() + 1;
        text += " ".repeat(ALIGNMENT - used % ALIGNMENT) + "\n";
        var bytes = ByteBuffer.allocate(MAGIC.length + 4 + text.length());
        bytes.order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0);
        bytes.putShort((short) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
        return bytes.flip();
    }

    /** Reads and checks the beginning of a file. */
    static NpyHeader read(ByteSource in) throws IOException {
        var start = in.bytes((int) Math.min(8, in.left()));
        if (start.remaining() < 8
                || !Arrays.equals(Arrays.copyOf(start.array(), MAGIC.length), MAGIC)) {
            throw in.problem(
                    "it does not begin as a .npy file does (the magic string is not correct;"
                            + " expected b'\\x93NUMPY')");
        }
        int major = start.get(6);
        int minor = start.get(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw in.problem("the .npy format has version " + major + "." + minor);
        }
        long length =
                major == 1
                        ? in.bytes(2).order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff
                        : in.bytes(4).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
        if (length > LONGEST || length > in.left()) {
            throw in.problem(
                    "the header shall have "
                            + length
                            + " bytes; at most "
                            + Math.min(LONGEST, in.left())
                            + " are possible");
        }
        var charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        var text = charset.decode(in.bytes((int) length)).toString();
        return new Parser(in, text).header();
    }

    /** Reads the Python dict: the few literals that NumPy writes, nothing else. */
    private static final class Parser {
        private final ByteSource in;
        private final String text;
        private int at;

        Parser(ByteSource in, String text) {
            this.in = in;
            this.text = text;
        }

        private FileFormatException problem() {
            return in.problem(
                    "the header is not a dict of descr, fortran_order and shape: " + text.strip());
        }

        NpyHeader header() {
            String type = null;
            Boolean fortran = null;
            long[] shape = null;
            expect('{');
            while (!accept('}')) {
                var key = string();
                expect(':');
                switch (key) {
                    case "descr" -> type = type();
                    case "fortran_order" -> fortran = flag();
                    case "shape" -> shape = shape();
                    default -> throw problem();
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            blanks();
            if (at != text.length() || type == null || fortran == null || shape == null) {
                throw problem();
            }
            char order = type.charAt(0);
            var dtype = dtype(type);
            return new NpyHeader(dtype, order == '>' && dtype.size() > 1, fortran, shape);
        }

        private DType dtype(String type) {
            var dtype = "<>|=".indexOf(type.charAt(0)) < 0 ? null : TYPES.get(type.substring(1));
            if (dtype != null) {
                return dtype;
            }
            if (type.endsWith("O")) {
                throw in.problem(
                        "Object arrays cannot be loaded when allow_pickle=False: Python objects"
                                + " could run code; save numbers");
            }
            var name = type.length() > 1 ? NAMES.get(type.substring(1)) : null;
            throw in.problem(
                    "it holds elements of type "
                            + (name == null ? "'" + type + "'" : name)
                            + ", which are no tensor elements; convert it in NumPy with astype to"
                            + " one of "
                            + TYPES.values().stream().map(DType::text).toList());
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private boolean accept(char c) {
            blanks();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw problem();
            }
        }

        private String string() {
            blanks();
            char quote = at < text.length() ? text.charAt(at) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw problem();
            }
            var value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        private String type() {
            if (accept('[')) {
                throw in.problem(
                        "it holds records of several fields (a structured array); save the fields"
                                + " as arrays of their own");
            }
            var type = string();
            if (type.isEmpty()) {
                throw problem();
            }
            return type;
        }

        private boolean flag() {
            blanks();
            for (var word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw problem();
        }

        private long[] shape() {
            expect('(');
            var sizes = new long[MOST_DIMENSIONS];
            int dims = 0;
            while (!accept(')')) {
                if (dims == MOST_DIMENSIONS) {
                    throw problem();
                }
                sizes[dims++] = size();
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, dims);
        }

        private long size() {
            blanks();
            int start = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                at++;
            }
            try {
                long size = Long.parseLong(text.substring(start, at));
                // Python 2 marked long integers.
                accept('L');
                return size;
            } catch (NumberFormatException e) {
                throw problem();
            }
        }
    }
}
