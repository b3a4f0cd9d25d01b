package dev.cresset.nn;

import dev.cresset.Tensor;

/** Channels of all groups mixed: PyTorch's {@code nn.ChannelShuffle}. */
public final class ChannelShuffle extends Module implements UnaryModule {
    private final long groups;

    /** By the given number of groups. */
    public ChannelShuffle(long groups) {
        this.groups = groups;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.channelShuffle(x, groups);
    }

    @Override
    protected String extraRepr() {
        return "groups=" + groups;
    }
}
