package dev.cresset.optim.scheduler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.ParamGroup;
import dev.cresset.optim.SGD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the recorded samples leave out; expected numbers are those of PyTorch 2.13. */
class SchedulerTest {
    private static Parameter one() {
        return new Parameter(Torch.ones(1));
    }

    private static SGD two() {
        return new SGD(
                SGD.lr(0.1).momentum(0.9),
                List.of(ParamGroup.of(List.of(one())), ParamGroup.of(List.of(one())).withLr(0.4)));
    }

    private static void assertLr(Scheduler scheduler, double... want) {
        var got = scheduler.getLastLr().stream().mapToDouble(Double::doubleValue).toArray();
        assertArrayEquals(want, got, 1e-15);
        assertEquals(
                scheduler.getLastLr(),
                scheduler.optimizer().paramGroups().stream().map(ParamGroup::lr).toList());
    }

    private static void assertJump(Function<Optimizer, EpochScheduler> make, double... want) {
        var scheduler = make.apply(two());
        scheduler.step();
        scheduler.step();
        scheduler.step(5);
        assertLr(scheduler, want);
    }

    @Test
    void schedulersGoToAnEpoch() {
        assertJump(o -> new StepLR(o, 2, 0.5), 0.025, 0.1);
        assertJump(o -> new MultiStepLR(o, List.of(3, 3, 7), 0.5), 0.025, 0.1);
        assertJump(o -> new ConstantLR(o, 0.25, 4), 0.1, 0.4);
        assertJump(o -> new LinearLR(o, 0.25, 0.75, 8), 0.05625, 0.225);
        assertJump(o -> new ExponentialLR(o, 0.9), 0.05904900000000001, 0.23619600000000004);
        assertJump(o -> new PolynomialLR(o, 8, 2), 0.0140625, 0.05625);
        assertJump(
                o -> new CosineAnnealingLR(o, 6, 0.01), 0.01602885682970026, 0.03612504626203445);
    }

    private static void assertResumes(
            Function<Optimizer, EpochScheduler> make, double first, double second) {
        var optimizer = two();
        for (var group : optimizer.paramGroups()) {
            group.add("initial_lr", group.lr());
            group.add("max_lr", 0.5);
            group.add("min_lr", 1e-5);
            group.add("max_momentum", 0.95);
            group.add("base_momentum", 0.85);
        }
        var scheduler = make.apply(optimizer);
        assertEquals(first, scheduler.getLastLr().getFirst(), 1e-15);
        scheduler.step();
        assertEquals(second, scheduler.getLastLr().getFirst(), 1e-15);
    }

    @Test
    void schedulersGoOnAfterAnEpoch() {
        assertResumes(o -> new StepLR(o, 2, 0.5, 4), 0.1, 0.05);
        assertResumes(o -> new CosineAnnealingLR(o, 6, 0.01, 4), 0.1, 0.01);
        assertResumes(o -> new LinearLR(o, 0.25, 0.75, 8, 4), 0.1, 0.11111111111111112);
        assertResumes(
                o -> new CyclicLR(o, 0.01, 0.1, CyclicLR.stepSizeUp(3).lastEpoch(4)), 0.1, 0.01);
        assertResumes(
                o -> new OneCycleLR(o, 0.5, OneCycleLR.totalSteps(20).lastEpoch(4)),
                0.5,
                0.49373210340589496);
        var words =
                assertThrows(OpException.class, () -> new StepLR(two(), 2, 0.5, 4)).getMessage();
        assertTrue(words.contains("param 'initial_lr' is not specified in param_groups[0]"), words);
    }

    @Test
    void oneCycleInThreePhases() {
        var optimizer = two();
        var options =
                OneCycleLR.totalSteps(10)
                        .threePhases()
                        .pctStart(0.4)
                        .linear()
                        .divFactor(10)
                        .finalDivFactor(100);
        var scheduler = new OneCycleLR(optimizer, 0.5, options);
        var lrs = new ArrayList<Double>();
        var momenta = new ArrayList<Double>();
        var group = optimizer.paramGroups().getFirst();
        for (int i = 0; i < 10; i++) {
            lrs.add(group.lr());
            momenta.add(group.number("momentum"));
            scheduler.step();
        }
        assertEquals(
                List.of(
                        0.05,
                        0.2,
                        0.35,
                        0.5,
                        0.35,
                        0.2,
                        0.04999999999999999,
                        0.0335,
                        0.017,
                        0.0005000000000000004),
                lrs);
        assertEquals(0.85, momenta.get(3));
        assertEquals(0.9166666666666666, momenta.get(5));
        assertRefused(
                "Tried to step 11 times. The specified number of total steps is 10",
                scheduler::step);
    }

    @Test
    void schedulersNest() {
        var optimizer = two();
        var first =
                new ChainedScheduler(
                        List.of(
                                new ConstantLR(optimizer, 0.5, 2),
                                new ExponentialLR(optimizer, 0.9)));
        var scheduler =
                new SequentialLR(
                        optimizer,
                        List.of(first, new CosineAnnealingWarmRestarts(optimizer, 3)),
                        List.of(4));
        var want =
                new double[] {
                    0.045000000000000005,
                    0.04050000000000001,
                    0.07290000000000002,
                    0.06561000000000002,
                    0.1,
                    0.07500000000000001,
                    0.025000000000000012,
                    0.1,
                    0.07500000000000001
                };
        for (double lr : want) {
            assertEquals(lr, optimizer.paramGroups().getFirst().lr(), 1e-15);
            scheduler.step();
        }
    }

