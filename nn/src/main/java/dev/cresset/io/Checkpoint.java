package dev.cresset.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Module;
import dev.cresset.optim.Optimizer;
import dev.cresset.text.Tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A training run at the end of an epoch: model, optimiser, state of the default generator and
 * numbers of your own. A run that goes on from it takes the same steps as one that never stopped.
 *
 * <p>It is a safetensors file: the model under {@code model.}, the averages of the optimiser under
 * {@code optimizer.}, the generator under {@code rng}; the rest is JSON in the metadata.
 *
 * {@snippet :
 * Checkpoint.save(file, model, optimizer, epoch, Map.of("accuracy", 0.98));
 *
 * var checkpoint = Checkpoint.load(file);
 * checkpoint.restore(model, optimizer);
 * long next = checkpoint.epoch() + 1;
 * }
 */
public final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String RNG = "rng";
    private static final Set<String> NON_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final String FORMAT = "cresset.checkpoint";

    private final Path file;
    private final Map<String, Tensor> tensors;
    private final JsonNode run;

    private Checkpoint(Path file, Map<String, Tensor> tensors, JsonNode run) {
        this.file = file;
        this.tensors = tensors;
        this.run = run;
    }

    /**
     * Saves a run; the file is replaced at once.
     *
     * @param epoch number of the last finished epoch
     * @param numbers what else shall be kept
     * @throws IOException if the file cannot be written; an old one is untouched then
     */
    public static void save(
            Path file,
            Module model,
            Optimizer optimizer,
            long epoch,
            Map<String, ? extends Number> numbers)
            throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        model.stateDict().forEach((name, tensor) -> tensors.put(MODEL + name, tensor));
        tensors.put(RNG, Torch.getRngState());
        var run = JSON.createObjectNode();
        run.put("epoch", epoch);
        var own = run.putObject("numbers");
        numbers.forEach((name, number) -> own.set(name, JSON.valueToTree(number)));
        var dict = optimizer.stateDict();
        var states = run.putObject("state");
        ((Map<?, ?>) dict.get("state"))
                .forEach(
                        (number, entries) -> {
                            var state = states.putObject(number.toString());
                            ((Map<?, ?>) entries)
                                    .forEach(
                                            (key, value) ->
                                                    put(
                                                            state,
                                                            OPTIMIZER + number + ".",
                                                            (String) key,
                                                            value,
                                                            tensors));
                        });
        var groups = run.putArray("param_groups");
        for (var group : (Iterable<?>) dict.get("param_groups")) {
            var options = groups.addObject();
            ((Map<?, ?>) group)
                    .forEach((key, value) -> put(options, "", (String) key, value, tensors));
        }
        Safetensors.save(tensors, file, Map.of(FORMAT, run.toString()));
    }

    /** Tensors go among the tensors, everything else into the JSON. */
    private static void put(
            ObjectNode node, String prefix, String key, Object value, Map<String, Tensor> tensors) {
        switch (value) {
            case Tensor tensor -> {
                tensors.put(prefix + key, tensor);
                node.putObject(key).put("tensor", prefix + key);
            }
            case Tuple<?> tuple -> {
                var elements = node.putObject(key).putArray("tuple");
                tuple.forEach(element -> elements.add(JSON.valueToTree(element)));
            }
            case null -> node.putNull(key);
            default -> node.set(key, JSON.valueToTree(value));
        }
    }

    /**
     * Reads a checkpoint; nothing changes yet.
     *
     * @throws FileFormatException if the file is damaged or no checkpoint
     * @throws IOException if it cannot be read
     */
    public static Checkpoint load(Path file) throws IOException {
        var content = Safetensors.read(file);
        var text = content.metadata().get(FORMAT);
        if (text == null) {
            throw new FileFormatException(
                    file, "it is a safetensors file, but no checkpoint of a training run");
        }
        try {
            return new Checkpoint(file, content.tensors(), JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new FileFormatException(
                    file, "the state of the run is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Number of the last finished epoch. */
    public long epoch() {
        var epoch = field(run, "epoch");
        if (!epoch.isIntegralNumber() || !epoch.canConvertToLong()) {
            throw new FileFormatException(file, "the epoch is " + epoch + ", which is no number");
        }
        return epoch.longValue();
    }

    /** A number that was saved with the run. */
    public double number(String name) {
        return number(field(field(run, "numbers"), name));
    }

    /** JSON has no numbers for what is not finite: they are texts. */
    private double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (nonFinite(node)) {
            return Double.parseDouble(node.textValue());
        }
        throw new FileFormatException(
                file, "the state of the run holds " + node + ", which is no number");
    }

    private static boolean nonFinite(JsonNode node) {
        return node.isTextual() && NON_FINITE.contains(node.textValue());
    }

    /** The state of the model. */
    public Map<String, Tensor> model() {
        var state = new LinkedHashMap<String, Tensor>();
        tensors.forEach(
                (name, tensor) -> {
                    if (name.startsWith(MODEL)) {
                        state.put(name.substring(MODEL.length()), tensor);
                    }
                });
        return state;
    }

    /** The state of the optimiser, as {@link Optimizer#stateDict} gave it. */
    public Map<String, Object> optimizer() {
        var states = new LinkedHashMap<Long, Object>();
        field(run, "state")
                .properties()
                .forEach(state -> states.put(number(state), values(state.getValue())));
        var groups = new ArrayList<Object>();
        field(run, "param_groups").forEach(group -> groups.add(values(group)));
        var dict = new LinkedHashMap<String, Object>();
        dict.put("state", states);
        dict.put("param_groups", groups);
        return dict;
    }

    private long number(Map.Entry<String, JsonNode> state) {
        try {
            return Long.parseLong(state.getKey());
        } catch (NumberFormatException e) {
            throw new FileFormatException(
                    file, "the state of parameter \"" + state.getKey() + "\" has no number", e);
        }
    }

    /**
     * Sets model, optimiser and the default generator to what they were. Where one of them does not
     * fit, none of them changes.
     */
    public void restore(Module model, Optimizer optimizer) {
        var generator = tensor(RNG);
        var dict = optimizer();
        var state = model();
        var oldGenerator = Torch.getRngState();
        var oldDict = optimizer.stateDict();
        try {
            Torch.setRngState(generator);
            optimizer.loadStateDict(dict);
            // Last: the others are easily set back.
            model.loadStateDict(state);
        } catch (RuntimeException e) {
            optimizer.loadStateDict(oldDict);
            Torch.setRngState(oldGenerator);
            throw e;
        }
    }

    private Map<String, Object> values(JsonNode node) {
        var values = new LinkedHashMap<String, Object>();
        node.properties().forEach(value -> values.put(value.getKey(), value(value.getValue())));
        return values;
    }

    private Object value(JsonNode node) {
        if (node.isObject() && node.has("tensor")) {
            return tensor(node.get("tensor").asText());
        }
        if (node.isObject() && node.path("tuple").isArray()) {
            var elements = new ArrayList<Object>();
            node.get("tuple").forEach(element -> elements.add(value(element)));
            return Tuple.of(elements.toArray());
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isNumber() || nonFinite(node)) {
            return number(node);
        }
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue();
            case NULL -> null;
            case STRING -> node.textValue();
            default ->
                    throw new FileFormatException(
                            file, "the state of the run holds " + node + ", which is no value");
        };
    }

    private Tensor tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new FileFormatException(file, "the tensor \"" + name + "\" is missing");
        }
        return tensor;
    }

    private JsonNode field(JsonNode node, String name) {
        var field = node.get(name);
        if (field == null) {
            throw new FileFormatException(file, "\"" + name + "\" of the run is missing");
        }
        return field;
    }
}
