package dev.cresset.text;

import dev.cresset.op.Parts;
import dev.cresset.op.Scalars;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.LongConsumer;

/**
 * How the elements of one tensor are written: with or without fraction or exponent, and how wide.
 *
 * <p>The choice looks at the finite elements that are not zero, of those that will be shown: all of
 * them whole numbers drops the fraction; a largest above 10^8, a smallest below 10^-4 or a ratio
 * above 1000 asks for an exponent.
 */
final class ElementFormat {
    private final DType dtype;

    /** How the imaginary parts of complex elements are written; null for others. */
    private final ElementFormat imaginary;

    private final PrintOptions options;
    private boolean whole = true;
    private boolean scientific;
    private int width = 1;

    /** A format for the elements of an array that are shown. */
    ElementFormat(Array given, boolean summarize, PrintOptions options) {
        boolean complex = given.dtype().isComplex();
        var array = complex ? Parts.re(given) : given;
        this.imaginary = complex ? new ElementFormat(Parts.im(given), summarize, options) : null;
        this.dtype = array.dtype();
        this.options = options;
        if (!dtype.isFloatingPoint()) {
            forEachShown(array, summarize, at -> width = Math.max(width, text(at).length()));
            return;
        }
        var range = new double[] {Double.POSITIVE_INFINITY, 0};
        forEachShown(
                array,
                summarize,
                at -> {
                    double value = Scalars.read(dtype, at);
                    if (Double.isFinite(value) && value != 0) {
                        whole &= value == Math.ceil(value);
                        range[0] = Math.min(range[0], Math.abs(value));
                        range[1] = Math.max(range[1], Math.abs(value));
                    }
                });
        if (range[1] == 0) {
            return;
        }
        scientific =
                options.sciMode()
                        .orElse(range[1] / range[0] > 1000 || range[1] > 1e8 || range[0] < 1e-4);
        forEachShown(
                array,
                summarize,
                at -> {
                    double value = Scalars.read(dtype, at);
                    if (Double.isFinite(value) && value != 0) {
                        int extra = whole && !scientific ? 1 : 0;
                        width = Math.max(width, number(value).length() + extra);
                    }
                });
    }

    private void forEachShown(Array array, boolean summarize, LongConsumer action) {
        visit(array, array.layout(), array.layout().offset(), 0, summarize, action);
    }

    private void visit(
            Array array,
            Layout layout,
            long offset,
            int d,
            boolean summarize,
            LongConsumer action) {
        if (d == layout.dim()) {
            action.accept(array.storage().address() + offset * dtype.size());
            return;
        }
        long n = layout.size(d);
        int edge = options.edgeitems();
        for (long i = 0; i < n; i++) {
            if (summarize && n > 2L * edge && i == edge) {
                i = n - edge;
                if (i >= n) {
                    break;
                }
            }
            visit(array, layout, offset + i * layout.stride(d), d + 1, summarize, action);
        }
    }

    /** Characters per element. */
    int width() {
        return imaginary == null ? width : width + imaginary.width + 1;
    }

    /** The element at an address, padded to the width. */
    String format(long address) {
        var text = text(address);
        var padded = " ".repeat(Math.max(0, width - text.length())) + text;
        if (imaginary == null) {
            return padded;
        }
        var second = imaginary.text(address + dtype.size());
        var sign = second.startsWith("-") ? "" : "+";
        return padded + sign + second + "j";
    }

    private String text(long address) {
        return switch (dtype.category()) {
            case BOOL -> Scalars.readLong(dtype, address) != 0 ? "True" : "False";
            case INTEGRAL -> Long.toString(Scalars.readLong(dtype, address));
            case FLOATING -> {
                double value = Scalars.read(dtype, address);
                boolean point = whole && !scientific && Double.isFinite(value);
                yield number(value) + (point ? "." : "");
            }
            case COMPLEX -> throw new IllegalStateException("parts are written one by one");
        };
    }

    private String number(double value) {
        if (!Double.isFinite(value)) {
            return Numbers.python(value);
        }
        if (scientific) {
            return exponential(value, options.precision());
        }
        return fixed(value, whole ? 0 : options.precision());
    }

    /** Python's {@code {:.nf}}. */
    static String fixed(double value, int digits) {
        var text =
                new BigDecimal(value)
                        .abs()
                        .setScale(digits, RoundingMode.HALF_EVEN)
                        .toPlainString();
        return (value < 0 || 1 / value < 0 ? "-" : "") + text;
    }

    /** Python's {@code {:.ne}}. */
    static String exponential(double value, int digits) {
        var sign = value < 0 || 1 / value < 0 ? "-" : "";
        int exponent = 0;
        var mantissa = "0".repeat(digits + 1);
        if (value != 0) {
            var rounded =
                    new BigDecimal(value)
                            .abs()
                            .round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
            exponent = rounded.precision() - rounded.scale() - 1;
            var all = rounded.unscaledValue().toString();
            mantissa = (all + "0".repeat(digits + 1)).substring(0, digits + 1);
        }
        var point = digits == 0 ? "" : "." + mantissa.substring(1);
        return sign
                + mantissa.charAt(0)
                + point
                + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