    private static void assertRefused(String words, Executable task) {
        var message = assertThrows(OpException.class, task).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void mistakesAreToldInPyTorchsWords() {
        var o = two();
        assertRefused(
                "Expected 2 lr_lambdas, but got 1", () -> new LambdaLR(o, List.of(epoch -> 1)));
        assertRefused(
                "Factor should be < 1.0",
                () -> new ReduceLROnPlateau(o, ReduceLROnPlateau.min().factor(1)));
        assertRefused(
                "expected 2 min_lrs, got 3",
                () -> new ReduceLROnPlateau(o, ReduceLROnPlateau.min().minLr(1, 2, 3)));
        assertRefused(
                "Constant multiplicative factor expected to be between 0 and 1.",
                () -> new ConstantLR(o, 1.5, 2));
        assertRefused(
                "Starting multiplicative factor expected to be greater than 0",
                () -> new LinearLR(o, 0, 1, 2));
        assertRefused(
                "Expected positive integer T_0, but got 0",
                () -> new CosineAnnealingWarmRestarts(o, 0));
        assertRefused(
                "Expected positive integer total_steps, but got 0",
                () -> new OneCycleLR(o, 1, OneCycleLR.totalSteps(0)));
        assertRefused(
                "max_lr has 3 values, param_groups has 2.",
                () -> new OneCycleLR(o, new double[3], OneCycleLR.totalSteps(5)));
        assertRefused(
                "optimizer must support momentum or beta1 with `cycle_momentum` option enabled",
                () -> new CyclicLR(new Adagrad(List.of(one())), 0.1, 0.2));
        assertRefused(
                "expects at least one scheduler to be chained",
                () -> new ChainedScheduler(List.of()));
        assertRefused(
                "expects all schedulers to belong to the same optimizer",
                () ->
                        new ChainedScheduler(
                                List.of(new ExponentialLR(o, 0.9), new ExponentialLR(two(), 0.9))));
        assertRefused(
                "Sequential Schedulers expects number of schedulers provided to be one more",
                () -> new SequentialLR(o, List.of(new ExponentialLR(o, 0.9)), List.of(3)));
    }

    /** A scheduler that took over a state goes on like the one that gave it. */
    private static void assertStateGoesOn(Function<Optimizer, LRScheduler> make) {
        var optimizer = two();
        var scheduler = make.apply(optimizer);
        for (int i = 0; i < 4; i++) {
            scheduler.step();
        }
        var other = two();
        var twin = make.apply(other);
        twin.loadStateDict(scheduler.stateDict());
        other.loadStateDict(optimizer.stateDict());
        for (int i = 0; i < 5; i++) {
            scheduler.step();
            twin.step();
            assertEquals(scheduler.getLastLr(), twin.getLastLr());
        }
        assertEquals(scheduler.stateDict(), twin.stateDict());
    }

    @Test
    void statesGoOn() {
        assertStateGoesOn(o -> new StepLR(o, 3));
        assertStateGoesOn(o -> new LambdaLR(o, epoch -> 1 / (1.0 + epoch)));
        assertStateGoesOn(o -> new MultiStepLR(o, List.of(2, 6)));
        assertStateGoesOn(o -> new CyclicLR(o, 0.1, 0.3, CyclicLR.stepSizeUp(3).expRange(0.9)));
        assertStateGoesOn(o -> new OneCycleLR(o, 0.3, OneCycleLR.epochs(5, 4)));
        assertStateGoesOn(o -> new CosineAnnealingWarmRestarts(o, 2, 2, 0.01));
        assertStateGoesOn(o -> new SWALR(o, 0.05));
        assertStateGoesOn(
                o ->
                        new SequentialLR(
                                o,
                                List.of(new LinearLR(o), new ExponentialLR(o, 0.9)),
                                List.of(5)));
        assertRefused(
                "load the state of the same kind of scheduler",
                () ->
                        new StepLR(two(), 3)
                                .loadStateDict(new ExponentialLR(two(), 0.9).stateDict()));
    }

    @Test
    void plateausReduce() {
        var optimizer = two();
        var scheduler =
                new ReduceLROnPlateau(optimizer, ReduceLROnPlateau.min().patience(0).minLr(0.03));
        scheduler.step(Torch.tensor(1.0));
        assertLr(scheduler, 0.1, 0.4);
        scheduler.step(1.5);
        assertLr(scheduler, 0.03, 0.04000000000000001);
    }

    /** A scheduler of one's own is a formula. */
    private static final class WarmUp extends EpochScheduler {
        WarmUp(Optimizer optimizer) {
            super(optimizer);
            start();
        }

        @Override
        protected double lr(int group) {
            return baseLr(group) * Math.min(1, (lastEpoch() + 1) / 4.0);
        }
    }

    @Test
    void aFormulaOfOnesOwn() {
        var scheduler = new WarmUp(two());
        assertLr(scheduler, 0.025, 0.1);
        scheduler.step();
        assertLr(scheduler, 0.05, 0.2);
        assertEquals(1L, scheduler.stateDict().get("last_epoch"));
    }
}
