package dev.cresset.cpu.kernel;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The kernel of a formula: runs on the tile tier until it is hot, then on generated classes.
 *
 * <p>There is one generated class for each set of inputs that repeat along a row (see {@link
 * GeneratedLoop}); what is neither dense nor repeats goes through {@link Packing}. Sizes, strides
 * and numbers never lead to another class.
 */
final class GeneratedKernel implements PointwiseKernel {
    private static final long[] NO_STRIDES = {};

    /**
     * Inputs beyond this number are packed rather than repeated, to bound the number of classes.
     */
    private static final int MOST_VARIANTS = 6;

    /** Rows up to this length are joined. */
    private static final int SHORT_ROW = 4;

    /** Steps times elements that are worth handing to another thread. */
    private static final long GRAIN = 1 << 17;

    /** What a call costs beside its elements, in steps. */
    private static final int CALL = 256;

    /** Steps after which a variant is hot: some milliseconds of work. */
    private static final long HOT = 1 << 24;

    /** Nanoseconds of one attempt to warm a class up. */
    private static final long WARM_UP = 300_000_000;

    /** Attempts before a variant is given up. */
    private static final int WARM_UPS = 100;

    private final Program program;
    private final Formula formula;
    private final TileKernel tile;
    private final int operands;
    private final int outputs;
    private final int[] sizes;
    private final int steps;
    private final long grain;
    private final CpuKernels.Tier tier;

    /** The variant in which nothing repeats, or null; also in {@link #variants}. */
    private volatile GeneratedLoop dense;

    /** Variants by the set of inputs that repeat. */
    private final AtomicReferenceArray<GeneratedLoop> variants;

    /** Steps run so far of each cold variant; races lose some, which does no harm. */
    private final long[] heat;

    GeneratedKernel(Program program, CpuKernels.Tier tier) {
        this.program = program;
        this.tier = tier;
        formula = program.formula();
        tile = new TileKernel(program);
        operands = formula.operands();
        outputs = formula.outputTypes().size();
        sizes = new int[operands];
        for (int k = 0; k < operands; k++) {
            sizes[k] = formula.operandType(k).size();
        }
        steps = program.size() + operands;
        grain = Math.clamp(GRAIN / steps, 2048, 32768);
        int count = 1 << Math.min(formula.inputTypes().size(), MOST_VARIANTS);
        variants = new AtomicReferenceArray<>(count);
        heat = new long[count];
        if (tier == CpuKernels.Tier.TILE) {
            Arrays.fill(heat, Long.MIN_VALUE);
        }
    }

    @Override
    public void runContiguous(long n, long[] pointers, long[] params) {
        var loop = dense;
        if (loop != null && n <= grain) {
            loop.run(pointers, NO_STRIDES, n, 1, params);
        } else {
            contiguous(n, pointers, params);
        }
    }

    private void contiguous(long n, long[] pointers, long[] params) {
        var loop = variant(0, n);
        if (n > grain) {
            Parallel.forEach(
                    n, grain, (from, to) -> part(loop, to - from, moved(pointers, from), params));
        } else {
            part(loop, n, pointers, params);
        }
    }

    private void part(GeneratedLoop loop, long n, long[] pointers, long[] params) {
        if (loop == null) {
            tile.runContiguous(n, pointers, params);
        } else {
            loop.run(pointers, NO_STRIDES, n, 1, params);
        }
    }

    private long[] moved(long[] pointers, long elements) {
        var moved = pointers.clone();
        for (int k = 0; k < operands; k++) {
            moved[k] += elements * sizes[k];
        }
        return moved;
    }

    @Override
    public void run(Plan plan, long[] pointers, long[] params) {
        int repeating = 0;
        int strided = 0;
        for (int k = 0; k < operands; k++) {
            long stride = plan.stride(0, k);
            if (stride != sizes[k] && plan.size(0) > 1) {
                int input = k - outputs;
                if (stride == 0 && input >= 0 && input < MOST_VARIANTS) {
                    repeating |= 1 << input;
                } else {
                    strided |= 1 << k;
                }
            }
        }
        if (repeating == 0 && strided == 0 && plan.dim() == 1) {
            runContiguous(plan.numel(), pointers, params);
            return;
        }
        boolean joined = plan.dim() > 1 && plan.size(0) <= SHORT_ROW;
        var loop = variant(joined ? 0 : repeating, plan.numel());
        PlanLoops.Body body;
        if (loop == null) {
            Parallel.forEach(
                    plan.numel(),
                    grain,
                    (from, to) -> tile.runRange(plan, pointers, params, from, to));
            return;
        } else if (joined) {
            body = (p, s, n0, n1) -> Packing.own(formula).runJoined(loop, p, s, n0, n1, params);
        } else if (strided == 0) {
            body = (p, s, n0, n1) -> loop.run(p, s, n0, n1, params);
        } else {
            int packed = strided;
            body = (p, s, n0, n1) -> Packing.own(formula).run(loop, packed, p, s, n0, n1, params);
        }
        PlanLoops.run(plan, pointers, grain, body);
    }

    /** The loop for a set of repeating inputs, or null while it is cold. */
    private GeneratedLoop variant(int repeating, long elements) {
        var loop = variants.get(repeating);
        if (loop == null) {
            if (tier == CpuKernels.Tier.GENERATED && heat[repeating] == 0) {
                prepare(repeating);
                return variants.get(repeating);
            }
            heat[repeating] += CALL + elements * steps;
            if (heat[repeating] > HOT) {
                heat[repeating] = Long.MIN_VALUE;
                CpuKernels.later(() -> generate(repeating));
            }
        }
        return loop;
    }

    /** Generates a variant at once; one that would be too large leaves its place to the tiles. */
    private synchronized void prepare(int repeating) {
        if (variants.get(repeating) == null) {
            publish(repeating, GeneratedClasses.load(program, repeating << outputs, null));
            heat[repeating] = Long.MIN_VALUE;
        }
    }

    /** Generates a variant and warms it up in the background. */
    private void generate(int repeating) throws InterruptedException {
        var loop = GeneratedClasses.load(program, repeating << outputs, null);
        if (loop != null) {
            warm(repeating, loop, new GeneratedWarmup(program, loop), WARM_UPS);
        }
    }

    /**
     * Warms a variant up and publishes it when it is fast; if it is not in time, for instance as
     * the compiler is busy, others get their turn first.
     */
    private void warm(int repeating, GeneratedLoop loop, GeneratedWarmup warmup, int attempts)
            throws InterruptedException {
        if (warmup.advance(WARM_UP)) {
            publish(repeating, loop);
        } else if (attempts > 1 && warmup.isStuck()) {
            var fresh = GeneratedClasses.load(program, repeating << outputs, null);
            var again = new GeneratedWarmup(program, fresh);
            CpuKernels.later(() -> warm(repeating, fresh, again, attempts - 1));
        } else if (attempts > 1) {
            CpuKernels.later(() -> warm(repeating, loop, warmup, attempts - 1));
        }
    }

    /** True once dense operands run on a generated class. */
    boolean isGenerated() {
        return dense != null;
    }

    private void publish(int repeating, GeneratedLoop loop) {
        variants.set(repeating, loop);
        if (repeating == 0) {
            dense = loop;
        }
    }
}
