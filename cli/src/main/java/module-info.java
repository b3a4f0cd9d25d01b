/** The command line program behind {@code ./cresset}. */
module dev.cresset.cli {
    requires dev.cresset;
    requires dev.cresset.testing;
    requires dev.cresset.examples;
    requires dev.cresset.bench;
    requires info.picocli;
    requires java.logging;
    requires java.prefs;
    requires jdk.jshell;

    opens dev.cresset.cli to
            info.picocli;
}
