/** The command line program behind {@code ./cresset}. */
module dev.cresset.cli {
    requires dev.cresset;
    requires dev.cresset.testing;
    requires dev.cresset.examples;
    requires dev.cresset.bench;
    requires info.picocli;
    requires jdk.jshell;

    opens dev.cresset.cli to
            info.picocli;
}
