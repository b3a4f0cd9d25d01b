package dev.cresset.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Linear;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Options together, groups, states and mistakes; single options are in the recorded samples. */
class OptimizerTest {
    /** An optimiser and the parameters that PyTorch 2.13 has after seven steps. */
    record Run(String name, Function<List<Tensor>, Optimizer> make, double[] want) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Run run(String name, Function<List<Tensor>, Optimizer> make, double... want) {
        return new Run(name, make, want);
    }

    static List<Run> runs() {
        return List.of(
                run(
                        "sgd nesterov",
                        ps ->
                                new SGD(
                                        ps,
                                        SGD.lr(0.1)
                                                .momentum(0.9)
                                                .withNesterov()
                                                .weightDecay(0.2)
                                                .maximizing()),
                        0.322535385444,
                        -0.089189692969,
                        -0.825540498164,
                        -0.504235484823,
                        0.707538640392,
                        1.338055835777,
                        0.890420797828,
                        0.281842904876,
                        0.208882904182),
                run(
                        "adam decoupled amsgrad",
                        ps ->
                                new Adam(
                                        ps,
                                        Adam.lr(0.1)
                                                .withAmsgrad()
                                                .weightDecay(0.2)
                                                .decoupledWeightDecay()),
                        -1.263078469172,
                        -0.82493138689,
                        -0.03632236586,
                        0.594699979197,
                        0.596931767435,
                        0.380682247434,
                        0.005626992614,
                        0.994394767311,
                        2.22496590739),
                run(
                        "nadam",
                        ps ->
                                new NAdam(
                                        ps,
                                        NAdam.lr(0.1)
                                                .momentumDecay(0.01)
                                                .weightDecay(0.2)
                                                .maximizing()),
                        -0.615444764376,
                        -0.532451735059,
                        -0.342592724871,
                        0.058209304581,
                        0.642058071515,
                        1.182580928371,
                        0.592206303033,
                        1.016717469286,
                        1.613728104253),
                run(
                        "radam decoupled",
                        ps ->
                                new RAdam(
                                        ps,
                                        RAdam.lr(0.1)
                                                .betas(0.8, 0.9)
                                                .weightDecay(0.2)
                                                .decoupledWeightDecay()
                                                .maximizing()),
                        -0.641516459636,
                        -0.267383488783,
                        -0.267005233097,
                        -0.127076243067,
                        0.451541630467,
                        1.131397736818,
                        0.734852721196,
                        1.166821829311,
                        1.479129504534),
                run(
                        "radam",
                        ps -> new RAdam(ps, RAdam.lr(0.1).betas(0.8, 0.9).weightDecay(0.2)),
                        -1.122874712601,
                        -0.803009010099,
                        -0.082273860803,
                        0.494090020374,
                        0.611143629483,
                        0.613630314998,
                        0.127849668785,
                        1.02213841924,
                        2.041865276763),
                run(
                        "rmsprop",
                        ps ->
                                new RMSprop(
                                        ps,
                                        RMSprop.lr(0.1)
                                                .momentum(0.9)
                                                .centering()
                                                .alpha(0.5)
                                                .weightDecay(0.2)
                                                .maximizing()),
                        2.871213364777,
                        0.772221519616,
                        -1.351791753829,
                        -2.207384877719,
                        0.603269717277,
                        3.621873704948,
                        2.707580285655,
                        0.073215301247,
                        -2.0916361279),
                run(
                        "rmsprop momentum",
                        ps -> new RMSprop(ps, RMSprop.lr(0.1).momentum(0.5)),
                        -5.254841915329,
                        -2.167210248173,
                        2.096062951065,
                        3.552880472082,
                        -0.105244131261,
                        -4.41890475953,
                        -3.001199969058,
                        1.832391197775,
                        7.583448312889),
                run(
                        "adadelta",
                        ps ->
                                new Adadelta(
                                        ps,
                                        Adadelta.lr(0.5).rho(0.7).weightDecay(0.2).maximizing()),
                        -0.995369359726,
                        -0.600352109717,
                        -0.202230493625,
                        0.199340255514,
                        0.601385697047,
                        1.001430213805,
                        0.499970311714,
                        1.245883262573,
                        1.995469246574),
                run(
                        "adamax",
                        ps -> new Adamax(ps, Adamax.lr(0.1).weightDecay(0.2).maximizing()),
                        -0.560475450912,
                        -0.269621035385,
                        -0.240666177268,
                        -0.184432701885,
                        0.45421001266,
                        1.32005376721,
                        0.845943203121,
                        1.252030589048,
                        1.515933359073),
                run(
                        "adagrad",
                        ps ->
                                new Adagrad(
                                        ps,
                                        Adagrad.lr(0.1)
                                                .lrDecay(0.1)
                                                .weightDecay(0.2)
                                                .initialAccumulatorValue(0.3)
                                                .maximizing()),
                        -0.796104575613,
                        -0.510518830176,
                        -0.268604061078,
                        0.072152862689,
                        0.585111512261,
                        1.078552629923,
                        0.598253617571,
                        1.15847925744,
                        1.760428664772),
                run(
                        "asgd",
                        ps ->
                                new ASGD(
                                        ps,
                                        ASGD.lr(0.1)
                                                .lambd(0.01)
                                                .alpha(0.5)
                                                .t0(2)
                                                .weightDecay(0.2)
                                                .maximizing()),
                        -0.721988049167,
                        -0.58130588926,
                        -0.346828971072,
                        0.143146625157,
                        0.676018657288,
                        0.976341504089,
                        0.467512019766,
                        0.92216820469,
                        1.604636916292),
                run(
                        "rprop",
                        ps -> new Rprop(ps, Rprop.lr(0.1).etas(0.4, 1.3).stepSizes(0.01, 0.2)),
                        -1.519,
                        -0.729276,
                        -0.05252,
                        0.615,
                        0.508276,
                        0.281,
                        0.085,
                        1.341724,
                        2.719),
                run(
                        "adafactor",
                        ps ->
                                new Adafactor(
                                        ps,
                                        Adafactor.lr(0.1)
                                                .weightDecay(0.2)
                                                .maximizing()
                                                .d(1.5)
                                                .beta2Decay(-0.5)),
                        -0.756273233669,
                        -0.575740785972,
                        -0.278591555921,
                        0.150020033378,
                        0.692825924366,
                        0.977366145984,
                        0.550584383844,
                        0.841333878237,
                        1.405614050306));
    }

