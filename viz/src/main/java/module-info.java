/** TensorBoard event files. */
module dev.cresset.viz {
    requires transitive dev.cresset.nn;
}
