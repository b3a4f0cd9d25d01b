package dev.cresset.autograd;

/** Gradients of a node's results collected during one run of the engine. */
final class Pending {
    final Engine run;
    final Variable[] grads;

    /** Per result: nobody but the engine has ever seen this gradient's memory. */
    final boolean[] exclusive;

    Pending(Engine run, int results) {
        this.run = run;
        this.grads = new Variable[results];
        this.exclusive = new boolean[results];
    }
}