    private static Tensor gradient(Tensor p, double phase) {
        return Torch.arange(0, p.numel(), 1)
                .to(DType.FLOAT64)
                .mul(1.3)
                .add(phase)
                .sin()
                .view(p.shape().toArray());
    }

    private static List<Tensor> leaves() {
        return Torch.withDefaultDtype(
                DType.FLOAT64,
                () ->
                        List.of(
                                Torch.tensor(new double[][] {{-1, -0.6, -0.2}, {0.2, 0.6, 1}})
                                        .requiresGrad_(),
                                Torch.tensor(new double[] {0.5, 1.25, 2}).requiresGrad_()));
    }

    private static void train(Optimizer optimizer, List<Tensor> leaves, int from, int to) {
        for (int i = from; i < to; i++) {
            leaves.get(0).grad(gradient(leaves.get(0), i * 0.7));
            leaves.get(1).grad(gradient(leaves.get(1), (i + 10) * 0.7));
            optimizer.step();
        }
    }

    private static double[] numbers(List<Tensor> leaves) {
        return Torch.cat(leaves.stream().map(p -> p.detach().reshape(-1)).toList()).toDoubleArray();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void stepsAsPyTorch(Run run) {
        var leaves = leaves();
        train(run.make.apply(leaves), leaves, 0, 7);
        assertArrayEquals(run.want, numbers(leaves), 1e-9);
    }

    /** A state taken over in the middle leads to the same end. */
    @ParameterizedTest
    @MethodSource("runs")
    void statesGoOn(Run run) {
        var leaves = leaves();
        var optimizer = run.make.apply(leaves);
        train(optimizer, leaves, 0, 3);
        var twins = leaves.stream().map(p -> p.detach().clone().requiresGrad_()).toList();
        var other = run.make.apply(twins);
        other.loadStateDict(optimizer.stateDict());
        train(optimizer, leaves, 3, 6);
        train(other, twins, 3, 6);
        assertArrayEquals(numbers(leaves), numbers(twins), 0);
    }

    private static void assertRefused(String words, Executable task) {
        var message = assertThrows(OpException.class, task).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void mistakesAreToldInPyTorchsWords() {
        var w = List.of(new Parameter(Torch.ones(2)));
        assertRefused("Invalid learning rate: -1", () -> new SGD(w, SGD.lr(-1)));
        assertRefused("Invalid momentum value: -0.5", () -> new SGD(w, SGD.lr(1).momentum(-0.5)));
        assertRefused(
                "Nesterov momentum requires a momentum and zero dampening",
                () -> new SGD(w, SGD.lr(1).withNesterov()));
        assertRefused(
                "Invalid beta parameter at index 0: 1.0",
                () -> new Adam(w, Adam.lr(1).betas(1, 0.5)));
        assertRefused(
                "Invalid beta parameter at index 1: -0.1",
                () -> new NAdam(w, NAdam.lr(1).betas(0, -0.1)));
        assertRefused("Invalid epsilon value: -1", () -> new AdamW(w, AdamW.lr(1).eps(-1)));
        assertRefused(
                "Invalid weight_decay value: -1", () -> new RAdam(w, RAdam.lr(1).weightDecay(-1)));
        assertRefused("Invalid alpha value: -1", () -> new RMSprop(w, RMSprop.lr(1).alpha(-1)));
        assertRefused("Invalid rho value: 1.5", () -> new Adadelta(w, Adadelta.lr(1).rho(1.5)));
        assertRefused("Invalid eta values: 2.0, 1.2", () -> new Rprop(w, Rprop.lr(1).etas(2, 1.2)));
        assertRefused("optimizer got an empty parameter list", () -> new SGD(List.of()));
        assertRefused(
                "some parameters appear in more than one parameter group",
                () -> new SGD(SGD.lr(1), List.of(ParamGroup.of(w), ParamGroup.of(w))));
        var product = Torch.ones(2).requiresGrad_().mul(2);
        assertRefused("can't optimize a non-leaf Tensor", () -> new SGD(List.of(product)));
        assertRefused(
                "missing 1 required positional argument: 'closure'", () -> new LBFGS(w).step());
        assertRefused(
                "Muon only supports 2D parameters whereas we found a parameter with size:"
                        + " torch.Size([2])",
                () -> new Muon(w));
    }

    @Test
    void groupsHaveOptionsOfTheirOwn() {
        var body = new Linear(2, 2);
        var head = new Linear(2, 1);
        var optimizer =
                new SGD(
                        SGD.lr(0.1).momentum(0.9),
                        List.of(
                                ParamGroup.of(body.parameters()).withLr(0.5),
                                ParamGroup.of(List.of(head.weight)).with("momentum", 0)));
        optimizer.addParamGroup(ParamGroup.of(List.of(head.bias)).withLr(0));
        var groups = optimizer.paramGroups();
        assertEquals(List.of(0.5, 0.1, 0.0), groups.stream().map(ParamGroup::lr).toList());
        assertEquals(0, groups.get(1).number("momentum"));
        var before = head.bias.detach().clone();
        var weight = head.weight.detach().clone();
        head.forward(body.forward(Torch.ones(1, 2))).sum().backward();
        optimizer.step();
        assertTrue(before.equal(head.bias), "a learning rate of 0 leaves the bias alone");
        var change = weight.sub(head.weight).div(head.weight.grad());
        assertTrue(change.allclose(Torch.full(new long[] {1, 2}, 0.1)), change.toString());
    }

    @Test
    void aLearningRateMayBeATensor() {
        var w = new Parameter(Torch.ones(1));
        var lr = Torch.tensor(0.5);
        var group = ParamGroup.of(List.of(w)).with("lr", lr);
        var optimizer = new SGD(SGD.lr(1), List.of(group));
        optimizer.paramGroups().getFirst().lr(0.25);
        assertEquals(0.25, lr.item());
        assertTrue(optimizer.toString().contains("lr: 0.25\n"), optimizer.toString());
        w.grad(Torch.ones(1));
        optimizer.step();
        assertEquals(0.75, w.item());
    }

    @Test
    void foreignStatesAreRefused() {
        var w = List.of(new Parameter(Torch.ones(2)));
        var adam = new Adam(w);
        w.getFirst().grad(Torch.ones(2));
        adam.step();
        assertRefused(
                "load the state of the same kind of optimizer",
                () -> new SGD(w).loadStateDict(adam.stateDict()));
        var three = new Adam(List.of(new Parameter(Torch.ones(2)), new Parameter(Torch.ones(1))));
        assertRefused(
                "doesn't match the size of optimizer's group",
                () -> three.loadStateDict(adam.stateDict()));
        var dict = adam.stateDict();
        @SuppressWarnings("unchecked")
        var group = (Map<String, Object>) ((List<?>) dict.get("param_groups")).getFirst();
        group.put("betas", List.of(0.5, 0.25));
        adam.loadStateDict(dict);
        assertEquals(Tuple.of(0.5, 0.25), adam.paramGroups().getFirst().get("betas"));
    }

    @Test
    void aClosureComputesTheLoss() {
        var w = new Parameter(Torch.tensor(new double[] {3, -2}));
        var optimizer = new LBFGS(List.of(w), LBFGS.lr(1).searchingStrongWolfe());
        var first =
                optimizer.step(
                        () -> {
                            optimizer.zeroGrad();
                            var loss = w.sub(1).square().sum();
                            loss.backward();
                            return loss;
                        });
        assertEquals(13, first.item(), 1e-6);
        assertTrue(w.allclose(Torch.ones(2)), w.toString());
        var sgd = new SGD(List.of(w), SGD.lr(0.5));
        var loss =
                sgd.step(
                        () -> {
                            sgd.zeroGrad();
                            var sum = w.square().sum();
                            sum.backward();
                            return sum;
                        });
        assertEquals(2, loss.item(), 1e-5);
        assertTrue(w.abs().max().item() < 1e-5, w.toString());
    }
}
