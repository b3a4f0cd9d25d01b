package dev.cresset.nn;

import dev.cresset.Buffer;
import dev.cresset.Learning;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.OrderedDict;
import dev.cresset.text.Python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The base of everything that has parameters: PyTorch's {@code torch.nn.Module}.
 *
 * <p>A module is an ordinary class. Its fields of type {@link Parameter}, {@link Buffer} and {@code
 * Module} (also inside of lists and maps) are found by themselves, in the order of declaration,
 * superclass first; their names are the keys of the state dict. {@code forward} is an ordinary
 * method with whatever arguments and results the module needs.
 *
 * {@snippet :
 * class Net extends Module {
 *     final Linear fc1 = new Linear(784, 128);
 *     final Linear fc2 = new Linear(128, 10);
 *
 *     Tensor forward(Tensor x) {
 *         return fc2.forward(fc1.forward(x.flatten(1)).relu());
 *     }
 * }
 * // state dict: fc1.weight, fc1.bias, fc2.weight, fc2.bias
 * }
 *
 * <p>{@code import dev.cresset.nn.Module} must be written out, because {@code java.lang} has a
 * class of that name too.
 */
public abstract class Module {
    private final Map<String, Object> registered = new LinkedHashMap<>();
    private boolean training = true;

    /** A module in training mode. */
    protected Module() {}

    /** Adds a parameter under a name, for those that are not fields. */
    public final void registerParameter(String name, Parameter parameter) {
        register("parameter", name, parameter, Parameter.class);
    }

    /** Adds a buffer under a name, for those that are not fields or have another key. */
    public final void registerBuffer(String name, Buffer buffer) {
        register("buffer", name, buffer, Buffer.class);
    }

    /** Adds a module under a name, for those that are not fields. */
    public final void registerModule(String name, Module module) {
        register("module", name, module, Module.class);
    }

    private void register(String kind, String name, Object member, Class<?> type) {
        if (name.isEmpty()) {
            throw new OpException(name() + ": " + kind + " name can't be empty string \"\"");
        }
        if (name.contains(".")) {
            throw new OpException(name() + ": " + kind + " name can't contain \".\", got: " + name);
        }
        var old = members().get(name);
        if (old != null && !type.isInstance(old)) {
            throw new OpException(name() + ": attribute '" + name + "' already exists");
        }
        registered.put(name, member);
    }

    /**
     * Replaces a parameter or buffer of this module, as {@code module.name = value} does in Python:
     * the field refers to the new one afterwards, also where it is final. A new name is registered.
     *
     * {@snippet :
     * decoder.set("weight", embedding.weight); // tied: one parameter in both
     * }
     *
     * @param name the key of the parameter or buffer in this module, e.g. {@code weight}
     * @param value a {@link Parameter} where there is a parameter, any tensor where there is a
     *     buffer (whose memory it then is); null for none
     * @throws OpException if a plain tensor is given for a parameter
     */
    public final Module set(String name, Tensor value) {
        var old = members().get(name);
        if (old instanceof Parameter && !(value instanceof Parameter) && value != null) {
            throw new OpException(
                    name()
                            + ": cannot assign '"
                            + value.type()
                            + "' as parameter '"
                            + name
                            + "' (torch.nn.Parameter or None expected); wrap it in new"
                            + " Parameter(...)");
        }
        var wrapped = old instanceof Buffer && !(value instanceof Buffer) && value != null;
        return replace(name, wrapped ? new Buffer(value) : value);
    }

    /** Replaces a module in this one, as {@code module.name = value} does in Python. */
    public final Module set(String name, Module value) {
        return replace(name, value);
    }

    private Module replace(String name, Object value) {
        boolean isField =
                !registered.containsKey(name)
                        && Fields.write(this, f -> key(f).equals(name), value);
        if (!isField) {
            registered.put(name, value);
        }
        return this;
    }

    /** What is registered under a name at the moment, or null. */
    final Object registered(String name) {
        return registered.get(name);
    }

    /** What is registered, for containers to rearrange. */
    final Map<String, Object> registered() {
        return registered;
    }

