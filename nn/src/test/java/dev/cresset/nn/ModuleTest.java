package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Buffer;
import dev.cresset.Learning;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What modules know about their members; texts and orders are PyTorch's. */
class ModuleTest {
    /** A user's module with members of every kind. */
    private static final class Net extends Module {
        final Linear first = new Linear(2, 3);
        final Parameter scale = new Parameter(Torch.ones(3));
        final Buffer shift = new Buffer(Torch.zeros(3));
        final List<Module> blocks = List.of(new BatchNorm1d(3), new Dropout());
        final Map<String, Linear> heads = new LinkedHashMap<>();
        final Sequential last = new Sequential(new Tanh(), new Linear(3, 1));

        Net() {
            heads.put("a", new Linear(3, 2));
        }

        Tensor forward(Tensor x) {
            return last.forward(first.forward(x).mul(scale).add(shift));
        }
    }

    private final Net net = new Net();

    @Test
    void membersAreFoundInOrder() {
        assertEquals(
                List.of(
                        "scale",
                        "first.weight",
                        "first.bias",
                        "blocks.0.weight",
                        "blocks.0.bias",
                        "heads.a.weight",
                        "heads.a.bias",
                        "last.1.weight",
                        "last.1.bias"),
                List.copyOf(net.namedParameters().keySet()));
        assertEquals(
                List.of(
                        "shift",
                        "blocks.0.running_mean",
                        "blocks.0.running_var",
                        "blocks.0.num_batches_tracked"),
                List.copyOf(net.namedBuffers().keySet()));
        assertEquals(
                List.of("first", "blocks.0", "blocks.1", "heads.a", "last"),
                List.copyOf(net.namedChildren().keySet()));
        assertEquals(
                List.of("", "first", "blocks.0", "blocks.1", "heads.a", "last", "last.0", "last.1"),
                List.copyOf(net.namedModules().keySet()));
        assertEquals(
                List.of("scale", "shift", "first.weight", "first.bias", "blocks.0.weight"),
                List.copyOf(net.stateDict().keySet()).subList(0, 5));
        assertEquals(1, net.forward(Torch.ones(4, 2)).size(1));
    }

    @Test
    void sharedMembersCountOnceButStandTwiceInTheState() {
        var layer = new Linear(2, 2);
        var twice = new Sequential(layer, layer);
        assertEquals(2, twice.parameters().size());
        assertEquals(2, twice.modules().size());
        assertEquals(4, twice.stateDict().size());
    }

    @Test
    void pathsLeadToMembers() {
        assertSame(net, net.getSubmodule(""));
        assertSame(net.blocks.getFirst(), net.getSubmodule("blocks.0"));
        assertSame(net.last.get(1), net.getSubmodule("last.1"));
        assertSame(net.first.weight, net.getParameter("first.weight"));
        assertSame(net.scale, net.getParameter("scale"));
        assertEquals(DType.INT64, net.getBuffer("blocks.0.num_batches_tracked").dtype());
        assertRefuses("Linear has no attribute `x`", () -> net.getSubmodule("first.x"));
        assertRefuses("`weight` is not an nn.Module", () -> net.getSubmodule("first.weight"));
        assertRefuses("Net has no attribute `foo`", () -> net.getParameter("foo"));
        assertRefuses("`first` is not an nn.Parameter", () -> net.getParameter("first"));
        assertRefuses("`scale` is not a buffer", () -> net.getBuffer("scale"));
    }

    private static void assertRefuses(
            String words, org.junit.jupiter.api.function.Executable body) {
        var e = assertThrows(OpException.class, body);
        assertTrue(e.getMessage().contains(words), e::getMessage);
    }

    @Test
    void modesReachEverything() {
        assertTrue(net.modules().stream().allMatch(Module::isTraining));
        net.eval();
        assertTrue(net.modules().stream().noneMatch(Module::isTraining));
        net.train(Mode.TRAIN).getSubmodule("blocks.1").train(Mode.EVAL);
        assertTrue(net.isTraining());
        assertFalse(net.blocks.get(1).isTraining());
    }

