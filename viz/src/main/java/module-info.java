/** TensorBoard event files. */
module dev.cresset.viz {
    requires transitive dev.cresset.nn;
    requires com.google.protobuf;

    exports dev.cresset.viz;
}
