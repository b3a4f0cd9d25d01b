package dev.cresset.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.io.TorchFile;
import dev.cresset.optim.scheduler.StepLR;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Training goes on in Cresset where PyTorch 2.13 stopped: states.pt holds for some optimisers a
 * parameter and the states of optimiser and scheduler after three steps, and what PyTorch has after
 * six.
 */
class PyTorchStatesTest {
    private static Tensor gradient(Tensor p, int step) {
        var g = Torch.arange(0, 6, 1).to(DType.FLOAT64).mul(1.3).add(step * 0.7).sin().view(2, 3);
        return p.isComplex() ? g.mul(new Complex(1, -2)) : g;
    }

    private static Optimizer optimizer(String name, Tensor p) {
        var params = List.of(p);
        return switch (name) {
            case "adam" -> new Adam(params, Adam.lr(0.1).withAmsgrad());
            case "sgd" -> new SGD(params, SGD.lr(0.1).momentum(0.9));
            case "nadam" -> new NAdam(params, NAdam.lr(0.1));
            case "complex" -> new Adam(params, Adam.lr(0.1).weightDecay(0.1));
            case "complex_rprop" -> new Rprop(params, Rprop.lr(0.1));
            case "complex_adagrad" ->
                    new Adagrad(params, Adagrad.lr(0.1).initialAccumulatorValue(0.2));
            default -> new LBFGS(params, LBFGS.lr(0.5).maxIter(3));
        };
    }

    private static void step(Optimizer optimizer, Tensor p, int step) {
        if (optimizer instanceof LBFGS) {
            optimizer.step(
                    () -> {
                        optimizer.zeroGrad();
                        var loss = p.sub(0.3).pow(2).sum().add(p.pow(4).sum());
                        loss.backward();
                        return loss;
                    });
        } else {
            p.grad(gradient(p, step));
            optimizer.step();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adam",
                "sgd",
                "nadam",
                "lbfgs",
                "complex",
                "complex_rprop",
                "complex_adagrad"
            })
    void trainingGoesOn(String name) throws IOException, URISyntaxException {
        var file = Path.of(getClass().getResource("states.pt").toURI());
        var saved = map(map(TorchFile.load(file)).get(name));
        var p = ((Tensor) saved.get("before")).requiresGrad_();
        var optimizer = optimizer(name, p);
        var scheduler = new StepLR(optimizer, 2, 0.5);
        optimizer.loadStateDict(map(saved.get("optimizer")));
        scheduler.loadStateDict(map(saved.get("scheduler")));
        for (int i = 3; i < 6; i++) {
            step(optimizer, p, i);
            scheduler.step();
        }
        var want = (Tensor) saved.get("after");
        assertTrue(p.detach().allclose(want, 1e-9, 1e-9), () -> p + " instead of " + want);
        assertEquals(saved.get("lr"), optimizer.paramGroups().getFirst().lr());
    }
}
