package dev.cresset.text;

import dev.cresset.spi.Complex;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's format specification, the text after the colon in {@code f"{x:>10.3f}"}:
 *
 * <pre>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</pre>
 *
 * <p>Source: Python's "Format Specification Mini-Language".
 */
final class FormatSpec {
    private static final Pattern SYNTAX =
            Pattern.compile(
                    "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<z>z)?(?<alt>#)?(?<zero>0)?"
                            + "(?<width>\\d+)?(?<group>[,_])?(?:\\.(?<precision>\\d+))?"
                            + "(?<type>[a-zA-Z%])?",
                    Pattern.DOTALL);

    private final String sign;
    private final boolean noNegativeZero;
    private final boolean alternate;
    private final int width;
    private final String group;
    private final Optional<Integer> precision;
    private final Optional<Character> type;
    private final Optional<Character> align;
    private final char fill;

    /** A parsed specification. */
    FormatSpec(String spec) {
        var m = SYNTAX.matcher(spec);
        if (!m.matches()) {
            throw new IllegalArgumentException("Invalid format specifier '" + spec + "'");
        }
        boolean zero = m.group("zero") != null;
        sign = part(m, "sign").orElse("-");
        noNegativeZero = m.group("z") != null;
        alternate = m.group("alt") != null;
        width = part(m, "width").map(Integer::valueOf).orElse(0);
        group = part(m, "group").orElse("");
        precision = part(m, "precision").map(Integer::valueOf);
        type = part(m, "type").map(t -> t.charAt(0));
        align =
                zero && m.group("align") == null
                        ? Optional.of('=')
                        : part(m, "align").map(a -> a.charAt(0));
        fill = part(m, "fill").map(f -> f.charAt(0)).orElse(zero ? '0' : ' ');
    }

    private static Optional<String> part(Matcher m, String name) {
        return Optional.ofNullable(m.group(name));
    }

    /** A value in this format: a string, truth value, integer, floating-point or complex number. */
    String format(Object value) {
        return switch (value) {
            case String s -> string(s);
            case Boolean b -> integer(b ? 1 : 0);
            case Double d -> real(d, "float");
            case Float f -> real(f, "float");
            case Complex z -> complex(z);
            case Number n -> integer(n.longValue());
            case null, default ->
                    throw new IllegalArgumentException(
                            "unsupported format string passed to "
                                    + (value == null ? "None" : value.getClass().getSimpleName())
                                    + ".__format__");
        };
    }

    private String string(String s) {
        if (type.isPresent() && type.get() != 's') {
            throw unknown("str");
        }
        var cut = precision.isPresent() ? s.substring(0, Math.min(s.length(), precision.get())) : s;
        return pad("", cut, '<');
    }

    private String integer(long value) {
        char code = type.orElse('d');
        if ("eEfFgG%".indexOf(code) >= 0) {
            return real(value, "int");
        }
        if (precision.isPresent()) {
            throw new IllegalArgumentException("Precision not allowed in integer format specifier");
        }
        var digits =
                switch (code) {
                    case 'd', 'n' -> magnitude(value, 10);
                    case 'b' -> magnitude(value, 2);
                    case 'o' -> magnitude(value, 8);
                    case 'x' -> magnitude(value, 16);
                    case 'X' -> magnitude(value, 16).toUpperCase(Locale.ROOT);
                    case 'c' -> character(value);
                    default -> throw unknown("int");
                };
        if (code == 'c') {
            return pad("", digits, '<');
        }
        var prefix = alternate && "boxX".indexOf(code) >= 0 ? "0" + code : "";
        return number(signOf(value < 0) + prefix, digits, "", "dn".indexOf(code) >= 0 ? 3 : 4);
    }

    private static String character(long code) {
        if (code < 0 || code > Character.MAX_CODE_POINT) {
            throw new IllegalArgumentException("%c arg not in range(0x110000)");
        }
        return Character.toString((int) code);
    }

    private static String magnitude(long value, int radix) {
        return Long.toString(value, radix).replace("-", "");
    }