    /** Parameters, buffers and modules directly in this one: fields first, then registered ones. */
    private Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        Fields.members(this).forEach((field, member) -> members.put(key(field), member));
        members.putAll(registered);
        return members;
    }

    /** The key under which a field is known, where PyTorch's differs from Java's naming. */
    String key(String field) {
        return field;
    }

    /** The modules directly in this one, by name; null entries of a field are left out. */
    public Map<String, Module> namedChildren() {
        return ofType(Module.class);
    }

    /** The modules directly in this one. */
    public final List<Module> children() {
        return List.copyOf(namedChildren().values());
    }

    private <T> Map<String, T> ofType(Class<T> type) {
        var result = new LinkedHashMap<String, T>();
        members()
                .forEach(
                        (name, member) -> {
                            if (type.isInstance(member)) {
                                result.put(name, type.cast(member));
                            }
                        });
        return result;
    }

    /** This module and all below it, parents first, by path; the path of this one is empty. */
    public final Map<String, Module> namedModules() {
        var all = new LinkedHashMap<String, Module>();
        collect("", all, new ArrayList<>());
        return all;
    }

    private void collect(String path, Map<String, Module> all, List<Module> seen) {
        if (seen.stream().anyMatch(m -> m == this)) {
            return;
        }
        seen.add(this);
        all.put(path, this);
        namedChildren()
                .forEach(
                        (name, child) ->
                                child.collect(
                                        path.isEmpty() ? name : path + "." + name, all, seen));
    }

    /** This module and all below it, parents first. */
    public final List<Module> modules() {
        return List.copyOf(namedModules().values());
    }

    /**
     * The module at a path, e.g. {@code encoder.layers.0}; this one for the empty path.
     *
     * @throws OpException if there is none
     */
    public final Module getSubmodule(String target) {
        var at = this;
        var rest = target;
        while (!rest.isEmpty()) {
            var path = rest;
            var next =
                    at.namedChildren().keySet().stream()
                            .filter(name -> path.equals(name) || path.startsWith(name + "."))
                            .findFirst()
                            .orElse(null);
            if (next == null) {
                throw at.absent(path.split("\\.")[0], "an nn.Module");
            }
            at = at.namedChildren().get(next);
            rest = path.length() == next.length() ? "" : path.substring(next.length() + 1);
        }
        return at;
    }

    /**
     * The parameter at a path, e.g. {@code fc1.weight}.
     *
     * @throws OpException if there is none
     */
    public final Parameter getParameter(String target) {
        return member(target, Parameter.class, "an nn.Parameter");
    }

    /**
     * The buffer at a path, e.g. {@code norm.running_mean}.
     *
     * @throws OpException if there is none
     */
    public final Buffer getBuffer(String target) {
        return member(target, Buffer.class, "a buffer");
    }

    private <T> T member(String target, Class<T> type, String kind) {
        int dot = target.lastIndexOf('.');
        var owner = getSubmodule(target.substring(0, Math.max(dot, 0)));
        var name = target.substring(dot + 1);
        var member = owner.ofType(type).get(name);
        if (member == null) {
            throw owner.absent(name, kind);
        }
        return member;
    }

    private OpException absent(String name, String kind) {
        return new OpException(
                members().containsKey(name) || namedChildren().containsKey(name)
                        ? "`" + name + "` is not " + kind
                        : name() + " has no attribute `" + name + "`");
    }

    /** All parameters by path, each once even if it is shared. */
    public final Map<String, Parameter> namedParameters() {
        return tensors(Parameter.class);
    }

    /** All parameters, each once even if it is shared. */
    public final List<Parameter> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /** All buffers by path, each once even if it is shared. */
    public final Map<String, Buffer> namedBuffers() {
        return tensors(Buffer.class);
    }

    /** All buffers, each once even if it is shared. */
    public final List<Buffer> buffers() {
        return List.copyOf(namedBuffers().values());
    }

    private <T extends Tensor> Map<String, T> tensors(Class<T> type) {
        var result = new LinkedHashMap<String, T>();
        namedModules()
                .forEach(
                        (path, module) ->
                                module.ofType(type)
                                        .forEach(
                                                (name, tensor) -> {
                                                    if (result.values().stream()
                                                            .noneMatch(t -> t == tensor)) {
                                                        result.put(join(path, name), tensor);
                                                    }
                                                }));
        return result;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /**
     * Parameters and buffers by path, detached but sharing memory; prints as PyTorch's {@code
     * OrderedDict}.
     */
    public final Map<String, Tensor> stateDict() {
        var state = new OrderedDict<String, Tensor>();
        addState("", (name, tensor) -> state.put(name, tensor.detach()));
        return state;
    }

    private void addState(String path, java.util.function.BiConsumer<String, Tensor> to) {
        ofType(Parameter.class).forEach((name, p) -> to.accept(join(path, name), p));
        ofType(Buffer.class).forEach((name, b) -> to.accept(join(path, name), b));
        namedChildren().forEach((name, child) -> child.addState(join(path, name), to));
    }

    /** Copies a state into this module; keys and sizes must fit exactly. */
    public final LoadResult loadStateDict(Map<String, ? extends Tensor> state) {
        return loadStateDict(state, Strictness.STRICT);
    }

    /**
     * Copies a state into this module. Either all of it is copied or, if it does not fit, nothing.
     *
     * @param strictness whether missing and unexpected keys are refused or reported
     * @throws OpException with everything that does not fit
     */
    public final LoadResult loadStateDict(
            Map<String, ? extends Tensor> state, Strictness strictness) {
        var problems = new StateProblems(name());
        var own = new LinkedHashMap<String, Tensor>();
        addState("", own::put);
        own.forEach((name, tensor) -> problems.check(name, tensor, state.get(name)));
        if (own.values().stream().anyMatch(Tensor::isMeta)) {
            throw new OpException(
                    name()
                            + ": copying a state to meta parameters is a no-op; give them memory first"
                            + " by toEmpty(Device.cpu())");
        }
        state.keySet().stream().filter(k -> !own.containsKey(k)).forEach(problems::unexpected);
        problems.throwIfAny(strictness);
        copy(own, state);
        return problems.result();
    }

    /**
     * What loading a state left alone.
     *
     * @param missingKeys keys of the module that the state lacks
     * @param unexpectedKeys keys of the state that the module lacks
     */
    public record LoadResult(List<String> missingKeys, List<String> unexpectedKeys) {
        /** PyTorch's printed form. */
        @Override
        public String toString() {
            return missingKeys.isEmpty() && unexpectedKeys.isEmpty()
                    ? "<All keys matched successfully>"
                    : "_IncompatibleKeys(missing_keys="
                            + Python.repr(missingKeys)
                            + ", unexpected_keys="
                            + Python.repr(unexpectedKeys)
                            + ")";
        }
    }

    private static void copy(Map<String, Tensor> own, Map<String, ? extends Tensor> state) {
        try (var off = Torch.noGrad()) {
            own.forEach(
                    (name, tensor) -> {
                        if (state.get(name) instanceof Tensor source) {
                            tensor.copy_(source);
                        }
                    });
        }
    }

    /** Sets training mode, here and below: dropout drops, batch normalisation learns. */
    public final Module train() {
        return train(Mode.TRAIN);
    }

    /** Sets evaluation mode, here and below. */
    public final Module eval() {
        return train(Mode.EVAL);
    }

    /** Sets a mode, here and below. */
    public final Module train(Mode mode) {
        modules().forEach(m -> m.training = mode == Mode.TRAIN);
        return this;
    }

    /** True in training mode. */
    public final boolean isTraining() {
        return training;
    }

    /** Clears the gradients of all parameters. */
    public final void zeroGrad() {
        parameters().forEach(p -> p.grad(null));
    }

    /** Asks for gradients of all parameters. */
    public final Module requiresGrad_() {
        return requiresGrad_(Learning.LEARNED);
    }

    /** Asks for gradients of all parameters, or freezes them. */
    public final Module requiresGrad_(Learning learning) {
        parameters().forEach(p -> p.requiresGrad_(learning));
        return this;
    }

    /**
     * Converts floating-point and complex parameters and buffers to a dtype.
     *
     * @throws OpException if the dtype is neither of floating point nor complex
     */
    public final Module to(DType dtype) {
        if (!dtype.isFloatingPoint() && !dtype.isComplex()) {
            throw new OpException(
                    name()
                            + ": nn.Module.to only accepts floating point or complex dtypes, but got"
                            + " desired dtype="
                            + dtype);
        }
        var own = new LinkedHashMap<String, Tensor>();
        addState("", own::put);
        own.values().stream()
                .filter(t -> t.dtype().isFloatingPoint() || t.dtype().isComplex())
                .forEach(t -> convert(t, dtype));
        return this;
    }

    /**
     * Moves parameters and buffers to a device; they stay where they are there already. On the meta
     * device they keep their sizes and dtypes only; {@link #toEmpty} leads back.
     *
     * @throws OpException if this machine has no such device
     * @throws dev.cresset.spi.NoDataException from the meta device to another
     */
    public final Module to(Device device) {
        var own = new LinkedHashMap<String, Tensor>();
        addState("", own::put);
        own.values().forEach(t -> move(t, device));
        return this;
    }

    /**
     * Gives parameters and buffers memory of undefined content on a device and clears their
     * gradients: what a module on the meta device needs before a state is loaded into it.
     *
     * @throws OpException if this machine has no such device
     */
    public final Module toEmpty(Device device) {
        var own = new LinkedHashMap<String, Tensor>();
        addState("", own::put);
        own.values()
                .forEach(
                        t -> {
                            t.data(Torch.emptyLike(t.detach(), device));
                            t.grad(null);
                        });
        return this;
    }

    private static void move(Tensor tensor, Device device) {
        var moved = tensor.detach().to(device);
        if (moved.device().equals(tensor.device())) {
            return;
        }
        var sparse = tensor.sparseGrad();
        var grad = sparse == null ? tensor.grad() : sparse.toDense();
        tensor.data(moved);
        if (grad != null) {
            tensor.grad(grad.detach().to(device));
        }
    }

    /** Moves parameters and buffers to the processor. */
    public final Module cpu() {
        return to(Device.cpu());
    }

    /**
     * Moves parameters and buffers to the current graphics processor.
     *
     * @throws OpException if there is none
     */
    public final Module cuda() {
        return to(Device.of("cuda"));
    }

    private static void convert(Tensor tensor, DType dtype) {
        var sparse = tensor.sparseGrad();
        if (sparse != null) {
            tensor.data(tensor.detach().to(dtype));
            tensor.sparseGrad(sparse.detach().to(dtype));
            return;
        }
        var grad = tensor.grad();
        tensor.data(tensor.detach().to(dtype));
        if (grad != null) {
            tensor.grad(grad.detach().to(dtype));
        }
    }

    /** float32 parameters and buffers. */
    public final Module toFloat() {
        return to(DType.FLOAT32);
    }

    /** float64 parameters and buffers. */
    public final Module toDouble() {
        return to(DType.FLOAT64);
    }

    /** float16 parameters and buffers. */
    public final Module toHalf() {
        return to(DType.FLOAT16);
    }

    /** bfloat16 parameters and buffers. */
    public final Module toBFloat16() {
        return to(DType.BFLOAT16);
    }

    /** Applies a function to every module below and then to this one. */
    public final Module apply(Consumer<? super Module> function) {
        children().forEach(child -> child.apply(function));
        function.accept(this);
        return this;
    }

    /** What stands in the parentheses of the printed form before the children. */
    protected String extraRepr() {
        return "";
    }

    /** The name in the printed form. */
    protected String name() {
        return getClass().getSimpleName();
    }

    /** PyTorch's printed form: one line per module, indented. */
    @Override
    public String toString() {
        return ModuleText.of(name(), extraRepr(), namedChildren());
    }
}
