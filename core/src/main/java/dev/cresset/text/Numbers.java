package dev.cresset.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as Python prints them. */
public final class Numbers {
    private Numbers() {}

    /** A float as {@code repr} gives it: shortest text that reads back, e.g. {@code 1e-08}. */
    public static String python(double x) {
        if (Double.isNaN(x)) {
            return "nan";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "inf" : "-inf";
        }
        if (x == 0) {
            return 1 / x < 0 ? "-0.0" : "0.0";
        }
        var shortest = shortest(x);
        var digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        var sign = x < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            var mantissa =
                    digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
            return sign
                    + mantissa
                    + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        var plain = shortest.abs().toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    /** Java gives the smallest numbers a second digit that they do not need. */
    private static BigDecimal shortest(double x) {
        var text = new BigDecimal(Double.toString(x)).stripTrailingZeros();
        var shorter = text.round(new MathContext(1));
        return text.precision() == 2 && shorter.doubleValue() == x ? shorter : text;
    }

    /** An option value as Python prints it: None, True, False, numbers, texts. */
    public static String value(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> python(d);
            case Float f -> python(f);
            default -> value.toString();
        };
    }
}
