/** TensorBoard event files and plots. */
module dev.cresset.viz {
    requires transitive dev.cresset.nn;
    requires java.desktop;
    requires com.google.protobuf;
    requires xchart;

    exports dev.cresset.viz;
}
