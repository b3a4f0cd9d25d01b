/** Image data sets. */
module dev.cresset.vision {
    requires transitive dev.cresset.nn;
    requires java.net.http;

    exports dev.cresset.vision;
}
