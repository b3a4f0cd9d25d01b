package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

/**
 * The first tier of Note [Two tiers, one result]: runs a {@link Program} step by step over tiles of
 * elements, by array loops that all programs share.
 *
 * <p>It needs no compilation of its own, so it is fast from the first call on, and stays the only
 * tier of formulas that never become hot. It works in the calling thread; {@link #runRange} lets
 * the caller give pieces to several threads. Instances are immutable and used by any number of
 * threads; a call allocates nothing once its thread has warm registers.
 */
public final class TileKernel implements PointwiseKernel {
    private final DType.Compute compute;
    private final int outputs;
    private final int operands;
    private final DType[] types;
    private final long[] sizes;

    /** For every output the register or constant that is stored. */
    private final int[] results;

    private final int registers;
    private final Code uniform;
    private final Code varying;

    /** Steps as parallel arrays: fn is null for a load (a = operand) or a param (a = index). */
    private record Code(Fn[] fn, int[] a, int[] b, int[] c, int[] out) {
        Code(int n) {
            this(new Fn[n], new int[n], new int[n], new int[n], new int[n]);
        }

        int length() {
            return fn.length;
        }
    }

    /** A kernel that runs this program. */
    public TileKernel(Program program) {
        var formula = program.formula();
        compute = program.compute();
        outputs = program.outputs();
        operands = formula.operands();
        types = new DType[operands];
        sizes = new long[operands];
        for (int k = 0; k < operands; k++) {
            types[k] = formula.operandType(k);
            sizes[k] = types[k].size();
        }
        int steps = program.size();
        var slot = new int[steps];
        int next = program.registers();
        int uniforms = 0;
        int varyings = 0;
        for (int i = 0; i < steps; i++) {
            if (program.step(i) instanceof Program.Const(double value)) {
                slot[i] = ~Constants.id(compute, value);
            } else if (program.uniform(i)) {
                slot[i] = next++;
                uniforms++;
            } else {
                slot[i] = program.register(i);
                varyings++;
            }
        }
        registers = next;
        uniform = new Code(uniforms);
        varying = new Code(varyings);
        int u = 0;
        int v = 0;
        for (int i = 0; i < steps; i++) {
            if (!(program.step(i) instanceof Program.Const)) {
                Code code = program.uniform(i) ? uniform : varying;
                write(code, program.uniform(i) ? u++ : v++, program.step(i), i, slot);
            }
        }
        results = new int[outputs];
        for (int k = 0; k < outputs; k++) {
            results[k] = slot[program.output(k)];
        }
    }

    private void write(Code code, int at, Program.Step step, int i, int[] slot) {
        code.out[at] = slot[i];
        switch (step) {
            case Program.Load load -> code.a[at] = outputs + load.input();
            case Program.Param param -> code.a[at] = param.index();
            case Program.Const constant -> throw new IllegalStateException("constant step");
            case Program.Apply apply -> {
                int first = slot[apply.a()];
                code.fn[at] = apply.fn();
                code.a[at] = first;
                code.b[at] = apply.b() < 0 ? first : slot[apply.b()];
                code.c[at] = apply.c() < 0 ? first : slot[apply.c()];
            }
        }
    }

    @Override
    public void runContiguous(long n, long[] pointers, long[] params) {
        if (n <= 0) {
            return;
        }
        Tile tile = Tile.Set.own().of(compute);
        begin(tile, params, n);
        for (long at = 0; at < n; at += Tile.SIZE) {
            int count = (int) Math.min(Tile.SIZE, n - at);
            for (int i = 0; i < varying.length(); i++) {
                Fn fn = varying.fn[i];
                int a = varying.a[i];
                if (fn == null) {
                    long size = sizes[a];
                    tile.load(types[a], varying.out[i], 0, pointers[a] + at * size, size, count);
                } else {
                    tile.apply(fn, a, varying.b[i], varying.c[i], varying.out[i], count);
                }
            }
            for (int k = 0; k < outputs; k++) {
                long size = sizes[k];
                tile.store(types[k], results[k], 0, pointers[k] + at * size, size, count);
            }
        }
    }

    @Override
    public void run(Plan plan, long[] pointers, long[] params) {
        runRange(plan, pointers, params, 0, plan.numel());
    }

    /**
     * Runs over part of a plan: the elements from {@code from} up to but not including {@code to},
     * counted in the order of the loops.
     */
    public void runRange(Plan plan, long[] pointers, long[] params, long from, long to) {
        if (from >= to) {
            return;
        }
        var set = Tile.Set.own();
        Tile tile = set.of(compute);
        begin(tile, params, to - from);
        long[] addresses = set.addresses(operands);
        long inner = plan.size(0);
        for (long at = from; at < to; ) {
            long column = at % inner;
            long rest = at / inner;
            locate(plan, pointers, column, rest, addresses);
            long left = to - at;
            int rows = 1;
            int count = (int) Math.min(Math.min(inner - column, left), Tile.SIZE);
            if (column == 0 && plan.dim() > 1 && 2 * inner <= Tile.SIZE && left >= 2 * inner) {
                long below = plan.size(1) - rest % plan.size(1);
                rows = (int) Math.min(Math.min(Tile.SIZE, left) / inner, below);
            }
            block(tile, plan, addresses, count, rows);
            at += (long) rows * count;
        }
    }

    /** Computes what is the same for all elements. */
    private void begin(Tile tile, long[] params, long elements) {
        tile.reserve(registers);
        int n = (int) Math.min(Tile.SIZE, elements);
        for (int i = 0; i < uniform.length(); i++) {
            Fn fn = uniform.fn[i];
            if (fn == null) {
                tile.fill(uniform.out[i], params[uniform.a[i]], n);
            } else {
                tile.apply(fn, uniform.a[i], uniform.b[i], uniform.c[i], uniform.out[i], n);
            }
        }
    }

    /** The address in every operand of one element. */
    private void locate(Plan plan, long[] pointers, long column, long rest, long[] addresses) {
        for (int k = 0; k < operands; k++) {
            addresses[k] = pointers[k] + column * plan.stride(0, k);
        }
        for (int d = 1; rest != 0; d++) {
            long size = plan.size(d);
            long index = rest % size;
            rest /= size;
            for (int k = 0; index != 0 && k < operands; k++) {
                addresses[k] += index * plan.stride(d, k);
            }
        }
    }

    /** One tile of several rows: {@code rows} steps of loop 1 with n elements of loop 0 each. */
    private void block(Tile tile, Plan plan, long[] addresses, int n, int rows) {
        for (int i = 0; i < varying.length(); i++) {
            Fn fn = varying.fn[i];
            int a = varying.a[i];
            int out = varying.out[i];
            if (fn != null) {
                tile.apply(fn, a, varying.b[i], varying.c[i], out, n * rows);
                continue;
            }
            long stride = plan.stride(0, a);
            long step = rows == 1 ? 0 : plan.stride(1, a);
            if (rows == 1 || step == n * stride) {
                tile.load(types[a], out, 0, addresses[a], stride, n * rows);
                continue;
            }
            for (int r = 0; r < rows; r++) {
                tile.load(types[a], out, r * n, addresses[a] + r * step, stride, n);
            }
        }
        for (int k = 0; k < outputs; k++) {
            long stride = plan.stride(0, k);
            long step = rows == 1 ? 0 : plan.stride(1, k);
            if (rows == 1 || step == n * stride) {
                tile.store(types[k], results[k], 0, addresses[k], stride, n * rows);
                continue;
            }
            for (int r = 0; r < rows; r++) {
                tile.store(types[k], results[k], r * n, addresses[k] + r * step, stride, n);
            }
        }
    }
}
