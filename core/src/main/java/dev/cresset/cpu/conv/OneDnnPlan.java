package dev.cresset.cpu.conv;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.conv.Slice.Geometry;
import dev.cresset.cpu.natives.OneDnnPrimitive;
import dev.cresset.cpu.natives.OneDnnPrimitive.Argument;
import dev.cresset.cpu.natives.OneDnnPrimitive.Description;
import dev.cresset.cpu.natives.OneDnnPrimitive.Window;
import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A float32 convolution prepared for oneDNN: what each thread does, and the compiled primitives.
 *
 * <p>Note [Layouts of convolutions]: oneDNN is fast on images with channels last and on its own
 * blocked layouts, and slow on contiguous ones. The blocked layouts would have to be known to every
 * op, so channels last it is: contiguous images are reordered on the way in or out. A few images
 * are done at a time, so that they stay in the cache from one step to the next, and from one block
 * of channels to the next. Weights are reordered on every call to the layout oneDNN picks for them.
 */
final class OneDnnPlan implements AutoCloseable {
    /** Which of the three passes. */
    enum Direction {
        FORWARD,
        BACKWARD_DATA,
        BACKWARD_WEIGHTS
    }

    /** Everything a plan depends on. {@code bias}: whether there is one. */
    record Key(
            Direction direction,
            ConvShape shape,
            MemoryFormat inFormat,
            MemoryFormat outFormat,
            boolean bias,
            int threads) {}

    /** Multiplications worth a thread. */
    private static final long WORK_PER_THREAD = 200_000;

    /** Multiplications of a slice that make its fixed costs small. */
    private static final long WORK_PER_SLICE = 1_000_000;

    /** Bytes of input and output that a slice keeps in the cache. */
    private static final long SLICE_BYTES = 512 << 10;

    /** Bytes of weights from which on their reorder is worth several threads. */
    private static final long MANY_WEIGHT_BYTES = 512 << 10;

    /** Weights larger than the input by this factor are shared out among threads. */
    private static final long WEIGHTS_TO_INPUT = 2;

    /** Blocked layouts have at most this many output channels in a block. */
    private static final int CHANNEL_BLOCK = 64;

    private static final int FLOAT = 4;
    private static final long ALIGN = 64;

    /** The primitives of all slices of one geometry; the reorders are null where not needed. */
    private record Stage(
            OneDnnPrimitive main,
            OneDnnPrimitive reorderIn,
            OneDnnPrimitive reorderOut,
            long inBytes,
            long outBytes) {}

    private final Key key;
    private final ConvShape shape;
    private final boolean forward;
    private final boolean weightsWanted;
    private final boolean reorderedIn;
    private final boolean reorderedOut;
    private final List<Slice> slices;
    private final Map<Geometry, Stage> stages = new HashMap<>();
    private final Stage[] stageOf;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<OneDnnPrimitive> reorderWeights = new ArrayList<>();
    private long weightBytes;

    /**
     * In so many parts threads share out the output channels; 1 where they share out the images.
     */
    private final int parts;

    /** What is done for each part. */
    private OneDnnPlan part;

    private OneDnnPlan(Key key) {
        this.key = key;
        shape = key.shape.widened(2);
        forward = key.direction == Direction.FORWARD;
        weightsWanted = key.direction == Direction.BACKWARD_WEIGHTS;
        reorderedIn = needsReorder(key.inFormat, shape.inChannels(), shape.input());
        reorderedOut = needsReorder(key.outFormat, shape.outChannels(), shape.output());
        int threads = Math.clamp(shape.work() / WORK_PER_THREAD, 1, key.threads);
        slices =
                Slice.cut(
                        shape,
                        threads,
                        weightsWanted ? Long.MAX_VALUE : imagesPerSlice(),
                        key.direction == Direction.BACKWARD_DATA);
        stageOf = new Stage[slices.size()];
        parts = partsOfChannels();
    }

    private static boolean needsReorder(MemoryFormat format, long channels, long[] spatial) {
        return format == MemoryFormat.CONTIGUOUS && channels > 1 && ConvShape.product(spatial) > 1;
    }

    private long imagesPerSlice() {
        long bytes = (shape.inputSize() + shape.outputSize()) * FLOAT / shape.batch();
        long work = Math.max(1, shape.work() / shape.batch());
        return Math.max(Math.max(1, SLICE_BYTES / bytes), Math.ceilDiv(WORK_PER_SLICE, work));
    }

    /** Prepares a convolution; empty if oneDNN has no fast code for it. */
    static Optional<OneDnnPlan> prepare(Key key) {
        var plan = new OneDnnPlan(key);
        boolean complete = false;
        try {
            complete = plan.compile();
        } finally {
            if (!complete) {
                plan.close();
            }
        }
        return complete ? Optional.of(plan) : Optional.empty();
    }

