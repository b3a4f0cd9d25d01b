package dev.cresset.vision;

/** Where the channels of an image stand among the dimensions of its tensor. */
public enum ChannelOrder {
    /** (channels, height, width): PyTorch's order. */
    CHW,
    /** (height, width, channels): the order of image files and of NumPy. */
    HWC
}
