package dev.cresset.bench;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** JMH timings of kernels through the tensor methods, from one element to a million. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"
        })
public class KernelBenchmark {
    /** Elements per operand. */
    @Param({"1", "1000", "1000000"})
    public int n;

    private Tensor a;
    private Tensor b;

    /** For JMH. */
    public KernelBenchmark() {}

    /** Makes the operands. */
    @Setup
    public void setUp() {
        Torch.manualSeed(0);
        a = Torch.rand(n);
        b = Torch.rand(n);
    }

    /** Sum of two tensors: two loads and a store per element. */
    @Benchmark
    public Tensor add() {
        return a.add(b);
    }

    /** Hyperbolic tangent: arithmetic dominates. */
    @Benchmark
    public Tensor tanh() {
        return a.tanh();
    }

    /** Sum of all elements: one load per element. */
    @Benchmark
    public Tensor sum() {
        return a.sum();
    }

    /** Sum with a row: the broadcast layout. */
    @Benchmark
    public Tensor broadcast() {
        return a.unsqueeze(1).add(1.0);
    }
}
