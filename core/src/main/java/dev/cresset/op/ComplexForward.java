package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;

/** Computations for real numbers, run on the parts of complex ones. */
final class ComplexForward {
    private ComplexForward() {}

    /** Both parts of the arguments, each by itself. */
    static Object byParts(Primitive.Forward forward, Object[] args, int[] elements) {
        checkTypes(args);
        var re = forward.of(new Args(parts(args, 0, elements)));
        var im = forward.of(new Args(parts(args, 1, elements)));
        return join(re, im);
    }

    /** Elements are moved between complex tensors only; indices and masks are no elements. */
    private static void checkTypes(Object[] args) {
        DType complex = null;
        for (Object arg : args) {
            complex = isComplex(arg) && complex == null ? ((Value) arg).dtype() : complex;
        }
        for (Object arg : args) {
            if (arg instanceof Value v && v.dtype().isDifferentiable()) {
                Check.sameDType("op", complex, v.dtype());
            }
        }
    }

    private static Object[] parts(Object[] args, int which, int[] elements) {
        var parts = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            parts[i] = part(args[i], which);
        }
        for (int i : elements) {
            parts[i] =
                    switch (args[i]) {
                        case Complex z -> which == 0 ? z.re() : z.im();
                        case Number n -> which == 0 ? n : (Number) 0L;
                        case Boolean b -> which == 0 ? b : (Object) false;
                        case null, default -> parts[i];
                    };
        }
        return parts;
    }

    /** Real tensors, indices among them, are the same for both parts. */
    private static Object part(Object arg, int which) {
        return switch (arg) {
            case Value v when v.dtype().isComplex() ->
                    v.tape().wrap(which == 0 ? Parts.re(v.array()) : Parts.im(v.array()));
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Value ->
                    list.stream().map(one -> part(one, which)).toList();
            case null -> null;
            default -> arg;
        };
    }

    /**
     * {@code (a + ib)(c + id)}, by one product of real tensors for every pair of parts.
     *
     * @param added position of a tensor that is added to the product, or -1
     */
    static Object bilinear(
            Primitive.Forward forward, Object[] args, int first, int second, int added) {
        boolean left = isComplex(args[first]);
        boolean right = isComplex(args[second]);
        var rest = args.clone();
        if (added >= 0) {
            rest[added] = null;
        }
        var re = product(forward, added(args, added, 0), first, 0, second, 0);
        if (left && right) {
            re = minus(re, product(forward, rest, first, 1, second, 1));
            var im =
                    plus(
                            product(forward, added(args, added, 1), first, 0, second, 1),
                            product(forward, rest, first, 1, second, 0));
            return join(re, im);
        }
        var mixed = added(args, added, 1);
        return join(re, product(forward, mixed, first, left ? 1 : 0, second, right ? 1 : 0));
    }

    private static Object[] added(Object[] args, int at, int which) {
        var parts = args.clone();
        if (at >= 0) {
            parts[at] = part(args[at], which);
        }
        return parts;
    }

    private static boolean isComplex(Object arg) {
        return arg instanceof Value v && v.dtype().isComplex();
    }

    private static Object product(
            Primitive.Forward forward, Object[] args, int first, int i, int second, int j) {
        var parts = args.clone();
        parts[first] = part(args[first], i);
        parts[second] = part(args[second], j);
        return forward.of(new Args(parts));
    }

    /** {@code alpha a @ b + beta addend} for complex matrices or batches of them. */
    static Array product(Array a, Array b, Array addend, Object alpha, Object beta) {
        var re = minus(product(Parts.re(a), Parts.re(b)), product(Parts.im(a), Parts.im(b)));
        var im = plus(product(Parts.re(a), Parts.im(b)), product(Parts.im(a), Parts.re(b)));
        var product = times(Parts.join((Array) re, (Array) im), alpha);
        if (addend == null) {
            return product;
        }
        Check.sameDType("addmm", addend.dtype(), product.dtype());
        Check.that(
                Arrays.equals(
                        Check.broadcast(addend.layout().sizes(), product.layout().sizes()),
                        product.layout().sizes()),
                "addmm: The expanded size of the tensor must match: cannot expand %s to %s",
                addend.layout(),
                product.layout());
        return Scalars.isZero(beta) ? product : (Array) plus(product, times(addend, beta));
    }

    private static Array product(Array a, Array b) {
        return Products.product(a, b, null, 1L, 0L);
    }

    private static Array times(Array a, Object factor) {
        return Scalars.isOne(factor)
                ? a
                : Arithmetic.MUL.computeOne(new Object[] {Elementwise.plain(a), factor});
    }

    private static Object plus(Object a, Object b) {
        return combine(Arithmetic.PLUS, a, b);
    }

    private static Object minus(Object a, Object b) {
        return combine(Arithmetic.MINUS, a, b);
    }

    private static Object combine(Pointwise op, Object a, Object b) {
        return switch (a) {
            case Array x ->
                    op.computeOne(new Object[] {Elementwise.plain(x), Elementwise.plain(array(b))});
            case Primitive.Hidden x -> combine(op, x.array(), array(b));
            case Object[] several -> {
                var combined = new Object[several.length];
                for (int r = 0; r < several.length; r++) {
                    combined[r] = combine(op, several[r], ((Object[]) b)[r]);
                }
                yield combined;
            }
            default -> throw new IllegalStateException("a product is an array or several");
        };
    }

    /** Results that are not numbers of the tensor, such as indices, are those of the real part. */
    private static Object join(Object re, Object im) {
        return switch (re) {
            case Array a when a.dtype().isFloatingPoint() -> Parts.join(a, array(im));
            case Primitive.Hidden hidden -> join(hidden.array(), array(im));
            case Object[] several -> {
                var joined = new Object[several.length];
                for (int r = 0; r < several.length; r++) {
                    joined[r] = join(several[r], ((Object[]) im)[r]);
                }
                yield joined;
            }
            default -> re;
        };
    }

    private static Array array(Object computed) {
        return computed instanceof Primitive.Hidden hidden ? hidden.array() : (Array) computed;
    }
}
