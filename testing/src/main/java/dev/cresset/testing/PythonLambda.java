package dev.cresset.testing;

import java.util.function.DoubleUnaryOperator;

/**
 * A Python function of one number: {@code lambda epoch: 0.95 ** epoch}. Knows arithmetic, {@code
 * min}, {@code max}, comparisons and {@code x if condition else y}.
 */
final class PythonLambda {
    private final String text;
    private final String variable;
    private final int start;
    private int at;
    private double argument;

    private PythonLambda(String text) {
        this.text = text;
        int colon = text.indexOf(':');
        if (!text.startsWith("lambda ") || colon < 0) {
            throw unknown();
        }
        this.variable = text.substring("lambda ".length(), colon).strip();
        this.start = colon + 1;
    }

    /**
     * The function that a text describes.
     *
     * @throws MissingException if it uses anything else
     */
    static DoubleUnaryOperator parse(String text) {
        var lambda = new PythonLambda(text);
        lambda.apply(1);
        return lambda::apply;
    }

    private double apply(double value) {
        at = start;
        argument = value;
        double result = choice();
        skip();
        if (at < text.length()) {
            throw unknown();
        }
        return result;
    }

    private double choice() {
        double value = comparison();
        if (!word("if")) {
            return value;
        }
        double condition = comparison();
        if (!word("else")) {
            throw unknown();
        }
        double other = choice();
        return condition != 0 ? value : other;
    }

    private double comparison() {
        double left = sum();
        if (take("<=")) {
            return left <= sum() ? 1 : 0;
        }
        if (take(">=")) {
            return left >= sum() ? 1 : 0;
        }
        if (take("==")) {
            return left == sum() ? 1 : 0;
        }
        if (take("<")) {
            return left < sum() ? 1 : 0;
        }
        return take(">") ? left > sum() ? 1 : 0 : left;
    }

    private double sum() {
        double value = product();
        while (true) {
            if (take("+")) {
                value += product();
            } else if (take("-")) {
                value -= product();
            } else {
                return value;
            }
        }
    }

    private double product() {
        double value = sign();
        while (true) {
            if (take("//")) {
                value = Math.floor(value / sign());
            } else if (take("/")) {
                value /= sign();
            } else if (take("%")) {
                double divisor = sign();
                value -= Math.floor(value / divisor) * divisor;
            } else if (!ahead("**") && take("*")) {
                value *= sign();
            } else {
                return value;
            }
        }
    }

    private double sign() {
        return take("-") ? -sign() : power();
    }

    private double power() {
        double base = atom();
        return take("**") ? Math.pow(base, sign()) : base;
    }

    private double atom() {
        if (take("(")) {
            double value = choice();
            require(")");
            return value;
        }
        if (word(variable)) {
            return argument;
        }
        boolean least = word("min");
        if (least || word("max")) {
            require("(");
            double value = choice();
            while (take(",")) {
                double next = choice();
                value = least ? Math.min(value, next) : Math.max(value, next);
            }
            require(")");
            return value;
        }
        return number();
    }

    private double number() {
        skip();
        int begin = at;
        while (at < text.length() && "0123456789.e".indexOf(text.charAt(at)) >= 0) {
            boolean exponent = text.charAt(at) == 'e';
            at += exponent && at + 1 < text.length() && text.charAt(at + 1) == '-' ? 2 : 1;
        }
        try {
            return Double.parseDouble(text.substring(begin, at));
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private void require(String symbol) {
        if (!take(symbol)) {
            throw unknown();
        }
    }

    private boolean ahead(String symbol) {
        skip();
        return text.startsWith(symbol, at);
    }

    private boolean take(String symbol) {
        boolean there = ahead(symbol);
        at += there ? symbol.length() : 0;
        return there;
    }

    private boolean word(String name) {
        if (!ahead(name)) {
            return false;
        }
        int end = at + name.length();
        if (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private MissingException unknown() {
        return new MissingException("the function " + text);
    }
}
