package dev.cresset.cpu.natives;

import java.util.Locale;

/** The platforms for which oneDNN and OpenBLAS are published, by the names of their jars. */
enum Platform {
    LINUX_X86_64("linux-x86_64"),
    LINUX_ARM64("linux-arm64"),
    MACOSX_ARM64("macosx-arm64"),
    MACOSX_X86_64("macosx-x86_64"),
    WINDOWS_X86_64("windows-x86_64"),
    /** Anything else: no native libraries. */
    OTHER("");

    private final String classifier;

    Platform(String classifier) {
        this.classifier = classifier;
    }

    /** The classifier of the jars, which is also the folder of the libraries inside them. */
    String classifier() {
        return classifier;
    }

    /** The platform this process runs on. */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String processor) {
        var os = system.toLowerCase(Locale.ROOT);
        boolean arm =
                switch (processor) {
                    case "aarch64", "arm64" -> true;
                    case "amd64", "x86_64" -> false;
                    default -> {
                        os = "other";
                        yield false;
                    }
                };
        if (os.startsWith("linux")) {
            return arm ? LINUX_ARM64 : LINUX_X86_64;
        }
        if (os.startsWith("mac")) {
            return arm ? MACOSX_ARM64 : MACOSX_X86_64;
        }
        return os.startsWith("windows") && !arm ? WINDOWS_X86_64 : OTHER;
    }
}
