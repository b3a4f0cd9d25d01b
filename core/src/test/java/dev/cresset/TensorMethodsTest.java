package dev.cresset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.autograd.AutogradException;
import dev.cresset.op.OpException;
import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The typed methods of a tensor: which of PyTorch's there are, and that twins agree. */
class TensorMethodsTest {
    /** In-place methods of PyTorch without a counterpart, and why. */
    private static final Set<String> NOT_IN_PLACE =
            new TreeSet<>(
                    List.of(
                            // Special functions.
                            "i0_",
                            "igamma_",
                            "igammac_",
                            // Sparse tensors.
                            "resize_as_sparse_",
                            "sparse_resize_",
                            "sparse_resize_and_clear_",
                            // Memory of other tensors, and of other processes.
                            "set_",
                            "share_memory_"));

    private static List<String> names(String resource) {
        try (var stream = TensorMethodsTest.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> missing(List<String> names) {
        var methods =
                Arrays.stream(Tensor.class.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        return names.stream()
                .filter(name -> !methods.contains(camelCase(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String camelCase(String name) {
        boolean inPlace = name.endsWith("_");
        var words = (inPlace ? name.substring(0, name.length() - 1) : name).split("_");
        var camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return camel + (inPlace ? "_" : "");
    }

    @Test
    void everyInPlaceMethodOfPyTorchIsThereExceptThoseNamedHere() {
        var missing = missing(names("inplace_methods.txt"));
        missing.removeAll(Set.of("conj_physical_", "sgn_"));
        assertEquals(NOT_IN_PLACE, missing);
    }

    /** What the methods of a try are called with. */
    private record Profile(String name, Tensor self, Tensor first, Tensor other) {}

    private static Tensor real(long... sizes) {
        var generator = new Generator().manualSeed(3);
        return Torch.empty(DType.FLOAT64, sizes).uniform_(0.2, 0.9, generator);
    }

    private static Tensor whole(long... sizes) {
        return real(sizes).mul(4).to(DType.INT64);
    }

    private static List<Profile> profiles() {
        return List.of(
                new Profile("reals", real(2, 3), real(2, 3), real(2, 3)),
                new Profile("large reals", real(3, 3).add(1), real(3, 3), real(3, 3)),
                new Profile("integers", whole(2, 3), whole(2, 3).add(1), whole(2, 3).add(1)),
                new Profile("index and reals", real(3, 3), whole(3, 3).clamp(0, 2), real(3, 3)),
                new Profile("index vector", real(3, 3), Torch.tensor(2L, 0L, 1L), real(3, 3)),
                new Profile("index and number", real(3, 3), Torch.tensor(2L, 0L), real().sum()),
                new Profile("mask and reals", real(2, 3), real(2, 3).gt(0.5), real(2, 3)),
                new Profile("mask and number", real(2, 3), real(2, 3).gt(0.5), real().sum()),
                new Profile("matrix and vector", real(3), real(3, 3), real(3)),
                new Profile("vectors", real(3, 3), real(3), real(3)),
                new Profile("batches", real(2, 3, 3), real(2, 3, 3), real(2, 3, 3)),
                new Profile("summed batches", real(3, 3), real(2, 3, 3), real(2, 3, 3)));
    }

    private static Object argument(Class<?> type, Profile profile, int position) {
        if (type == Tensor.class) {
            return position == 0 ? profile.first : profile.other;
        }
        if (type == SparseTensor.class) {
            return profile.first.toSparse();
        }
        if (type.isEnum()) {
            var constants = type.getEnumConstants();
            return constants[constants.length - 1];
        }
        return switch (type.getSimpleName()) {
            case "Number" -> 2L;
            case "double" -> 0.1 * (position + 1);
            case "long" -> position == 0 ? 1L : 0L;
            case "boolean" -> false;
            case "long[]" -> new long[0];
            case "List" -> List.of(profile.first);
            default -> null;
        };
    }

    /** Arguments for a method, or null where there are none of a type. */
    private static Object[] arguments(Method method, Profile profile) {
        var types = method.getParameterTypes();
        var args = new Object[types.length];
        int tensors = 0;
        int numbers = 0;
        for (int i = 0; i < types.length; i++) {
            boolean tensor = types[i] == Tensor.class || types[i] == List.class;
            args[i] = argument(types[i], profile, tensor ? tensors++ : numbers++);
            if (args[i] == null) {
                return null;
            }
        }
        return args;
    }

    private static Object call(Method method, Tensor self, Object... args) {
        try {
            return method.invoke(self, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof OpException || e.getCause() instanceof AutogradException) {
                return e.getCause();
            }
            throw new AssertionError(method + " fails", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(method + " is not public", e);
        }
    }

    /** Pairs of methods: in place, and the one of the same name without the underscore. */
    private static List<Method[]> twins() {
        var pairs = new ArrayList<Method[]>();
        for (var method : Tensor.class.getMethods()) {
            var name = method.getName();
            if (!name.endsWith("_") || method.isBridge()) {
                continue;
            }
            try {
                var plain =
                        Tensor.class.getMethod(
                                name.substring(0, name.length() - 1), method.getParameterTypes());
                if (plain.getReturnType() == Tensor.class) {
                    pairs.add(new Method[] {method, plain});
                }
            } catch (NoSuchMethodException e) {
                // Only in place: copy_, fill_, random numbers.
                assertEquals(Tensor.class, method.getReturnType());
            }
        }
        return pairs;
    }

    @Test
    void inPlaceMethodsGiveWhatTheirTwinsGive() {
        var untried = new TreeSet<String>();
        int compared = 0;
        for (var pair : twins()) {
            boolean tried = false;
            for (var profile : profiles()) {
                tried |= agree(pair[0], pair[1], profile);
            }
            compared++;
            if (!tried) {
                untried.add(pair[0].toString());
            }
        }
        assertTrue(compared > 150, "only " + compared);
        assertEquals(Set.of(), untried, "methods that no profile suits");
    }

    private static boolean agree(Method inPlace, Method plain, Profile profile) {
        var args = arguments(inPlace, profile);
        if (args == null || inPlace.getName().startsWith("bernoulli")) {
            return args != null;
        }
        var self = profile.self.clone();
        var expected = call(plain, profile.self, args);
        var actual = call(inPlace, self, args);
        if (!(expected instanceof Tensor e)) {
            assertTrue(actual instanceof RuntimeException, inPlace + " with " + profile);
            return false;
        }
        if (actual instanceof RuntimeException refused) {
            boolean fits = e.shape().equals(self.shape()) && e.dtype().canCast(self.dtype());
            assertTrue(!fits, () -> inPlace + " with " + profile + ": " + refused);
            return false;
        }
        assertSame(self, actual, inPlace.toString());
        assertTrue(
                e.to(self.dtype()).shape().equals(self.shape()) && same(e.to(self.dtype()), self),
                () -> inPlace + " with " + profile + ": expected " + e + ", got " + self);
        return true;
    }

    private static boolean same(Tensor a, Tensor b) {
        var x = a.to(DType.FLOAT64).toDoubleArray();
        var y = b.to(DType.FLOAT64).toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            if (x[i] != y[i] && !(Double.isNaN(x[i]) && Double.isNaN(y[i]))) {
                return Math.abs(x[i] - y[i]) <= 1e-12 * Math.abs(x[i]);
            }
        }
        return true;
    }

    @Test
    void aLeafThatRequiresGradientsRefusesAll() {
        Function<Tensor, Object> change = x -> x.lgamma_();
        var leaf = real(2).requiresGrad_();
        try {
            change.apply(leaf);
        } catch (AutogradException e) {
            assertTrue(e.getMessage().contains("a leaf Variable that requires grad"));
            return;
        }
        throw new AssertionError("no error");
    }

    @Test
    void functionsOfJavaChangeElements() {
        var x = Torch.tensor(1.0, 2.0, 3.0);
        assertSame(x, x.apply_(v -> v * v));
        assertEquals(14, x.sum().item());
        x.map_(Torch.tensor(1.0), (a, b) -> a - b);
        assertEquals(11, x.sum().item());
        x.map2_(Torch.tensor(2.0), Torch.tensor(1.0), (a, b, c) -> a * b + c);
        assertEquals(25, x.sum().item());
    }
}