    private boolean compile() {
        return parts > 1 ? compilePart() : compileSlices();
    }

    /**
     * How to divide the output channels: each thread then reads all of the input but only its part
     * of the weights, which are much larger in the last layers of a network for images.
     */
    private int partsOfChannels() {
        if (!forward
                || reorderedIn
                || reorderedOut
                || shape.groups() > 1
                || shape.outChannels() % CHANNEL_BLOCK != 0
                || shape.weightSize() <= WEIGHTS_TO_INPUT * shape.inputSize()) {
            return 1;
        }
        int blocks = shape.outChannels() / CHANNEL_BLOCK;
        int count = Math.min(key.threads, blocks);
        while (blocks % count != 0) {
            count++;
        }
        return count;
    }

    private boolean compilePart() {
        var prepared =
                prepare(
                        new Key(
                                key.direction,
                                shape.withOutChannels(shape.outChannels() / parts),
                                key.inFormat,
                                key.outFormat,
                                key.bias,
                                1));
        prepared.ifPresent(plan -> part = own(plan));
        return prepared.isPresent();
    }

    private boolean compileSlices() {
        var plainWeights = own(Description.dense(Layouts.weights(shape)));
        var weights = own(Description.any(Layouts.weights(shape)));
        for (int i = 0; i < stageOf.length; i++) {
            var slice = slices.get(i);
            var stage = stages.get(slice.geometry());
            if (stage == null) {
                var main = primitive(slice.geometry(), weights);
                if (main.isEmpty() || main.get().implementation().startsWith("ref")) {
                    main.ifPresent(OneDnnPrimitive::close);
                    return false;
                }
                stage = stage(own(main.get()), slice.geometry());
                stages.put(slice.geometry(), stage);
                if (i == 0) {
                    // The layout that the first slice prefers is the layout of all.
                    weights =
                            main.get()
                                    .layout(
                                            weightsWanted
                                                    ? Argument.DIFF_WEIGHTS
                                                    : Argument.WEIGHTS);
                    weightBytes = aligned(weights.bytes());
                    prepareWeights(plainWeights, weights);
                }
            }
            stageOf[i] = stage;
        }
        return true;
    }

    /** Makes the copies between plain and blocked weights, one per thread if they are large. */
    private void prepareWeights(Description plain, Description blocked) {
        long channels = Layouts.weights(shape)[0];
        boolean many = shape.groups() == 1 && weightBytes >= MANY_WEIGHT_BYTES;
        long parts = many ? Math.clamp(channels / CHANNEL_BLOCK, 1, key.threads) : 1;
        long step = (channels / parts + CHANNEL_BLOCK - 1) / CHANNEL_BLOCK * CHANNEL_BLOCK;
        if (parts == 1 || !prepareParts(plain, blocked, step)) {
            reorderWeights.clear();
            reorderWeights.add(own(weightReorder(plain, blocked)));
        }
    }

    /**
     * Reorders of {@code step} output channels each; false if the blocked layout has no cut there.
     */
    private boolean prepareParts(Description plain, Description blocked, long step) {
        var sizes = Layouts.weights(shape);
        for (long channel = 0; channel < sizes[0]; channel += step) {
            var offsets = new long[sizes.length];
            offsets[0] = channel;
            var part = sizes.clone();
            part[0] = Math.min(step, sizes[0] - channel);
            var cut = blocked.part(part, offsets);
            if (cut.isEmpty()) {
                return false;
            }
            try (var blockedPart = cut.get();
                    var plainPart = plain.part(part, offsets).orElseThrow()) {
                reorderWeights.add(own(weightReorder(plainPart, blockedPart)));
            }
        }
        return true;
    }

    private OneDnnPrimitive weightReorder(Description plain, Description blocked) {
        return weightsWanted
                ? OneDnnPrimitive.reorder(blocked, plain)
                : OneDnnPrimitive.reorder(plain, blocked);
    }

    /** Copies weights to the layout of the primitives, or gradients of weights from it. */
    private void reorderWeights(long from, long to) {
        eachInParallel(
                reorderWeights.size(),
                i -> {
                    var reorder = reorderWeights.get(i);
                    try (var scratch = Scratch.take(reorder.scratchBytes())) {
                        reorder.execute(scratch.address(), from, to);
                    }
                });
    }

