package dev.cresset.op;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Every op by PyTorch's name, for calls that name an op at run time.
 *
 * <p>An op is registered by being a public constant of a table class. Tables of this module are
 * listed here; other modules provide {@link OpTable}s. An op that exists only in place is
 * registered under its name with underscore; every other has its in-place form under the same name.
 */
public final class Registry {
    private static final List<Class<?>> TABLES =
            List.of(
                    Powers.class,
                    Arithmetic.class,
                    Comparisons.class,
                    Elementary.class,
                    PairFunctions.class,
                    SpecialOps.class,
                    ComplexOps.class,
                    Activations.class,
                    Shapes.class,
                    ViewForms.class,
                    Diagonals.class,
                    Stacks.class,
                    Products.class,
                    MoreProducts.class,
                    Moves.class,
                    Masks.class,
                    Joins.class,
                    AdvancedIndexing.class,
                    IndexOps.class,
                    ScatterReductions.class,
                    Scans.class,
                    Orders.class,
                    Quantiles.class,
                    Uniques.class,
                    Histograms.class,
                    // Before Aggregates: in max(x, tensor) the tensor is an operand, not a
                    // dimension.
                    Statistics.class,
                    MoreStatistics.class,
                    Calculus.class,
                    Aggregates.class,
                    Softmaxes.class,
                    Convolutions.class,
                    Poolings.class,
                    VolumePoolings.class,
                    PowerPoolings.class,
                    AdaptiveMaxPoolings.class,
                    Unpoolings.class,
                    SlidingBlocks.class,
                    Normalizations.class,
                    GroupNormalizations.class,
                    Losses.class,
                    ClassLosses.class,
                    MarginLosses.class,
                    LikelihoodLosses.class,
                    TemporalLosses.class,
                    Distances.class,
                    Embeddings.class,
                    EmbeddingBags.class,
                    Bilinears.class,
                    Attentions.class,
                    Dropouts.class,
                    Paddings.class,
                    Resampling.class,
                    Shuffles.class,
                    ActivationForms.class,
                    Copying.class,
                    Conversions.class,
                    Creations.class,
                    NewTensors.class,
                    ReflectedForms.class,
                    RandomOps.class,
                    Sampling.class,
                    GammaNumbers.class,
                    RecurrentLayers.class,
                    PackedSequences.class);

    private static final Map<String, List<Op>> OPS = collect();

    private Registry() {}

    private static Map<String, List<Op>> collect() {
        var ops = new LinkedHashMap<String, List<Op>>();
        TABLES.forEach(table -> addAll(ops, table));
        ServiceLoader.load(OpTable.class, Registry.class.getClassLoader())
                .forEach(provider -> provider.tables().forEach(table -> addAll(ops, table)));
        return ops;
    }

    private static void addAll(Map<String, List<Op>> ops, Class<?> table) {
        for (Field field : table.getDeclaredFields()) {
            int wanted = Modifier.PUBLIC | Modifier.STATIC | Modifier.FINAL;
            if ((field.getModifiers() & wanted) == wanted
                    && Op.class.isAssignableFrom(field.getType())) {
                var op = read(field);
                var overloads = ops.computeIfAbsent(op.name(), n -> new ArrayList<>());
                if (!overloads.contains(op)) {
                    overloads.add(op);
                }
            }
        }
    }

    private static Op read(Field field) {
        try {
            return (Op) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("registry: " + field + " cannot be read", e);
        }
    }

    /** The overloads of a name, or of another name of PyTorch for it; empty if there are none. */
    public static List<Op> find(String name) {
        return OPS.getOrDefault(Aliases.registered(name), List.of());
    }

    /** All names in order of registration. */
    public static List<String> names() {
        return List.copyOf(OPS.keySet());
    }

    /**
     * Calls an op by name with positional and keyword arguments; a name with a trailing underscore
     * means the in-place form.
     *
     * @return what {@link Op#call} returns
     */
    public static Object call(String name, List<?> args, Map<String, ?> keywords) {
        if (name.endsWith("_") && !name.endsWith("__")) {
            return callInPlace(name.substring(0, name.length() - 1), args, keywords);
        }
        var overloads = find(name);
        Check.that(!overloads.isEmpty(), "%s: there is no op of this name", name);
        for (var op : overloads) {
            var bound = op.schema().bindOrNull(args, keywords);
            if (bound != null) {
                return op.call(bound);
            }
        }
        throw mismatch(name, overloads, args, keywords);
    }

    /** Calls the in-place form of an op by name; the first argument receives the result. */
    public static Value callInPlace(String name, List<?> args, Map<String, ?> keywords) {
        var own = find(name + "_");
        var overloads = own.isEmpty() ? find(name) : own;
        Check.that(!overloads.isEmpty(), "%s_: there is no op of this name", name);
        for (var op : overloads) {
            var bound = op.schema().bindOrNull(args, keywords);
            if (bound != null && bound.length > 0 && bound[0] instanceof Value) {
                return op.callInPlace(bound);
            }
        }
        throw mismatch(name, overloads, args, keywords);
    }

    private static OpException mismatch(
            String name, List<Op> overloads, List<?> args, Map<String, ?> keywords) {
        var text =
                new StringBuilder(name).append("() received an invalid combination of arguments");
        text.append(" - got ").append(args).append(' ').append(keywords);
        text.append(", but expected one of:");
        for (var op : overloads) {
            text.append("\n * ").append(op.schema().text());
        }
        return new OpException(text.toString());
    }
}
