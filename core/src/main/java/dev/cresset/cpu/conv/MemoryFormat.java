package dev.cresset.cpu.conv;

/** The order in which the elements of a batch of images lie in memory, without gaps. */
public enum MemoryFormat {
    /** Batch, channels, spatial dimensions: every channel is an image of its own. */
    CONTIGUOUS,
    /** Batch, spatial dimensions, channels: the channels of a pixel lie side by side. */
    CHANNELS_LAST
}
