/** Modules, optimisers, data loading and file formats. */
module dev.cresset.nn {
    requires transitive dev.cresset.core;

    exports dev.cresset.nn;
    exports dev.cresset.optim;
}
