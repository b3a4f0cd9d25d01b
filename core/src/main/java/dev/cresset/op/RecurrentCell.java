package dev.cresset.op;

/** The kinds of recurrent cells. */
enum RecurrentCell {
    /** {@code h' = tanh(W x + V h + b)}. */
    RNN_TANH("rnn_tanh", 1, "StackBackward0"),
    /** {@code h' = relu(W x + V h + b)}. */
    RNN_RELU("rnn_relu", 1, "StackBackward0"),
    /** Long short-term memory (Hochreiter and Schmidhuber, 1997), gates in the order i, f, g, o. */
    LSTM("lstm", 4, "MkldnnRnnLayerBackward0"),
    /** Gated recurrent unit (Cho et al., 2014), gates in the order r, z, n. */
    GRU("gru", 3, "StackBackward0");

    private final String op;
    private final int gates;
    private final String node;

    RecurrentCell(String op, int gates, String node) {
        this.op = op;
        this.gates = gates;
        this.node = node;
    }

    /** The name of its op. */
    String op() {
        return op;
    }

    /** How many times the hidden size is the number of rows of its weights. */
    int gates() {
        return gates;
    }

    /** The name of the graph node of a layer of such cells, as PyTorch prints it. */
    String node() {
        return node;
    }
}
