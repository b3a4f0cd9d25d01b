package dev.cresset;

/** Says that reduced dimensions stay, with size 1. */
public enum KeepDim {
    /** Reduced dimensions stay with size 1. */
    KEEPDIM
}
