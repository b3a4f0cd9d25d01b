package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.data.DataLoader;
import dev.cresset.data.Load;
import dev.cresset.data.TensorDataset;

import java.util.stream.LongStream;

/** Section {@code randomsplit}: random parts of data and batches of them. */
final class RandomSplitTest extends TutorialSection {
    RandomSplitTest() {
        super("randomsplit");
    }

    @Override
    void play() {
        var a = TensorDataset.of(rand(100));
        prompt("a = torch.rand(100)", a);
        var parts = a.randomSplit(10, 90);
        var m = parts.get(0);
        var n = parts.get(1);
        prompt("m, n = torch.utils.data.random_split(a, [10, 90])", parts);
        prompt("list(m)", LongStream.range(0, m.size()).mapToObj(m::get).toList());
        prompt("m.indices", m.indices());
        prompt("len(n)", n.size());
        prompt(
                "[x for x in torch.utils.data.DataLoader(m, batch_size=4)]",
                list(DataLoader.of(m, Load.batchSize(4))));
        prompt(
                "[x.shape for x in torch.utils.data.DataLoader(n, batch_size=40, shuffle=True)]",
                shapes(DataLoader.of(n, Load.batchSize(40).shuffle())));
        prompt(
                "[x for x in torch.utils.data.DataLoader(m, batch_size=4, shuffle=True, drop_last=True)]",
                list(DataLoader.of(m, Load.batchSize(4).shuffle().dropLast())));
    }
}
