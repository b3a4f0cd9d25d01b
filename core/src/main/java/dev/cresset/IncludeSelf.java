package dev.cresset;

/** Says that what lay in a place before is not among the elements joined there. */
public enum IncludeSelf {
    /** {@code include_self=False}. */
    EXCLUDE_SELF
}
