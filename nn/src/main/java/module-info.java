/** Modules, optimisers, data loading and file formats. */
module dev.cresset.nn {
    requires transitive dev.cresset.core;
    requires com.fasterxml.jackson.databind;

    exports dev.cresset.data;
    exports dev.cresset.io;
    exports dev.cresset.nn;
    exports dev.cresset.optim;
    exports dev.cresset.optim.scheduler;
}
