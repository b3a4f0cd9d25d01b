package dev.cresset.expr;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A pointwise formula: the single definition of a pointwise operator, read by the interpreter, the
 * kernel generator and the differentiator.
 *
 * <p>Expressions are immutable values; equal formulas are equal records, which is what kernels are
 * cached by. An expression has no number type of its own: inputs are converted to the operator's
 * compute type when loaded, and results are converted to the output dtype when stored.
 *
 * <p>Note [Shared formulas]: a formula that uses another one twice holds the same object twice, and
 * derivatives do so on every level. Written out as a tree such a formula doubles with each level,
 * so whoever walks over formulas visits every object once, and keeps shared what was shared.
 */
public sealed interface Expr {
    /** The element of the i-th input tensor. */
    record In(int index) implements Expr {}

    /** A number given with each call (a scalar argument, a learning rate); never compiled in. */
    record Param(int index) implements Expr {}

    /** A number that belongs to the formula. */
    record Const(double value) implements Expr {}

    /** A primitive function of other expressions. */
    record Call(Fn fn, List<Expr> args) implements Expr {
        /** Checks the number of arguments. */
        public Call {
            args = List.copyOf(args);
            if (args.size() != fn.arity()) {
                throw new IllegalArgumentException(
                        fn + ": takes " + fn.arity() + " arguments, got " + args.size());
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Call call && Shared.equal(this, call, new IdentityHashMap<>());
        }

        @Override
        public int hashCode() {
            return Shared.hash(this, 4);
        }
    }

    /** The i-th input. */
    static Expr in(int index) {
        return new In(index);
    }

    /** The i-th number of the call. */
    static Expr param(int index) {
        return new Param(index);
    }

    /** A constant. */
    static Expr of(double value) {
        return new Const(value);
    }

    /** A primitive function applied to arguments. */
    static Expr call(Fn fn, Expr... args) {
        return new Call(fn, List.of(args));
    }

    /** b where the condition is not 0, else c. */
    static Expr where(Expr condition, Expr b, Expr c) {
        return b.equals(c) ? b : call(Fn.WHERE, condition, b, c);
    }

    /** True for the constant {@code value}. */
    default boolean is(double value) {
        return this instanceof Const c && c.value == value && (value != 0 || 1 / c.value > 0);
    }

    /** {@code this + b}. */
    default Expr add(Expr b) {
        return b.is(0) ? this : is(0) ? b : call(Fn.ADD, this, b);
    }

    /** {@code this + b}. */
    default Expr add(double b) {
        return add(of(b));
    }

    /** {@code this - b}. */
    default Expr sub(Expr b) {
        return b.is(0) ? this : is(0) ? b.neg() : call(Fn.SUB, this, b);
    }

    /** {@code this - b}. */
    default Expr sub(double b) {
        return sub(of(b));
    }

    /** {@code a - this}. */
    default Expr rsub(double a) {
        return of(a).sub(this);
    }

    /** {@code this * b}. */
    default Expr mul(Expr b) {
        return b.is(1) ? this : is(1) ? b : b.is(-1) ? neg() : call(Fn.MUL, this, b);
    }

    /** {@code this * b}. */
    default Expr mul(double b) {
        return mul(of(b));
    }

    /** {@code this * b + c}, rounded once. */
    default Expr fma(Expr b, Expr c) {
        return call(Fn.FMA, this, b, c);
    }

    /** {@code this / b}. */
    default Expr div(Expr b) {
        return b.is(1) ? this : call(Fn.DIV, this, b);
    }

    /** {@code this / b}. */
    default Expr div(double b) {
        return div(of(b));
    }

    /** {@code -this}. */
    default Expr neg() {
        return call(Fn.NEG, this);
    }

    /** {@code 1 / this}. */
    default Expr reciprocal() {
        return call(Fn.DIV, of(1), this);
    }

    /** {@code this * this}. */
    default Expr square() {
        return mul(this);
    }

    /** Square root. */
    default Expr sqrt() {
        return call(Fn.SQRT, this);
    }

    /** Exponential. */
    default Expr exp() {
        return call(Fn.EXP, this);
    }

    /** Natural logarithm. */
    default Expr log() {
        return call(Fn.LOG, this);
    }

    /** Absolute value. */
    default Expr abs() {
        return call(Fn.ABS, this);
    }

    /** This to the power b. */
    default Expr pow(Expr b) {
        return call(Fn.POW, this, b);
    }

    /** The larger of the two; NaN wins. */
    default Expr max(Expr b) {
        return call(Fn.MAX, this, b);
    }

    /** The smaller of the two; NaN wins. */
    default Expr min(Expr b) {
        return call(Fn.MIN, this, b);
    }

    /** 1 where this = b. */
    default Expr eq(Expr b) {
        return call(Fn.EQ, this, b);
    }

    /** 1 where this differs from b. */
    default Expr ne(Expr b) {
        return call(Fn.NE, this, b);
    }

    /** 1 where this is below b. */
    default Expr lt(Expr b) {
        return call(Fn.LT, this, b);
    }

    /** 1 where this is at most b. */
    default Expr le(Expr b) {
        return call(Fn.LE, this, b);
    }

    /** 1 where this is above b. */
    default Expr gt(Expr b) {
        return call(Fn.LT, b, this);
    }

    /** 1 where this is at least b. */
    default Expr ge(Expr b) {
        return call(Fn.LE, b, this);
    }

    /** 1 where this is above b. */
    default Expr gt(double b) {
        return gt(of(b));
    }

    /** 1 where this is at least b. */
    default Expr ge(double b) {
        return ge(of(b));
    }

    /** 1 where this is below b. */
    default Expr lt(double b) {
        return lt(of(b));
    }

    /** 1 where this is at most b. */
    default Expr le(double b) {
        return le(of(b));
    }

    /** 1 where this = b. */
    default Expr eq(double b) {
        return eq(of(b));
    }

    /** 1 where this differs from b. */
    default Expr ne(double b) {
        return ne(of(b));
    }

    /** True if the formula reads input {@code index}. */
    default boolean reads(int index) {
        return Shared.reads(this, index, new IdentityHashMap<>());
    }

    /** This formula with every leaf replaced by what {@code leaf} gives for it. */
    default Expr map(UnaryOperator<Expr> leaf) {
        return Shared.map(this, leaf, new IdentityHashMap<>());
    }
}
