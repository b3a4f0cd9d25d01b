package dev.cresset.cpu.kernel;

import dev.cresset.cpu.Vectors;
import dev.cresset.expr.Expr;
import dev.cresset.spi.Formula;
import dev.cresset.spi.PointwiseKernel;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The pointwise kernels of the CPU, one per formula.
 *
 * <p>{@code -Dcresset.kernels=tile} keeps everything on the tile tier, {@code generated} generates
 * every class at its first use in the calling thread, {@code auto}, the default, generates the
 * classes of hot formulas in the background (Note [Two tiers, one result] in {@link Program}).
 */
public final class CpuKernels {
    /** Which tiers are used. */
    enum Tier {
        /** Tiles only. */
        TILE,
        /** Generated classes only. */
        GENERATED,
        /** Tiles while cold, then generated classes. */
        AUTO
    }

    /** Work in the background. */
    @FunctionalInterface
    interface Task {
        /** Does it. */
        void run() throws InterruptedException;
    }

    private static final ConcurrentHashMap<Formula, PointwiseKernel> KERNELS =
            new ConcurrentHashMap<>();
    private static final LinkedBlockingQueue<Task> HOT = new LinkedBlockingQueue<>();
    private static final Tier TIER = tier();

    private CpuKernels() {}

    private static Tier tier() {
        String name = System.getProperty("cresset.kernels", "auto");
        var wanted =
                switch (name) {
                    case "tile" -> Tier.TILE;
                    case "generated" -> Tier.GENERATED;
                    case "auto" -> Tier.AUTO;
                    default ->
                            throw new IllegalArgumentException(
                                    "cresset.kernels: expected tile, generated or auto, got "
                                            + name);
                };
        if (wanted == Tier.TILE || Vectors.available()) {
            return wanted;
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            System.getLogger("dev.cresset")
                    .log(
                            Level.WARNING,
                            "The module jdk.incubator.vector is missing, so tensor arithmetic runs"
                                    + " without vector instructions. Start Java with"
                                    + " --add-modules jdk.incubator.vector");
        }
        return Tier.TILE;
    }

    /** The kernel of a formula; equal formulas give the same kernel. */
    public static PointwiseKernel compile(Formula formula) {
        var kernel = KERNELS.get(formula);
        return kernel != null ? kernel : KERNELS.computeIfAbsent(formula, f -> create(f, TIER));
    }

    /** A kernel that is not shared. */
    static PointwiseKernel create(Formula formula, Tier tier) {
        boolean copies =
                formula.outputs().equals(List.of(Expr.in(0)))
                        && formula.inputTypes().equals(formula.outputTypes());
        return copies
                ? new CopyKernel(formula.operandType(0).size())
                : new GeneratedKernel(Program.of(formula), tier);
    }

    /** Number of formulas with a kernel. */
    public static int formulas() {
        return KERNELS.size();
    }

    /** Number of classes generated so far; it does not grow with shapes, strides or numbers. */
    public static int generatedClasses() {
        return GeneratedClasses.count();
    }

    /** One line for diagnostics, e.g. {@code auto, 17 formulas, 5 generated classes}. */
    public static String describe() {
        return "%s, %d formulas, %d generated classes"
                .formatted(TIER.name().toLowerCase(Locale.ROOT), formulas(), generatedClasses());
    }

    /** Runs a task on the thread that generates classes. */
    static void later(Task task) {
        Worker.START.add(task);
    }

    /** Holder of the queue whose thread starts with its first use. */
    private static final class Worker {
        static final LinkedBlockingQueue<Task> START = start();

        private static LinkedBlockingQueue<Task> start() {
            var thread = new Thread(Worker::work, "cresset-kernels");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
            return HOT;
        }

        private static void work() {
            Vectors.load();
            while (true) {
                try {
                    HOT.take().run();
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException | LinkageError e) {
                    // The tile tier goes on in its place; the reason must not get lost.
                    System.getLogger("dev.cresset")
                            .log(Level.WARNING, "a kernel could not be generated", e);
                }
            }
        }
    }
}
