package dev.cresset.nn;

import dev.cresset.Torch;

import java.util.function.Supplier;

/** What layers of encoders and decoders share: their options, and copies of themselves. */
abstract class TransformerBlock extends Module {
    final long dModel;
    final long nhead;
    final TransformerLayer.Options options;

    TransformerBlock(long dModel, long nhead, TransformerLayer.Options options) {
        this.dModel = dModel;
        this.nhead = nhead;
        this.options = options;
    }

    /** A block with the same numbers, frozen and in training where this one is. */
    final <B extends TransformerBlock> B copied(Supplier<B> fresh) {
        var random = Torch.getRngState();
        var copy = fresh.get();
        Torch.setRngState(random);
        parameters().stream().findFirst().ifPresent(p -> copy.to(p.dtype()));
        copy.loadStateDict(stateDict());
        var own = namedParameters();
        copy.namedParameters().forEach((name, p) -> p.requiresGrad_(own.get(name).learning()));
        copy.train(Mode.of(isTraining()));
        return copy;
    }

    @Override
    String key(String field) {
        return switch (field) {
            case "selfAttn" -> "self_attn";
            case "multiheadAttn" -> "multihead_attn";
            default -> field;
        };
    }
}
