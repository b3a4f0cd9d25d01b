/** Programs that show Cresset at work. */
module dev.cresset.examples {
    requires transitive dev.cresset;
    requires me.tongfei.progressbar;

    exports dev.cresset.examples;

    // Cresset finds the layers in the fields of a module.
    opens dev.cresset.examples to
            dev.cresset.nn;
}
