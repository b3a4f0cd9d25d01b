package dev.cresset.cpu.natives;

import dev.cresset.cpu.natives.OneDnn.Api;
import dev.cresset.spi.Memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A compiled oneDNN operation, ready to run on any memory of the layouts it was made for, from any
 * number of threads at once, each running it alone.
 *
 * <p>Close it when no thread runs it any more; what it holds is not reachable by the collector.
 */
public final class OneDnnPrimitive implements AutoCloseable {
    /** Where an operand is in oneDNN's numbering. */
    public enum Argument {
        /** The input, and the source of a copy. */
        SRC(1, 129, 0),
        /** The output, and the target of a copy. */
        DST(17, 133, 0),
        /** The weights. */
        WEIGHTS(33, 131, 0),
        /** The bias. */
        BIAS(41, 131, 1),
        /** The gradient of the input. */
        DIFF_SRC(129, 130, 0),
        /** The gradient of the output. */
        DIFF_DST(145, 134, 0),
        /** The gradient of the weights. */
        DIFF_WEIGHTS(161, 132, 0),
        /** The gradient of the bias. */
        DIFF_BIAS(169, 132, 1);

        private final int index;
        private final int query;
        private final int queryIndex;

        Argument(int index, int query, int queryIndex) {
            this.index = index;
            this.query = query;
            this.queryIndex = queryIndex;
        }
    }

    private static final int SCRATCHPAD_INDEX = 80;

    /** A description of float32 memory. Owned by whoever made it. */
    public record Description(long handle) implements AutoCloseable {
        /** Memory with the given sizes and strides, in elements. */
        public static Description strided(long[] sizes, long[] strides) {
            try (var arena = Arena.ofConfined()) {
                var slot = arena.allocate(8);
                OneDnn.check(
                        "dnnl_memory_desc_create_with_strides",
                        Api.memoryDescCreateWithStrides(
                                slot.address(),
                                sizes.length,
                                longs(arena, sizes),
                                OneDnn.F32,
                                longs(arena, strides)));
                return new Description(slot.get(ValueLayout.JAVA_LONG, 0));
            }
        }

        /** Memory in the order of the sizes without gaps. */
        public static Description dense(long... sizes) {
            var strides = new long[sizes.length];
            long stride = 1;
            for (int i = sizes.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= sizes[i];
            }
            return strided(sizes, strides);
        }

        /** Memory whose layout the primitive is to choose. */
        public static Description any(long... sizes) {
            try (var arena = Arena.ofConfined()) {
                var slot = arena.allocate(8);
                OneDnn.check(
                        "dnnl_memory_desc_create_with_tag",
                        Api.memoryDescCreateWithTag(
                                slot.address(),
                                sizes.length,
                                longs(arena, sizes),
                                OneDnn.F32,
                                OneDnn.FORMAT_TAG_ANY));
                return new Description(slot.get(ValueLayout.JAVA_LONG, 0));
            }
        }

        /**
         * A part of this memory: to be used with the address of the whole, and closed by whoever
         * asked for it. Empty if the layout cannot be cut there, within a block of channels.
         */
        public Optional<Description> part(long[] sizes, long[] offsets) {
            try (var arena = Arena.ofConfined()) {
                var slot = arena.allocate(8);
                int status =
                        Api.memoryDescCreateSubmemory(
                                slot.address(), handle, longs(arena, sizes), longs(arena, offsets));
                if (status == OneDnn.UNIMPLEMENTED) {
                    return Optional.empty();
                }
                OneDnn.check("dnnl_memory_desc_create_submemory", status);
                return Optional.of(new Description(slot.get(ValueLayout.JAVA_LONG, 0)));
            }
        }

        /** Bytes taken by memory of this description. */
        public long bytes() {
            return Api.memoryDescGetSize(handle);
        }

        @Override
        public void close() {
            Api.memoryDescDestroy(handle);
        }
    }

    /** Window geometry of a convolution, one entry per spatial dimension; dilation 1 is dense. */
    public record Window(long[] stride, long[] dilation, long[] paddingLow, long[] paddingHigh) {}

    private static final class Engine {
        static final long HANDLE = create();

        private static long create() {
            try (var arena = Arena.ofConfined()) {
                var slot = arena.allocate(8);
                OneDnn.check("dnnl_engine_create", Api.engineCreate(slot.address(), OneDnn.CPU, 0));
                return slot.get(ValueLayout.JAVA_LONG, 0);
            }
        }
    }

    /** What one running execution needs: a stream, and memory objects to point at operands. */
    private record Execution(Arena arena, long stream, MemorySegment pairs) {}

    private static final ConcurrentLinkedQueue<Long> STREAMS = new ConcurrentLinkedQueue<>();

    private final long primitive;
    private final long description;
    private final Argument[] arguments;
    private final long[] layouts;
    private final long scratchBytes;
    private final long scratchLayout;
    private final ConcurrentLinkedQueue<Execution> idle = new ConcurrentLinkedQueue<>();