    private String real(double value, String kind) {
        char code = type.orElse('\0');
        if (code != '\0' && "eEfFgGn%".indexOf(code) < 0) {
            throw unknown(kind);
        }
        boolean negative = value < 0 || value == 0 && 1 / value < 0;
        if (!Double.isFinite(value)) {
            var text = Double.isNaN(value) ? "nan" : "inf";
            return number(
                    signOf(negative && !Double.isNaN(value)),
                    "",
                    (Character.isUpperCase(code) ? text.toUpperCase(Locale.ROOT) : text)
                            + (code == '%' ? "%" : ""),
                    3);
        }
        double size = Math.abs(value);
        var text =
                switch (code) {
                    case 'e', 'E' -> ElementFormat.exponential(size, precision.orElse(6));
                    case 'f', 'F' -> ElementFormat.fixed(size, precision.orElse(6));
                    case '%' -> ElementFormat.fixed(size * 100, precision.orElse(6));
                    case 'g', 'G', 'n' -> general(size, Math.max(1, precision.orElse(6)), false);
                    default ->
                            precision.isPresent()
                                    ? general(size, Math.max(1, precision.get()), true)
                                    : Numbers.python(size);
                };
        if (alternate && text.indexOf('.') < 0) {
            int e = text.indexOf('e');
            text = e < 0 ? text + "." : text.substring(0, e) + "." + text.substring(e);
        }
        if (noNegativeZero && text.chars().noneMatch(c -> c >= '1' && c <= '9')) {
            negative = false;
        }
        if (code == '%') {
            text += "%";
        }
        if (Character.isUpperCase(code)) {
            text = text.toUpperCase(Locale.ROOT);
        }
        int whole = 0;
        while (whole < text.length() && Character.isDigit(text.charAt(whole))) {
            whole++;
        }
        return number(signOf(negative), text.substring(0, whole), text.substring(whole), 3);
    }

    /** Real and imaginary part, in parentheses where no type is given. */
    private String complex(Complex z) {
        if (type.isPresent() && "eEfFgGn".indexOf(type.get()) < 0) {
            throw unknown("complex");
        }
        if (align.orElse('>') == '=') {
            throw new IllegalArgumentException(
                    fill == '0'
                            ? "Zero padding is not allowed in complex format specifier"
                            : "'=' alignment flag is not allowed in complex format specifier");
        }
        boolean imaginaryOnly = type.isEmpty() && z.re() == 0 && 1 / z.re() > 0;
        var text =
                imaginaryOnly
                        ? part(z.im(), sign) + "j"
                        : part(z.re(), sign) + part(z.im(), "+") + "j";
        return pad("", type.isEmpty() && !imaginaryOnly ? "(" + text + ")" : text, '>');
    }

    private String part(double value, String shownSign) {
        if (type.isEmpty() && precision.isEmpty()) {
            var shortest = Numbers.python(value).replaceFirst("\\.0$", "");
            return shortest.startsWith("-") || shownSign.equals("-")
                    ? shortest
                    : shownSign + shortest;
        }
        return new FormatSpec(
                        shownSign
                                + (alternate ? "#" : "")
                                + group
                                + precision.map(digits -> "." + digits).orElse("")
                                + type.orElse('g'))
                .format(value);
    }

    /**
     * Significant digits without trailing zeros, with an exponent where it is below -4 or beyond
     * the digits; with {@code point}, always with a fraction.
     */
    private String general(double value, int digits, boolean point) {
        var text = ElementFormat.exponential(value, digits - 1);
        int e = text.indexOf('e');
        int exponent = Integer.parseInt(text.substring(e + 1));
        if (exponent < -4 || exponent >= digits - (point ? 1 : 0)) {
            return stripped(text.substring(0, e)) + text.substring(e);
        }
        text = stripped(ElementFormat.fixed(value, Math.max(0, digits - 1 - exponent)));
        return point && text.indexOf('.') < 0 ? text + ".0" : text;
    }

    private String stripped(String text) {
        if (alternate || text.indexOf('.') < 0) {
            return text;
        }
        return text.replaceFirst("\\.?0*$", "");
    }

    private String signOf(boolean negative) {
        return negative ? "-" : sign.equals("-") ? "" : sign;
    }

    /** Sign, whole digits in groups, rest, padded. */
    private String number(String lead, String whole, String rest, int groupSize) {
        boolean zeros = fill == '0' && align.orElse('>') == '=' && !whole.isEmpty();
        var digits = whole;
        var text = grouped(digits, groupSize) + rest;
        while (zeros && lead.length() + text.length() < width) {
            digits = "0" + digits;
            text = grouped(digits, groupSize) + rest;
        }
        return pad(lead, text, '>');
    }

    private String grouped(String digits, int size) {
        if (group.isEmpty()) {
            return digits;
        }
        var text = new StringBuilder(digits);
        for (int i = digits.length() - size; i > 0; i -= size) {
            text.insert(i, group);
        }
        return text.toString();
    }

    private String pad(String lead, String text, char usual) {
        int missing = width - lead.length() - text.length();
        if (missing <= 0) {
            return lead + text;
        }
        var padding = String.valueOf(fill);
        return switch ((char) align.orElse(usual)) {
            case '<' -> lead + text + padding.repeat(missing);
            case '^' ->
                    padding.repeat(missing / 2)
                            + lead
                            + text
                            + padding.repeat(missing - missing / 2);
            case '=' -> lead + padding.repeat(missing) + text;
            default -> padding.repeat(missing) + lead + text;
        };
    }

    private IllegalArgumentException unknown(String kind) {
        return new IllegalArgumentException(
                "Unknown format code '" + type.get() + "' for object of type '" + kind + "'");
    }
}
