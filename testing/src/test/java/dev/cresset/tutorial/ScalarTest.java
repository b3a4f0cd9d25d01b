package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import java.util.List;

/** Section {@code scalar}: tensors from numbers and lists, typed constructors. */
final class ScalarTest extends TutorialSection {
    ScalarTest() {
        super("scalar");
    }

    @Override
    void play() {
        prompt("torch.tensor(1.)", tensor(1.));
        prompt("torch.tensor(3)", tensor(3));
        prompt("torch.tensor([1, 2, 3])", tensor(1, 2, 3));
        prompt("torch.tensor([True, False])", tensor(true, false));
        prompt("torch.Tensor([2, 3])", Tensor(List.of(2, 3)));
        prompt("torch.Tensor(2, 3).shape", Tensor(2, 3).shape());
        prompt("torch.FloatTensor(2, 3).type()", FloatTensor(2, 3).type());
        prompt("torch.DoubleTensor([1, 2])", DoubleTensor(List.of(1, 2)));
        prompt("torch.IntTensor([1, 2])", IntTensor(new int[] {1, 2}));
        prompt("torch.LongTensor([1, 2])", LongTensor(new long[] {1, 2}));
        prompt("torch.ByteTensor([1, 255])", ByteTensor(List.of(1, 255)));
        prompt("torch.DoubleTensor([1, 2]).type()", DoubleTensor(List.of(1, 2)).type());
        prompt("torch.ByteTensor([1, 255]).type()", ByteTensor(List.of(1, 255)).type());
    }
}