    private OneDnnPrimitive(long description, Argument[] arguments) {
        this.description = description;
        this.arguments = arguments;
        layouts = new long[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            layouts[i] = Api.primitiveDescQueryMd(description, argument.query, argument.queryIndex);
        }
        scratchLayout = Api.primitiveDescQueryMd(description, OneDnn.QUERY_SCRATCHPAD_MD, 0);
        scratchBytes = scratchLayout == 0 ? 0 : Api.memoryDescGetSize(scratchLayout);
        try (var arena = Arena.ofConfined()) {
            var slot = arena.allocate(8);
            OneDnn.check("dnnl_primitive_create", Api.primitiveCreate(slot.address(), description));
            primitive = slot.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** A copy from one layout to another. */
    public static OneDnnPrimitive reorder(Description from, Description to) {
        return create(
                        "dnnl_reorder_primitive_desc_create",
                        List.of(Argument.SRC, Argument.DST),
                        (arena, slot, attributes) ->
                                Api.reorderPrimitiveDescCreate(
                                        slot,
                                        from.handle,
                                        Engine.HANDLE,
                                        to.handle,
                                        Engine.HANDLE,
                                        attributes))
                .orElseThrow();
    }

    /** A convolution: dst = src * weights + bias. Empty if oneDNN has none for these layouts. */
    public static Optional<OneDnnPrimitive> convolution(
            Description src,
            Description weights,
            Optional<Description> bias,
            Description dst,
            Window window) {
        long biasHandle = bias.map(Description::handle).orElse(0L);
        return create(
                "dnnl_convolution_forward_primitive_desc_create",
                biasHandle == 0
                        ? List.of(Argument.SRC, Argument.WEIGHTS, Argument.DST)
                        : List.of(Argument.SRC, Argument.WEIGHTS, Argument.DST, Argument.BIAS),
                (arena, slot, attributes) ->
                        Api.convolutionForwardPrimitiveDescCreate(
                                slot,
                                Engine.HANDLE,
                                OneDnn.FORWARD_TRAINING,
                                OneDnn.CONVOLUTION_DIRECT,
                                src.handle,
                                weights.handle,
                                biasHandle,
                                dst.handle,
                                longs(arena, window.stride),
                                dilates(arena, window),
                                longs(arena, window.paddingLow),
                                longs(arena, window.paddingHigh),
                                attributes));
    }

    /** The gradient of a convolution for its input. {@code hint}: the forward convolution. */
    public static Optional<OneDnnPrimitive> convolutionBackwardData(
            Description diffSrc,
            Description weights,
            Description diffDst,
            Window window,
            OneDnnPrimitive hint) {
        return create(
                "dnnl_convolution_backward_data_primitive_desc_create",
                List.of(Argument.DIFF_SRC, Argument.WEIGHTS, Argument.DIFF_DST),
                (arena, slot, attributes) ->
                        Api.convolutionBackwardDataPrimitiveDescCreate(
                                slot,
                                Engine.HANDLE,
                                OneDnn.CONVOLUTION_DIRECT,
                                diffSrc.handle,
                                weights.handle,
                                diffDst.handle,
                                longs(arena, window.stride),
                                dilates(arena, window),
                                longs(arena, window.paddingLow),
                                longs(arena, window.paddingHigh),
                                hint.description,
                                attributes));
    }

    /** The gradient of a convolution for its weights and, where there is one, its bias. */
    public static Optional<OneDnnPrimitive> convolutionBackwardWeights(
            Description src,
            Description diffWeights,
            Optional<Description> diffBias,
            Description diffDst,
            Window window,
            OneDnnPrimitive hint) {
        long biasHandle = diffBias.map(Description::handle).orElse(0L);
        return create(
                "dnnl_convolution_backward_weights_primitive_desc_create",
                biasHandle == 0
                        ? List.of(Argument.SRC, Argument.DIFF_WEIGHTS, Argument.DIFF_DST)
                        : List.of(
                                Argument.SRC,
                                Argument.DIFF_WEIGHTS,
                                Argument.DIFF_DST,
                                Argument.DIFF_BIAS),
                (arena, slot, attributes) ->
                        Api.convolutionBackwardWeightsPrimitiveDescCreate(
                                slot,
                                Engine.HANDLE,
                                OneDnn.CONVOLUTION_DIRECT,
                                src.handle,
                                diffWeights.handle,
                                biasHandle,
                                diffDst.handle,
                                longs(arena, window.stride),
                                dilates(arena, window),
                                longs(arena, window.paddingLow),
                                longs(arena, window.paddingHigh),
                                hint.description,
                                attributes));
    }

    @FunctionalInterface
    private interface DescriptionMaker {
        /** Stores the handle of a primitive description in {@code slot}; returns the status. */
        int make(Arena arena, long slot, long attributes);
    }

    private static Optional<OneDnnPrimitive> create(
            String function, List<Argument> arguments, DescriptionMaker maker) {
        OneDnn.useOneThread(); // the choice of kernel and of blocking depends on the thread count
        try (var arena = Arena.ofConfined()) {
            var slot = arena.allocate(8);
            int status = maker.make(arena, slot.address(), Attributes.HANDLE);
            if (status == OneDnn.UNIMPLEMENTED) {
                return Optional.empty();
            }
            OneDnn.check(function, status);
            return Optional.of(
                    new OneDnnPrimitive(
                            slot.get(ValueLayout.JAVA_LONG, 0),
                            arguments.toArray(Argument[]::new)));
        }
    }

    /** All primitives take scratch memory from the caller, so that several threads can run one. */
    private static final class Attributes {
        static final long HANDLE = create();

        private static long create() {
            try (var arena = Arena.ofConfined()) {
                var slot = arena.allocate(8);
                OneDnn.check("dnnl_primitive_attr_create", Api.primitiveAttrCreate(slot.address()));
                long handle = slot.get(ValueLayout.JAVA_LONG, 0);
                OneDnn.check(
                        "dnnl_primitive_attr_set_scratchpad_mode",
                        Api.primitiveAttrSetScratchpadMode(handle, OneDnn.SCRATCHPAD_MODE_USER));
                return handle;
            }
        }
    }

    /** The layout chosen for an operand; it lives as long as this primitive. */
    public Description layout(Argument argument) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == argument) {
                return new Description(layouts[i]);
            }
        }
        throw new IllegalArgumentException(argument + " is no operand of " + implementation());
    }

    /** Bytes of scratch memory an execution needs. */
    public long scratchBytes() {
        return scratchBytes;
    }

    /** oneDNN's name for the kernel it chose, e.g. {@code brg_conv_fwd:avx512_core}. */
    public String implementation() {
        try (var arena = Arena.ofConfined()) {
            var slot = arena.allocate(8);
            OneDnn.check(
                    "dnnl_primitive_desc_query",
                    Api.primitiveDescQuery(
                            description, OneDnn.QUERY_IMPL_INFO_STR, 0, slot.address()));
            return Memory.ALL.getString(slot.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /**
     * Runs in the calling thread.
     *
     * @param scratch memory of {@link #scratchBytes()} bytes that nobody else uses meanwhile
     * @param addresses the operands, in the order of the factory method's documentation: source,
     *     weights, destination, bias (or their gradients)
     */
    public void execute(long scratch, long... addresses) {
        OneDnn.useOneThread();
        var execution = idle.poll();
        if (execution == null) {
            execution = newExecution();
        }
        int count = arguments.length;
        for (int i = 0; i < count; i++) {
            Api.memorySetDataHandle(memory(execution, i), addresses[i]);
        }
        if (scratchBytes > 0) {
            Api.memorySetDataHandle(memory(execution, count), scratch);
            count++;
        }
        int status =
                Api.primitiveExecute(primitive, execution.stream, count, execution.pairs.address());
        if (status == OneDnn.SUCCESS) {
            status = Api.streamWait(execution.stream);
        }
        idle.add(execution);
        OneDnn.check("dnnl_primitive_execute", status);
    }

    private static long memory(Execution execution, int i) {
        return execution.pairs.get(ValueLayout.JAVA_LONG, 16L * i + 8);
    }

    private Execution newExecution() {
        int count = arguments.length + (scratchBytes > 0 ? 1 : 0);
        var arena = Arena.ofShared();
        var slot = arena.allocate(8);
        var stream = STREAMS.poll();
        if (stream == null) {
            OneDnn.check(
                    "dnnl_stream_create",
                    Api.streamCreate(slot.address(), Engine.HANDLE, OneDnn.STREAM_IN_ORDER));
            stream = slot.get(ValueLayout.JAVA_LONG, 0);
        }
        var pairs = arena.allocate(16L * count, 8);
        for (int i = 0; i < count; i++) {
            boolean scratch = i == arguments.length;
            OneDnn.check(
                    "dnnl_memory_create",
                    Api.memoryCreate(
                            slot.address(),
                            scratch ? scratchLayout : layouts[i],
                            Engine.HANDLE,
                            0));
            pairs.set(
                    ValueLayout.JAVA_INT, 16L * i, scratch ? SCRATCHPAD_INDEX : arguments[i].index);
            pairs.set(ValueLayout.JAVA_LONG, 16L * i + 8, slot.get(ValueLayout.JAVA_LONG, 0));
        }
        return new Execution(arena, stream, pairs);
    }

    /** Frees everything; no thread may be running this primitive. */
    @Override
    public void close() {
        for (var execution = idle.poll(); execution != null; execution = idle.poll()) {
            for (int i = 0; i < execution.pairs.byteSize() / 16; i++) {
                Api.memoryDestroy(memory(execution, i));
            }
            STREAMS.add(execution.stream);
            execution.arena.close();
        }
        Api.primitiveDestroy(primitive);
        Api.primitiveDescDestroy(description);
    }

    private static long dilates(Arena arena, Window window) {
        var dilates = window.dilation.clone();
        for (int i = 0; i < dilates.length; i++) {
            dilates[i]--; // oneDNN counts the gaps
        }
        return longs(arena, dilates);
    }

    private static long longs(Arena arena, long[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, values).address();
    }
}
