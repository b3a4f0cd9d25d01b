package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Containers; the printed forms are PyTorch's. */
class ContainersTest {
    @Test
    void chainsAreRearrangedAsInPython() {
        var chain = new Sequential(new Linear(1, 1), new ReLU(), new Tanh());
        chain.insert(1, new Sigmoid()).delete(0).extend(new Sequential(new SiLU()));
        assertEquals(
                """
                Sequential(
                  (0): Sigmoid()
                  (1): ReLU()
                  (2): Tanh()
                  (3): SiLU()
                )""",
                chain.toString());
        assertEquals("Sequential(\n  (1): ReLU()\n  (2): Tanh()\n)", chain.slice(1, 3).toString());
        assertEquals("Sequential(\n  (3): SiLU()\n)", chain.slice(-1, 9).toString());
        assertSame(chain.get(3), chain.get(-1));
        chain.addModule("last", new Mish());
        assertSame(chain.get("last"), chain.get(4));
        chain.delete(0);
        assertEquals(List.of("0", "1", "2", "3"), List.copyOf(chain.namedChildren().keySet()));
        chain.set(0, new Identity());
        assertEquals("Identity()", chain.pop(0).toString());
        assertEquals(3, chain.size());
    }

    @Test
    void chainsMayHoldFunctionsAndNames() {
        var steps = new LinkedHashMap<String, UnaryModule>();
        steps.put("double", x -> x.mul(2));
        steps.put("act", new ReLU());
        var chain = new Sequential(steps);
        assertEquals(6, chain.forward(Torch.tensor(3.0)).item());
        assertEquals("Sequential(\n  (double): <function>\n  (act): ReLU()\n)", chain.toString());
        chain.set("act", new Tanh());
        assertTrue(chain.get("act") instanceof Tanh);
    }

    @Test
    void positionsAndNamesAreChecked() {
        var chain = new Sequential(new ReLU());
        assertSays("index 9 is out of range", () -> chain.get(9));
        assertSays("Index out of range: 9", () -> chain.insert(9, new ReLU()));
        assertSays("can't contain \".\", got: a.b", () -> chain.addModule("a.b", new ReLU()));
    }

    private static void assertSays(String words, Runnable mistake) {
        var message = assertThrows(OpException.class, mistake::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void listsNumberTheirModules() {
        var list = new ModuleList<Module>(new Linear(1, 2), new Linear(1, 2), new ReLU());
        assertEquals(
                """
                ModuleList(
                  (0-1): 2 x Linear(in_features=1, out_features=2, bias=True)
                  (2): ReLU()
                )""",
                list.toString());
        list.insert(1, new Tanh());
        assertEquals(
                List.of("0.weight", "0.bias", "2.weight", "2.bias"),
                List.copyOf(list.stateDict().keySet()));
        var first = list.get(0);
        assertSame(first, list.pop(0));
        assertEquals(3, list.append(first).delete(0).size());
        list.set(-1, new SiLU()).extend(List.of(new Mish()));
        assertEquals("ModuleList(\n  (0): SiLU()\n  (1): Mish()\n)", list.slice(2, 9).toString());
        int count = 0;
        for (var module : list) {
            count += module instanceof Linear ? 1 : 0;
        }
        assertEquals(1, count);
        assertSays("index 7 is out of range", () -> list.get(7));
    }

    /** A module whose layers stand in a list. */
    private static final class Net extends Module {
        final ModuleList<Linear> layers = new ModuleList<>(new Linear(2, 2), new Linear(2, 2));
        final ParameterDict extras = new ParameterDict(Map.of("shift", Torch.ones(2)));
    }

    @Test
    void membersOfContainersAreMembersOfTheirOwner() {
        var net = new Net();
        assertEquals(
                List.of(
                        "layers.0.weight",
                        "layers.0.bias",
                        "layers.1.weight",
                        "layers.1.bias",
                        "extras.shift"),
                List.copyOf(net.namedParameters().keySet()));
        net.layers.append(new Linear(2, 2));
        assertEquals(7, net.parameters().size());
        net.toDouble();
        assertEquals("torch.DoubleTensor", net.layers.get(2).weight.type());
    }

    @Test
    void dictionariesKeepTheirOrder() {
        var dict = new ModuleDict<UnaryTestModule>();
        dict.put("b", new UnaryTestModule()).put("a", new UnaryTestModule());
        assertEquals(List.of("b", "a"), dict.keys());
        var a = dict.get("a");
        assertSame(a, dict.pop("a"));
        assertFalse(dict.contains("a"));
        dict.update(Map.of("a", a));
        assertSame(a, dict.items().get("a"));
        assertSame(a, dict.values().getLast());
        assertEquals(1, dict.delete("b").size());
        assertSays("there is no 'b'", () -> dict.get("b"));
        dict.clear();
        assertEquals("ModuleDict()", dict.toString());
    }

    /** Some module. */
    private static final class UnaryTestModule extends Module {}

    @Test
    void parametersAreListedWithTheirSizes() {
        var list = new ParameterList(new Parameter(Torch.ones(2, 3)), Torch.zeros(4));
        assertEquals(
                """
                ParameterList(
                    (0): Parameter containing: [torch.float32 of size 2x3]
                    (1): Parameter containing: [torch.float32 of size 4]
                )""",
                list.toString());
        list.append(Torch.zeros(1)).set(0, Torch.ones(5)).extend(List.of(Torch.ones(6)));
        assertEquals(4, list.slice(0, 9).size());
        assertEquals(5, list.pop(0).numel());
        assertEquals(3, list.parameters().size());
        assertTrue(list.get(0).requiresGrad());
    }

    @Test
    void parametersByNameAreSortedIfTheMapHasNoOrder() {
        var dict = new ParameterDict(Map.of("w", Torch.ones(2, 3), "b", Torch.zeros(4)));
        assertEquals(
                """
                ParameterDict(
                    (b): Parameter containing: [torch.FloatTensor of size 4]
                    (w): Parameter containing: [torch.FloatTensor of size 2x3]
                )""",
                dict.toString());
        var ordered = new LinkedHashMap<String, Parameter>();
        ordered.put("z", dict.pop("w"));
        ordered.put("a", dict.get("b"));
        assertEquals(List.of("z", "a"), new ParameterDict(ordered).keys());
        assertEquals(1, dict.size());
        dict.clear();
        assertEquals(List.of(), dict.values());
        assertSays("there is no 'b'", () -> dict.get("b"));
    }
}
