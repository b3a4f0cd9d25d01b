package dev.cresset.tutorial;

import dev.cresset.Tensor;
import dev.cresset.io.TorchFile;
import dev.cresset.nn.Bias;
import dev.cresset.nn.Linear;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Section {@code save}: the state of a layer in a file. */
final class SaveTest extends TutorialSection {
    @TempDir private Path folder;

    private Linear layer;
    private Linear layer1;

    SaveTest() {
        super("save");
    }

    @Override
    void play() {
        var file = folder.resolve("ckpt.mdl");
        prompt("layer = torch.nn.Linear(10, 1)", layer = new Linear(10, 1));
        prompt("layer.state_dict()", layer.stateDict());
        prompt(
                "torch.save(layer.state_dict(), TMP + \"/ckpt.mdl\")",
                () -> save(layer.stateDict(), file));
        prompt("layer1 = torch.nn.Linear(10, 1)", layer1 = new Linear(10, 1));
        prompt(
                "layer1.load_state_dict(torch.load(TMP + \"/ckpt.mdl\"))",
                layer1.loadStateDict(load(file)));
        prompt("torch.equal(layer1.weight, layer.weight)", layer1.weight.equal(layer.weight));
        error(
                "torch.nn.Linear(9, 1).load_state_dict(torch.load(TMP + \"/ckpt.mdl\"))",
                () -> new Linear(9, 1).loadStateDict(load(file)));
        error(
                "torch.nn.Linear(10, 1, bias=False).load_state_dict(torch.load(TMP +"
                        + " \"/ckpt.mdl\"))",
                () -> new Linear(10, 1, Bias.NO_BIAS).loadStateDict(load(file)));
    }

    private static void save(Object value, Path file) {
        try {
            TorchFile.save(value, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Tensor> load(Path file) {
        try {
            return TorchFile.loadStateDict(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