    private Stage stage(OneDnnPrimitive main, Geometry geometry) {
        long images = geometry.images();
        long inChannels = shape.inChannels();
        long outChannels = shape.outChannels();
        boolean towardsIn = key.direction == Direction.BACKWARD_DATA;
        OneDnnPrimitive reorderIn = null;
        OneDnnPrimitive reorderOut = null;
        if (reorderedIn) {
            reorderIn =
                    reorder(
                            Layouts.contiguous(images, inChannels, geometry.in(), shape.input()),
                            Layouts.channelsLast(images, inChannels, geometry.in(), shape.input()),
                            towardsIn);
        }
        if (reorderedOut) {
            reorderOut =
                    reorder(
                            Layouts.contiguous(images, outChannels, geometry.out(), shape.output()),
                            Layouts.channelsLast(
                                    images, outChannels, geometry.out(), shape.output()),
                            forward);
        }
        return new Stage(
                main,
                reorderIn,
                reorderOut,
                reorderedIn ? aligned(images * inChannels * geometry.in() * rowIn() * FLOAT) : 0,
                reorderedOut
                        ? aligned(images * outChannels * geometry.out() * rowOut() * FLOAT)
                        : 0);
    }

    /** From the given layout to channels last, or back. */
    private OneDnnPrimitive reorder(
            Description contiguous, Description channelsLast, boolean back) {
        try (contiguous;
                channelsLast) {
            return own(
                    back
                            ? OneDnnPrimitive.reorder(channelsLast, contiguous)
                            : OneDnnPrimitive.reorder(contiguous, channelsLast));
        }
    }

    private Optional<OneDnnPrimitive> primitive(Geometry geometry, Description weights) {
        long images = geometry.images();
        var window = window(geometry);
        try (var src =
                        Layouts.channelsLast(
                                images, shape.inChannels(), geometry.in(), shape.input());
                var dst =
                        Layouts.channelsLast(
                                images, shape.outChannels(), geometry.out(), shape.output());
                var anyWeights = Description.any(Layouts.weights(shape));
                var biasLayout = Description.dense(shape.outChannels())) {
            var bias = key.bias ? Optional.of(biasLayout) : Optional.<Description>empty();
            if (forward) {
                return OneDnnPrimitive.convolution(src, weights, bias, dst, window);
            }
            var hint = OneDnnPrimitive.convolution(src, anyWeights, bias, dst, window);
            if (hint.isEmpty()) {
                return Optional.empty();
            }
            try (var hinting = hint.get()) {
                return weightsWanted
                        ? OneDnnPrimitive.convolutionBackwardWeights(
                                src, weights, bias, dst, window, hinting)
                        : OneDnnPrimitive.convolutionBackwardData(
                                src, weights, dst, window, hinting);
            }
        }
    }

    private Window window(Geometry geometry) {
        int rank = shape.rank();
        var low = shape.padding().clone();
        var high = new long[rank];
        for (int i = 1; i < rank; i++) {
            long reach = (shape.output()[i] - 1) * shape.stride()[i] + shape.extent(i);
            high[i] = Math.max(0, reach - low[i] - shape.input()[i]);
        }
        low[0] = geometry.paddingLow();
        high[0] = geometry.paddingHigh();
        return new Window(shape.stride(), shape.dilation(), low, high);
    }

    /** Elements of one channel in one row of the first spatial dimension. */
    private long rowIn() {
        return ConvShape.product(shape.input()) / shape.input()[0];
    }

    private long rowOut() {
        return ConvShape.product(shape.output()) / shape.output()[0];
    }

    private long addressIn(long base, Slice slice) {
        return address(
                base, reorderedIn, slice.image(), shape.inChannels(), shape.input(), slice.in());
    }

    private long addressOut(long base, Slice slice) {
        return address(
                base,
                reorderedOut,
                slice.image(),
                shape.outChannels(),
                shape.output(),
                slice.out());
    }

    private static long address(
            long base,
            boolean contiguous,
            long image,
            long channels,
            long[] spatial,
            Slice.Rows rows) {
        long size = ConvShape.product(spatial);
        long row = size / spatial[0] * (contiguous ? 1 : channels);
        return base + (image * channels * size + rows.from() * row) * FLOAT;
    }

    /** y = x * w + bias, or, backwards, dx from y = dy; {@code bias} is 0 for none. */
    void run(long x, long w, long bias, long y) {
        if (parts > 1) {
            eachInParallel(parts, i -> runPart(i, x, w, bias, y));
            return;
        }
        try (var weights = Scratch.take(weightBytes)) {
            reorderWeights(w, weights.address());
            eachInParallel(slices.size(), i -> runSlice(i, x, weights.address(), bias, y));
        }
    }

