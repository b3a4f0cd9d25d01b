package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns encoded values into what calls by name take: tensors, numbers, truth values, strings,
 * dtypes, null, lists.
 *
 * <p>One decoder serves one call. It remembers every tensor by its path.
 */
final class Decoder {
    /** A slice in an index; null ends are open. */
    record SliceValue(Long start, Long stop, Long step) {}

    /** {@code ...} in an index. */
    enum Mark {
        ELLIPSIS
    }

    /** A function of PyTorch as an argument. */
    record Function(String name) {}

    /** A Python tuple: a list, but as an index it means several entries. */
    static final class Tuple extends ArrayList<Object> {
        private static final long serialVersionUID = 1L;
    }

    /** What a decoder does with {@code requires_grad}. */
    enum Leaves {
        /** Tensors ask for gradients where the record says so. */
        AS_RECORDED,
        /** No tensor asks for gradients. */
        WITHOUT_GRADIENTS
    }

    private final TensorFile file;
    private final Leaves leaves;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    Decoder(TensorFile file, Leaves leaves) {
        this.file = file;
        this.leaves = leaves;
    }

    /** All tensors met so far by path. */
    Map<String, Tensor> tensors() {
        return tensors;
    }

    /** The positional arguments of a record. */
    List<Object> args(JsonNode record) {
        var list = new ArrayList<>();
        int i = 0;
        for (var element : record.path("args")) {
            list.add(value(element, "args/" + i++));
        }
        return list;
    }

    /** The keyword arguments of a record. */
    Map<String, Object> kwargs(JsonNode record) {
        var map = new LinkedHashMap<String, Object>();
        record.path("kwargs")
                .properties()
                .forEach(
                        field ->
                                map.put(
                                        field.getKey(),
                                        value(field.getValue(), "kwargs/" + field.getKey())));
        return map;
    }

    /** A value; {@code path} says where it lies. */
    Object value(JsonNode node, String path) {
        if (node.has("tensor")) {
            var tensor = tensor(node);
            tensors.put(path, tensor);
            return tensor;
        }
        var field = node.properties().iterator().next();
        var content = field.getValue();
        return switch (field.getKey()) {
            case "int" -> integer(content);
            case "bool" -> content.booleanValue();
            case "str" -> content.textValue();
            case "none" -> null;
            case "float" -> number(content);
            case "complex" -> new Complex(number(content.get(0)), number(content.get(1)));
            case "dtype" -> dtype(content.textValue());
            case "type" -> pythonType(content.textValue());
            case "device", "layout", "memory_format" -> content.textValue();
            case "sparse_coo" -> sparse(content);
            case "list" -> fill(new ArrayList<>(), content, path);
            case "tuple" -> fill(new Tuple(), content, path);
            case "slice" ->
                    new SliceValue(
                            bound(content.get(0)), bound(content.get(1)), bound(content.get(2)));
            case "ellipsis" -> Mark.ELLIPSIS;
            case "module" -> new PythonCall(content.textValue(), args(node), kwargs(node));
            case "function" -> new Function(content.textValue());
            case "dict" -> dict(content, path);
            case "python" -> PythonLambda.parse(content.textValue());
            case "scheduler" -> new PythonCall(content.textValue(), args(node), kwargs(node));
            default -> throw new MissingException("values of kind " + field.getKey());
        };
    }

    private Map<Object, Object> dict(JsonNode content, String path) {
        var map = new LinkedHashMap<>();
        content.forEach(
                entry -> {
                    var key = value(entry.get(0), "");
                    map.put(key, value(entry.get(1), path + "/" + key));
                });
        return map;
    }

    private static Long integer(JsonNode content) {
        if (!content.canConvertToLong()) {
            throw new MissingException("integers beyond 64 bits");
        }
        return content.longValue();
    }

    private static Long bound(JsonNode content) {
        return content.isNull() ? null : (Long) content.longValue();
    }

    static double number(JsonNode content) {
        return switch (content.textValue()) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case null, default -> content.doubleValue();
        };
    }

    private List<Object> fill(List<Object> list, JsonNode content, String path) {
        for (int i = 0; i < content.size(); i++) {
            list.add(value(content.get(i), path.isEmpty() ? "" + i : path + "/" + i));
        }
        return list;
    }

    static DType dtype(String name) {
        for (var dtype : DType.values()) {
            if (dtype.text().equals(name)) {
                return dtype;
            }
        }
        throw new MissingException("dtype " + name);
    }

    private static DType pythonType(String name) {
        return switch (name) {
            case "bool" -> DType.BOOL;
            case "int" -> DType.INT64;
            case "float" -> DType.FLOAT64;
            case "complex" -> DType.COMPLEX128;
            default -> throw new MissingException("type " + name);
        };
    }

    static DType storedDType(String code) {
        return switch (code) {
            case "BOOL" -> DType.BOOL;
            case "U8" -> DType.UINT8;
            case "I8" -> DType.INT8;
            case "I16" -> DType.INT16;
            case "I32" -> DType.INT32;
            case "I64" -> DType.INT64;
            case "F16" -> DType.FLOAT16;
            case "BF16" -> DType.BFLOAT16;
            case "F32" -> DType.FLOAT32;
            case "F64" -> DType.FLOAT64;
            case "C64" -> DType.COMPLEX64;
            case "C128" -> DType.COMPLEX128;
            default -> throw new MissingException("tensors of dtype " + code);
        };
    }

    /** A fresh tensor with the recorded sizes, strides and offset. */
    Tensor tensor(JsonNode node) {
        var entry = file.entry(node.get("tensor").textValue());
        var dtype = storedDType(entry.dtype());
        var tensor = Torch.empty(dtype, entry.sizes());
        var bytes = file.bytes(entry);
        MemorySegment.copy(bytes, 0, Memory.ALL, tensor.array().address(), bytes.byteSize());
        if (node.has("size")) {
            tensor =
                    tensor.asStrided(
                            longs(node.get("size")),
                            longs(node.get("stride")),
                            node.path("offset").longValue());
        }
        tensor = tensor.detach();
        if (leaves == Leaves.AS_RECORDED && node.path("requires_grad").booleanValue()) {
            tensor.requiresGrad_();
        }
        return tensor;
    }

    /** A fresh sparse tensor. */
    private SparseTensor sparse(JsonNode node) {
        var tensor =
                Torch.sparseCooTensor(
                        tensor(node.get("indices")),
                        tensor(node.get("values")),
                        longs(node.get("size")));
        return node.get("coalesced").booleanValue() ? tensor.coalesce() : tensor;
    }

    static long[] longs(JsonNode array) {
        var result = new long[array.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = array.get(i).longValue();
        }
        return result;
    }
}
