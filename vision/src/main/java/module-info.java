/** Image data sets and models. */
module dev.cresset.vision {
    requires transitive dev.cresset.nn;
}
