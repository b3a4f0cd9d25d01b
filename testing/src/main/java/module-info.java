/** Runs recorded PyTorch samples against Cresset. */
module dev.cresset.testing {
    requires transitive dev.cresset;
    requires com.fasterxml.jackson.databind;

    exports dev.cresset.testing;

    opens dev.cresset.testing to
            dev.cresset.nn;
}
