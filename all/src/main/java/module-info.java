/** Everything of Cresset: {@code import module dev.cresset;} brings all public packages in. */
module dev.cresset {
    requires transitive dev.cresset.core;
    requires transitive dev.cresset.nn;
    requires transitive dev.cresset.vision;
    requires transitive dev.cresset.viz;
}