    @Test
    void dtypesChangeInPlaceForFloatingPointOnly() {
        var weight = net.first.weight;
        net.forward(Torch.ones(4, 2)).sum().backward();
        net.toDouble();
        assertSame(weight, net.first.weight);
        assertEquals(DType.FLOAT64, weight.dtype());
        assertEquals(DType.FLOAT64, weight.grad().dtype());
        assertTrue(weight.requiresGrad());
        assertEquals(DType.INT64, net.getBuffer("blocks.0.num_batches_tracked").dtype());
        assertEquals(DType.FLOAT64, net.getBuffer("blocks.0.running_var").dtype());
        assertRefuses(
                "nn.Module.to only accepts floating point or complex dtypes, but got desired"
                        + " dtype=torch.int64",
                () -> net.to(DType.INT64));
    }

    @Test
    void applyVisitsChildrenFirst() {
        var names = new ArrayList<String>();
        net.last.apply(module -> names.add(module.name()));
        assertEquals(List.of("Tanh", "Linear", "Sequential"), names);
    }

    @Test
    void gradientsAreClearedAndFrozen() {
        net.forward(Torch.ones(4, 2)).sum().backward();
        net.zeroGrad();
        assertTrue(net.parameters().stream().allMatch(p -> p.grad() == null));
        net.first.requiresGrad_(Learning.FROZEN);
        net.forward(Torch.ones(4, 2)).sum().backward();
        assertNull(net.first.weight.grad());
        assertFalse(net.scale.grad() == null);
    }

    @Test
    void statesAreTakenOverOrRefusedAsAWhole() {
        var model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
        var state = new LinkedHashMap<String, Tensor>(model.stateDict());
        assertEquals("<All keys matched successfully>", model.loadStateDict(state).toString());
        state.remove("0.bias");
        state.put("foo", Torch.ones(1));
        state.put("bar.x", Torch.ones(2));
        state.put("0.weight", Torch.full(new long[] {3, 2}, 7));
        state.put("2.weight", Torch.ones(2, 3));
        var before = model.stateDict().get("0.weight").clone();
        var e = assertThrows(OpException.class, () -> model.loadStateDict(state));
        assertEquals(
                "Error(s) in loading state_dict for Sequential:\n"
                        + "\tMissing key(s) in state_dict: \"0.bias\". \n"
                        + "\tUnexpected key(s) in state_dict: \"foo\", \"bar.x\". \n"
                        + "\tsize mismatch for 2.weight: copying a param with shape torch.Size([2,"
                        + " 3]) from checkpoint, the shape in current model is torch.Size([1, 3]).",
                e.getMessage());
        assertThrows(OpException.class, () -> model.loadStateDict(state, Strictness.LOOSE));
        assertTrue(before.equal(model.stateDict().get("0.weight")));
        state.remove("2.weight");
        assertEquals(
                "_IncompatibleKeys(missing_keys=['0.bias', '2.weight'], unexpected_keys=['foo',"
                        + " 'bar.x'])",
                model.loadStateDict(state, Strictness.LOOSE).toString());
        assertEquals(7, model.stateDict().get("0.weight").get(0, 0).item());
    }

    @Test
    void namesThatCannotBeKeysAreRefused() {
        var part = new ReLU();
        assertRefuses("module name can't contain \".\"", () -> net.registerModule("a.b", part));
        assertRefuses(
                "buffer name can't be empty string \"\"",
                () -> net.registerBuffer("", new Buffer(Torch.ones(1))));
        assertRefuses(
                "attribute 'scale' already exists",
                () -> net.registerBuffer("scale", new Buffer(Torch.ones(1))));
    }

    @Test
    void printsAsPyTorch() {
        assertEquals(
                """
                Sequential(
                  (0): Sequential(
                    (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
                    (1): BatchNorm2d(2, eps=1e-05, momentum=0.1, affine=True, bias=True, \
                track_running_stats=True)
                  )
                  (1): Flatten(start_dim=1, end_dim=-1)
                  (2): Identity()
                )""",
                new Sequential(
                                new Sequential(
                                        new Conv2d(1, 2, 3, Conv.padding(1)), new BatchNorm2d(2)),
                                new Flatten(),
                                new Identity())
                        .toString());
    }
}
