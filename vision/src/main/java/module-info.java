/** Images and image data sets. */
module dev.cresset.vision {
    requires transitive dev.cresset.nn;
    requires java.net.http;
    // Not transitive: import module dev.cresset must not bring java.awt.List in.
    requires java.desktop;

    exports dev.cresset.vision;
}