    /** Computes some output channels beside each other, and puts them among the others. */
    private void runPart(int index, long x, long w, long bias, long y) {
        long channels = shape.outChannels() / parts;
        long first = index * channels;
        long partOfW = w + first * (shape.weightSize() / shape.outChannels()) * FLOAT;
        long partOfBias = bias == 0 ? 0 : bias + first * FLOAT;
        long pixels = shape.outputSize() / shape.outChannels();
        try (var result = Scratch.take(pixels * channels * FLOAT)) {
            part.run(x, partOfW, partOfBias, result.address());
            for (long pixel = 0; pixel < pixels; pixel++) {
                Memory.copy(
                        result.address() + pixel * channels * FLOAT,
                        y + (pixel * shape.outChannels() + first) * FLOAT,
                        channels * FLOAT);
            }
        }
    }

    private void runSlice(int index, long x, long w, long bias, long y) {
        var slice = slices.get(index);
        var stage = stageOf[index];
        long fromX = addressIn(x, slice);
        long toY = addressOut(y, slice);
        try (var scratch = Scratch.take(stage.inBytes + stage.outBytes + scratchBytes(stage))) {
            long blockX = reorderedIn ? scratch.address() : fromX;
            long blockY = reorderedOut ? scratch.address() + stage.inBytes : toY;
            long work = scratch.address() + stage.inBytes + stage.outBytes;
            if (forward) {
                if (reorderedIn) {
                    stage.reorderIn.execute(work, fromX, blockX);
                }
                if (bias == 0) {
                    stage.main.execute(work, blockX, w, blockY);
                } else {
                    stage.main.execute(work, blockX, w, blockY, bias);
                }
                if (reorderedOut) {
                    stage.reorderOut.execute(work, blockY, toY);
                }
            } else {
                if (reorderedOut) {
                    stage.reorderOut.execute(work, toY, blockY);
                }
                stage.main.execute(work, blockX, w, blockY);
                if (reorderedIn) {
                    stage.reorderIn.execute(work, blockX, fromX);
                }
            }
        }
    }

    /** dw and db from x and dy; {@code db} is 0 for none. */
    void runWeights(long x, long dy, long dw, long db) {
        int count = slices.size();
        long biases = aligned((long) shape.outChannels() * FLOAT);
        try (var scratch = Scratch.take(count * (weightBytes + biases))) {
            long sums = scratch.address();
            long biasSums = sums + count * weightBytes;
            eachInParallel(
                    count,
                    i ->
                            runWeightSlice(
                                    i,
                                    x,
                                    dy,
                                    sums + i * weightBytes,
                                    db == 0 ? 0 : biasSums + i * biases));
            FloatSums.sum(sums, weightBytes, count, sums, weightBytes / FLOAT);
            reorderWeights(sums, dw);
            if (db != 0) {
                FloatSums.sum(biasSums, biases, count, db, shape.outChannels());
            }
        }
    }

    private void runWeightSlice(int index, long x, long dy, long dw, long db) {
        var slice = slices.get(index);
        var stage = stageOf[index];
        long fromX = addressIn(x, slice);
        long fromY = addressOut(dy, slice);
        try (var scratch = Scratch.take(stage.inBytes + stage.outBytes + scratchBytes(stage))) {
            long blockX = reorderedIn ? scratch.address() : fromX;
            long blockY = reorderedOut ? scratch.address() + stage.inBytes : fromY;
            long work = scratch.address() + stage.inBytes + stage.outBytes;
            if (reorderedIn) {
                stage.reorderIn.execute(work, fromX, blockX);
            }
            if (reorderedOut) {
                stage.reorderOut.execute(work, fromY, blockY);
            }
            if (db == 0) {
                stage.main.execute(work, blockX, dw, blockY);
            } else {
                stage.main.execute(work, blockX, dw, blockY, db);
            }
        }
    }

    private static void eachInParallel(int count, IntConsumer task) {
        Parallel.forEach(
                count,
                1,
                (from, to) -> {
                    for (long i = from; i < to; i++) {
                        task.accept((int) i);
                    }
                });
    }

    private static long scratchBytes(Stage stage) {
        long bytes = stage.main.scratchBytes();
        for (var reorder : new OneDnnPrimitive[] {stage.reorderIn, stage.reorderOut}) {
            if (reorder != null) {
                bytes = Math.max(bytes, reorder.scratchBytes());
            }
        }
        return bytes;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGN - 1) / ALIGN * ALIGN;
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    /** Frees the primitives; nobody may be running this plan. */
    @Override
    public void close() {
        for (var resource : owned.reversed()) {
            switch (resource) {
                case OneDnnPrimitive primitive -> primitive.close();
                case Description description -> description.close();
                case OneDnnPlan plan -> plan.close();
                default -> throw new IllegalStateException("cannot own " + resource);
            }
        }
    }
}
