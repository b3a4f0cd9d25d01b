package dev.cresset.examples;

import static dev.cresset.Torch.arange;
import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.noGrad;
import static dev.cresset.Torch.zeros;

import dev.cresset.Tensor;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.Linear;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.Module;
import dev.cresset.nn.Softmax;
import dev.cresset.optim.Adam;

import java.io.PrintStream;

/** Learns to tell the number that follows three numbers below 30. */
public final class LstmNextNumber {
    private static final int NUMBERS = 30;
    private static final int GIVEN = 3;
    private static final int PLACES = NUMBERS - GIVEN;
    private static final int EPOCHS = 500;

    private LstmNextNumber() {}

    /** Layers of memory, a score for each number, and what share of certainty it gets. */
    private static final class Net extends Module {
        private final LSTM layer1 = new LSTM(GIVEN, 32, 4);
        private final Linear layer2 = new Linear(32, NUMBERS);
        private final Softmax layer3 = new Softmax(1);

        Tensor forward(Tensor x) {
            var memory = layer1.forward(x).output();
            return layer3.forward(layer2.forward(memory.reshape(-1, 32)));
        }
    }

    /** Prints the loss every 50 of 500 epochs, then what is predicted. */
    public static void run(PrintStream out) {
        manualSeed(0);
        var starts = arange(PLACES).unsqueeze(1);
        var xs = starts.add(arange(GIVEN)).unsqueeze(1).toFloat().div(NUMBERS);
        var ys = zeros(PLACES, NUMBERS).scatter(1, starts.add(GIVEN), 1);
        var model = new Net();
        var lossFunction = new MSELoss();
        var optimizer = new Adam(model.parameters(), Adam.lr(0.01));
        out.println(model);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            var loss = lossFunction.forward(ys, model.forward(xs));
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (epoch == 1 || epoch % 50 == 0) {
                out.println("epoch " + epoch + " loss " + loss.item());
            }
        }
        var predicted = noGrad(() -> model.forward(xs).argmax(1)).toLongArray();
        int right = 0;
        for (int i = 0; i < PLACES; i++) {
            out.printf("%d, %d, %d -> %d%n", i, i + 1, i + 2, predicted[i]);
            right += predicted[i] == i + GIVEN ? 1 : 0;
        }
        out.println(right + " of " + PLACES + " right");
    }
}
